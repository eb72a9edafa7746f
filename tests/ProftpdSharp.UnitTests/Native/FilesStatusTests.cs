using System.Diagnostics;
using System.Runtime.CompilerServices;
using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesStatusTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("/usr")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self")]
    [InlineData("/usr/bin/env")]
    public void The_status_is_what_stat_prints(string path)
    {
        var status = Must(Files.StatAt(Descriptor.WorkingDirectory, path, AtFlags.NoFollow));
        var told = $"{status.Mode:x} {status.Uid} {status.Gid} {status.Size} {status.Links} "
            + $"{status.Device} {status.Blocks} {status.BlockSize}";
        Assert.Equal(Output("stat", "-c", "%f %u %g %s %h %d %b %o", path), told);
    }

    [Fact]
    public void Times_and_inode_are_what_stat_prints()
    {
        using var file = _temp.MakeFile("file", "text");
        Must(Files.UtimensAt(file, new FileTime(1, 2), new FileTime(1234567890, 987654321)));
        var status = Must(Files.Fstat(file));
        var told = $"{Text(status.Accessed)} {Text(status.Modified)} {Text(status.Changed)} {status.Inode}";
        Assert.Equal(Output("stat", "-c", "%.9X %.9Y %.9Z %i", _temp["file"]), told);

        static string Text(FileTime time) => $"{time.Seconds}.{time.Nanoseconds:D9}";
    }

    [Theory]
    [InlineData("/dev/null", FileKind.CharacterDevice)]
    [InlineData("/etc", FileKind.Directory)]
    [InlineData("/etc/passwd", FileKind.Regular)]
    [InlineData("/proc/self", FileKind.SymbolicLink)]
    public void Kinds_come_from_the_mode(string path, FileKind kind) =>
        Assert.Equal(kind, Must(Files.StatAt(Descriptor.WorkingDirectory, path, AtFlags.NoFollow)).Kind);

    [Fact]
    public void Path_descriptors_have_a_status_too()
    {
        _temp.MakeFile("file", "12345").Dispose();
        using var named = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.Path));
        Assert.Equal(5, Must(Files.Fstat(named)).Size);
    }

    [Fact]
    public void The_room_of_a_file_system_is_what_stat_prints()
    {
        var space = Must(Files.Statfs("/proc"));
        Assert.Equal(Output("stat", "-f", "-c", "%t %b %S", "/proc"), $"{space.Type:x} {space.TotalBlocks} {space.FragmentSize}");
        var here = Must(Files.Fstatfs(_temp.Handle));
        Assert.Equal(new DriveInfo(_temp.Path).TotalSize, here.TotalBytes);
        Assert.InRange(here.AvailableBytes, 1, here.TotalBytes);
        Assert.Equal(Errno.ENOENT, Files.Statfs("/nonexistent").Error);
    }

    [Fact]
    public void Structures_have_the_kernels_sizes()
    {
        Assert.Equal(256, Unsafe.SizeOf<Statx>());
        Assert.Equal(120, Unsafe.SizeOf<FileSystemSpace>());
        Assert.Equal(8, Unsafe.SizeOf<PollItem>());
        Assert.Equal(16, Unsafe.SizeOf<ResourceLimit>());
    }

    [Fact]
    public void Times_convert_to_and_from_the_calendar()
    {
        var time = new DateTimeOffset(1969, 12, 31, 23, 59, 58, TimeSpan.Zero).AddTicks(5);
        Assert.Equal(new FileTime(-2, 500), FileTime.From(time));
        Assert.Equal(time, FileTime.From(time).ToDateTimeOffset());
    }

    static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }
}
