using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class FilesAttributesTests : IDisposable
{
    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Permissions_change_through_a_path_descriptor()
    {
        _temp.MakeFile("file").Dispose();
        using var named = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.Path));
        Assert.Equal(Errno.EBADF, Files.Fchmod(named, 0x180));
        Must(Files.ChmodAt(named, 0x1ed));
        Assert.Equal(0x1edu, Must(Files.Fstat(named)).Permissions);
    }

    [Fact]
    public void Permissions_of_a_link_are_refused_and_its_target_stays()
    {
        _temp.MakeFile("file", mode: 0x180).Dispose();
        Must(Files.Symlinkat("file", _temp.Handle, "link"));
        using var link = Must(Files.OpenAt(_temp.Handle, "link", OpenFlags.Path | OpenFlags.NoFollow));
        Assert.Equal(Errno.EOPNOTSUPP, Files.ChmodAt(link, 0x1ff));
        Assert.Equal(0x180u, Must(Files.StatAt(_temp.Handle, "file")).Permissions);
    }

    [Fact]
    public void Times_change_through_a_path_descriptor()
    {
        _temp.MakeFile("file").Dispose();
        using var named = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.Path));
        Must(Files.UtimensAt(named, new FileTime(100), new FileTime(-5, 7)));
        Must(Files.UtimensAt(named, FileTime.Unchanged, new FileTime(1_000_000_000, 7)));
        var status = Must(Files.Fstat(named));
        Assert.Equal(new FileTime(100), status.Accessed);
        Assert.Equal(new FileTime(1_000_000_000, 7), status.Modified);
        Must(Files.UtimensAt(_temp.Handle, "file", FileTime.Now, FileTime.Unchanged, AtFlags.NoFollow));
        Assert.True(Must(Files.Fstat(named)).Accessed.Seconds > 100);
    }

    [Fact]
    public void Owners_change_where_allowed()
    {
        _temp.MakeFile("file").Dispose();
        Must(Files.Symlinkat("file", _temp.Handle, "link"));
        using var named = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.Path));
        using var link = Must(Files.OpenAt(_temp.Handle, "link", OpenFlags.Path | OpenFlags.NoFollow));
        Must(Files.ChownAt(named, Files.UnchangedOwner, Files.UnchangedOwner));
        Assert.Equal(Identity.EffectiveUser, Must(Files.Fstat(named)).Uid);

        var allowed = Identity.EffectiveUser == 0 ? Errno.None : Errno.EPERM;
        Assert.Equal(allowed, Files.ChownAt(link, 12345, Files.UnchangedOwner));
        Assert.Equal(Identity.EffectiveUser, Must(Files.Fstat(named)).Uid);
        Assert.Equal(allowed, Files.ChownAt(named, 12345, 54321));
        Assert.Equal(allowed, Files.ChownAt(_temp.Handle, "link", 12345, 12346, AtFlags.NoFollow));
        if (allowed != Errno.None)
            return;
        Assert.Equal((12345u, 54321u), Owner(named));
        Assert.Equal((12345u, 12346u), Owner(link));
    }

    [Fact]
    public void Extended_attributes_are_read()
    {
        _temp.MakeFile("file").Dispose();
        using var named = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.Path));
        Assert.True(Must(Files.Listxattr(named, stackalloc byte[256])) >= 0);
        Assert.Equal(Errno.ENODATA, Files.Getxattr(named, "security.capability\0"u8, stackalloc byte[64]).Error);
        Assert.Equal(Errno.EINVAL, Files.Getxattr(named, "security.capability"u8, stackalloc byte[64]).Error);
    }

    static (uint, uint) Owner(Descriptor named)
    {
        var status = Must(Files.Fstat(named));
        return (status.Uid, status.Gid);
    }
}
