using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesNamesTests : IDisposable
{
    readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public void Directories_are_made_and_removed()
    {
        Must(Files.Mkdirat(temp.Handle, "new", 0x1c0));
        Assert.Equal(Errno.EEXIST, Files.Mkdirat(temp.Handle, "new", 0x1c0));
        Assert.True(Must(Files.StatAt(temp.Handle, "new")).IsDirectory);
        Assert.Equal(Errno.EISDIR, Files.Unlinkat(temp.Handle, "new"));
        temp.MakeFile("new/file").Dispose();
        Assert.Equal(Errno.ENOTEMPTY, Files.Unlinkat(temp.Handle, "new", AtFlags.RemoveDirectory));
        Must(Files.Unlinkat(temp.Handle, "new/file"));
        Must(Files.Unlinkat(temp.Handle, "new", AtFlags.RemoveDirectory));
        Assert.Equal(Errno.ENOENT, Files.StatAt(temp.Handle, "new").Error);
    }

    [Fact]
    public void Renaming_replaces_unless_told_otherwise()
    {
        temp.MakeFile("a", "a").Dispose();
        temp.MakeFile("b", "bb").Dispose();
        Assert.Equal(Errno.EEXIST, Files.Renameat2(temp.Handle, "a", temp.Handle, "b", RenameFlags.NoReplace));
        Must(Files.Renameat2(temp.Handle, "a", temp.Handle, "b", RenameFlags.Exchange));
        Assert.Equal(2, Must(Files.StatAt(temp.Handle, "a")).Size);
        Must(Files.Renameat(temp.Handle, "a", temp.Handle, "b"));
        Assert.Equal(Errno.ENOENT, Files.StatAt(temp.Handle, "a").Error);
        Assert.Equal(2, Must(Files.StatAt(temp.Handle, "b")).Size);
    }

    [Fact]
    public void Links_hold_the_bytes_they_were_given()
    {
        Must(Files.Symlinkat("some/\u00e9/where", temp.Handle, "link"));
        Assert.Equal("some/\u00e9/where", Must(Files.Readlinkat(temp.Handle, "link")));
        Assert.True(Must(Files.StatAt(temp.Handle, "link", AtFlags.NoFollow)).IsSymbolicLink);
        Assert.Equal(Errno.ENOENT, Files.StatAt(temp.Handle, "link").Error);
        using var named = Must(Files.OpenAt(temp.Handle, "link", OpenFlags.Path | OpenFlags.NoFollow));
        Assert.Equal("some/\u00e9/where", Must(Files.Readlinkat(named, "")));
    }

    [Fact]
    public void A_hard_link_is_the_same_file()
    {
        using var file = temp.MakeFile("one");
        Must(Files.Linkat(temp.Handle, "one", temp.Handle, "two"));
        var status = Must(Files.Fstat(file));
        Assert.Equal(2u, status.Links);
        Assert.True(status.IsSameFileAs(Must(Files.StatAt(temp.Handle, "two"))));
        Assert.False(status.IsSameFileAs(Must(Files.Fstat(temp.Handle))));
    }

    [Fact]
    public void Two_directories_are_told_apart()
    {
        Must(Files.Mkdirat(temp.Handle, "from", 0x1c0));
        Must(Files.Mkdirat(temp.Handle, "to", 0x1c0));
        using var from = Must(Files.OpenAt(temp.Handle, "from", OpenFlags.Path));
        using var to = Must(Files.OpenAt(temp.Handle, "to", OpenFlags.Path));
        temp.MakeFile("from/file").Dispose();
        Must(Files.Renameat(from, "file", to, "moved"));
        Assert.True(Files.StatAt(temp.Handle, "to/moved").Ok);
    }
}
