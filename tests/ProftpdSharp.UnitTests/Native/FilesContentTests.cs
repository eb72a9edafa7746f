using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesContentTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Bytes_are_read_where_they_were_written()
    {
        using var file = _temp.MakeFile("file", "0123456789");
        Assert.Equal(2, Must(Files.Pwrite(file, "ab"u8, 4)));
        Assert.Equal("3ab6", ReadAt(file, 3, 4));
        Assert.Equal(10, Must(Files.Lseek(file, 0, SeekFrom.Current)));
        Assert.Equal(7, Must(Files.Lseek(file, -3, SeekFrom.End)));
        Span<byte> rest = stackalloc byte[16];
        Assert.Equal("789", ByteStrings.FromBytes(rest[..Must(Files.Read(file, rest))]));
        Assert.Equal(0, Must(Files.Read(file, rest)));
        Assert.Equal(Errno.EINVAL, Files.Lseek(file, -1, SeekFrom.Start).Error);
    }

    [Fact]
    public void Sizes_beyond_four_gigabytes_are_kept()
    {
        const long big = 5L << 30;
        using var file = _temp.MakeFile("file");
        Must(Files.Ftruncate(file, big));
        Assert.Equal(big, Must(Files.Fstat(file)).Size);
        Assert.Equal(big, Must(Files.Lseek(file, 0, SeekFrom.End)));
        Assert.Equal(1, Must(Files.Pwrite(file, "x"u8, big)));
        Assert.Equal("x", ReadAt(file, big, 4));
        Assert.Equal(Errno.EINVAL, Files.Ftruncate(file, -1));
    }

    [Fact]
    public void Room_can_be_taken_beforehand()
    {
        using var file = _temp.MakeFile("file");
        Must(Files.Fallocate(file, 0, 1 << 20, keepSize: true));
        var status = Must(Files.Fstat(file));
        Assert.Equal(0, status.Size);
        Assert.True(status.Blocks >= 2048);
        Must(Files.Fallocate(file, 0, 4096, keepSize: false));
        Assert.Equal(4096, Must(Files.Fstat(file)).Size);
        Must(Files.Fsync(file));
    }

    [Fact]
    public void Sendfile_moves_its_offset_and_not_the_files()
    {
        using var source = _temp.MakeFile("source", "0123456789");
        using var target = _temp.MakeFile("target");
        long offset = 3;
        Assert.Equal(4, Must(Files.Sendfile(target, source, ref offset, 4)));
        Assert.Equal(7, offset);
        Assert.Equal("3456", ReadAt(target, 0, 16));
        Assert.Equal(10, Must(Files.Lseek(source, 0, SeekFrom.Current)));
        Assert.Equal(3, Must(Files.Sendfile(target, source, ref offset, 100)));
        Assert.Equal(0, Must(Files.Sendfile(target, source, ref offset, 100)));
    }

    [Fact]
    public void Pipes_have_ends_and_do_not_wait()
    {
        using var pipe = Must(Files.Pipe2(nonBlocking: true));
        Span<byte> room = stackalloc byte[8];
        Assert.Equal(Errno.EAGAIN, Files.Read(pipe.Reading, room).Error);
        Assert.Equal(1, Must(Files.Write(pipe.Writing, "x"u8)));
        Assert.Equal(1, Must(Files.Read(pipe.Reading, room)));
        pipe.Writing.Dispose();
        Assert.Equal(0, Must(Files.Read(pipe.Reading, room)));
    }

    [Fact]
    public void Blocking_is_switched()
    {
        using var pipe = Must(Files.Pipe2(nonBlocking: false));
        Must(Files.SetNonBlocking(pipe.Reading, true));
        Assert.Equal(Errno.EAGAIN, Files.Read(pipe.Reading, stackalloc byte[1]).Error);
        Must(Files.SetNonBlocking(pipe.Writing, true));
        Must(Files.SetNonBlocking(pipe.Writing, false));
        Assert.Equal(1, Must(Files.Write(pipe.Writing, "x"u8)));
    }

    [Fact]
    public void A_write_to_a_pipe_that_nobody_reads_is_EPIPE()
    {
        using var pipe = Must(Files.Pipe2(nonBlocking: true));
        pipe.Reading.Dispose();
        Assert.Equal(Errno.EPIPE, Files.Write(pipe.Writing, "x"u8).Error);
    }

    static string ReadAt(Descriptor file, long offset, int count)
    {
        Span<byte> bytes = stackalloc byte[count];
        return ByteStrings.FromBytes(bytes[..Must(Files.Pread(file, bytes, offset))]);
    }
}
