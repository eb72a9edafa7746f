using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesDirectoriesTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Every_entry_is_listed_once_with_its_kind_and_inode()
    {
        var wanted = new SortedSet<string>(StringComparer.Ordinal) { ".", "..", "sub", "link", "\u00ff\u0001 \n" };
        Must(Files.Mkdirat(_temp.Handle, "sub", 0x1c0));
        Must(Files.Symlinkat("x", _temp.Handle, "link"));
        _temp.MakeFile("\u00ff\u0001 \n").Dispose();
        for (var i = 0; i < 300; i++)
        {
            var name = $"{i}".PadLeft(1 + i % 250, 'n');
            wanted.Add(name);
            _temp.MakeFile(name).Dispose();
        }

        using var directory = Must(Files.OpenAt(_temp.Handle, ".", OpenFlags.ReadOnly | OpenFlags.Directory));
        var seen = new List<string>();
        Span<byte> buffer = stackalloc byte[1024];
        while (Must(Files.Getdents64(directory, buffer)) is var count and > 0)
        {
            foreach (var entry in new DirectoryEntries(buffer[..count]))
            {
                var name = ByteStrings.FromBytes(entry.Name);
                seen.Add(name);
                Assert.Equal(name is "." or "..", entry.IsDots);
                var status = Must(Files.StatAt(_temp.Handle, name, AtFlags.NoFollow));
                Assert.Contains(entry.Kind, new[] { status.Kind, FileKind.Unknown });
                if (name != "..")
                    Assert.Equal(status.Inode, entry.Inode);
            }
        }
        Assert.Equal(seen.Count, wanted.Count);
        Assert.Equal(wanted, new SortedSet<string>(seen, StringComparer.Ordinal));
    }

    [Fact]
    public void Errors_come_back()
    {
        using var file = _temp.MakeFile("file");
        Assert.Equal(Errno.ENOTDIR, Files.Getdents64(file, stackalloc byte[512]).Error);
        using var directory = Must(Files.OpenAt(_temp.Handle, ".", OpenFlags.ReadOnly));
        Assert.Equal(Errno.EINVAL, Files.Getdents64(directory, stackalloc byte[8]).Error);
    }

    [Fact]
    public void Nothing_filled_in_is_nothing_listed()
    {
        var entries = new DirectoryEntries([]);
        Assert.False(entries.MoveNext());
    }
}
