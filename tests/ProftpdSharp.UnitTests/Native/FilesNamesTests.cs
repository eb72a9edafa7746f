using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesNamesTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Directories_are_made_and_removed()
    {
        Must(Files.Mkdirat(_temp.Handle, "new", 0x1c0));
        Assert.Equal(Errno.EEXIST, Files.Mkdirat(_temp.Handle, "new", 0x1c0));
        Assert.True(Must(Files.StatAt(_temp.Handle, "new")).IsDirectory);
        Assert.Equal(Errno.EISDIR, Files.Unlinkat(_temp.Handle, "new"));
        _temp.MakeFile("new/file").Dispose();
        Assert.Equal(Errno.ENOTEMPTY, Files.Unlinkat(_temp.Handle, "new", AtFlags.RemoveDirectory));
        Must(Files.Unlinkat(_temp.Handle, "new/file"));
        Must(Files.Unlinkat(_temp.Handle, "new", AtFlags.RemoveDirectory));
        Assert.Equal(Errno.ENOENT, Files.StatAt(_temp.Handle, "new").Error);
    }

    [Fact]
    public void Renaming_replaces_unless_told_otherwise()
    {
        _temp.MakeFile("a", "a").Dispose();
        _temp.MakeFile("b", "bb").Dispose();
        Assert.Equal(Errno.EEXIST, Files.Renameat2(_temp.Handle, "a", _temp.Handle, "b", RenameFlags.NoReplace));
        Must(Files.Renameat2(_temp.Handle, "a", _temp.Handle, "b", RenameFlags.Exchange));
        Assert.Equal(2, Must(Files.StatAt(_temp.Handle, "a")).Size);
        Must(Files.Renameat(_temp.Handle, "a", _temp.Handle, "b"));
        Assert.Equal(Errno.ENOENT, Files.StatAt(_temp.Handle, "a").Error);
        Assert.Equal(2, Must(Files.StatAt(_temp.Handle, "b")).Size);
    }

    [Fact]
    public void Links_hold_the_bytes_they_were_given()
    {
        Must(Files.Symlinkat("some/\u00e9/where", _temp.Handle, "link"));
        Assert.Equal("some/\u00e9/where", Must(Files.Readlinkat(_temp.Handle, "link")));
        Assert.True(Must(Files.StatAt(_temp.Handle, "link", AtFlags.NoFollow)).IsSymbolicLink);
        Assert.Equal(Errno.ENOENT, Files.StatAt(_temp.Handle, "link").Error);
        using var named = Must(Files.OpenAt(_temp.Handle, "link", OpenFlags.Path | OpenFlags.NoFollow));
        Assert.Equal("some/\u00e9/where", Must(Files.Readlinkat(named, "")));
    }

    [Fact]
    public void A_hard_link_is_the_same_file()
    {
        using var file = _temp.MakeFile("one");
        Must(Files.Linkat(_temp.Handle, "one", _temp.Handle, "two"));
        var status = Must(Files.Fstat(file));
        Assert.Equal(2u, status.Links);
        Assert.True(status.IsSameFileAs(Must(Files.StatAt(_temp.Handle, "two"))));
        Assert.False(status.IsSameFileAs(Must(Files.Fstat(_temp.Handle))));
    }

    [Fact]
    public void Two_directories_are_told_apart()
    {
        Must(Files.Mkdirat(_temp.Handle, "from", 0x1c0));
        Must(Files.Mkdirat(_temp.Handle, "to", 0x1c0));
        using var from = Must(Files.OpenAt(_temp.Handle, "from", OpenFlags.Path));
        using var to = Must(Files.OpenAt(_temp.Handle, "to", OpenFlags.Path));
        _temp.MakeFile("from/file").Dispose();
        Must(Files.Renameat(from, "file", to, "moved"));
        Assert.True(Files.StatAt(_temp.Handle, "to/moved").Ok);
    }
}
