using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>As root the identity really changes; as an ordinary user every change has to be refused, and said to be.</summary>
public sealed class IdentityTests : IDisposable
{
    const uint Stranger = 12345;
    const uint StrangersGroup = 54321;

    readonly TempDirectory _temp = new();
    readonly bool _root = Identity.EffectiveUser == 0;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_stranger_cannot_open_the_owners_file_and_another_thread_still_can()
    {
        Must(Files.ChmodAt(_temp.Handle, 0x1ed));
        _temp.MakeFile("secret", mode: 0x180).Dispose();
        using var isSwitched = new ManualResetEventSlim();
        using var mayLeave = new ManualResetEventSlim();
        var (change, strangersOpen) = (Errno.EINVAL, Errno.EINVAL);
        var thread = new Thread(() =>
        {
            using var opened = new Descriptor();
            change = Identity.SetFileSystemUser(Stranger);
            strangersOpen = Files.OpenAt(_temp.Handle, "secret\0"u8, OpenFlags.ReadOnly, 0, opened);
            isSwitched.Set();
            mayLeave.Wait();
        });
        thread.Start();
        isSwitched.Wait();
        using var mine = Must(Files.OpenAt(_temp.Handle, "secret", OpenFlags.ReadOnly));
        mayLeave.Set();
        thread.Join();
        Assert.Equal(_root ? Errno.None : Errno.EPERM, change);
        Assert.Equal(_root ? Errno.EACCES : Errno.None, strangersOpen);
    }

    [Fact]
    public void The_identity_is_the_threads_alone()
    {
        using var switched = new ManualResetEventSlim();
        using var looked = new ManualResetEventSlim();
        (uint User, uint Group, uint[] Groups) there = (0, 0, []);
        var thread = new Thread(() =>
        {
            _ = Identity.SetGroups([7, 8, 9]);
            _ = Identity.SetFileSystemGroup(StrangersGroup);
            _ = Identity.SetFileSystemUser(Stranger);
            there = (Identity.FileSystemUser, Identity.FileSystemGroup, Identity.GetGroups());
            switched.Set();
            looked.Wait();
        });
        var before = (Identity.FileSystemUser, Identity.FileSystemGroup, string.Join(',', Identity.GetGroups()));
        thread.Start();
        switched.Wait();
        var meanwhile = (Identity.FileSystemUser, Identity.FileSystemGroup, string.Join(',', Identity.GetGroups()));
        looked.Set();
        thread.Join();

        Assert.Equal(before, meanwhile);
        Assert.Equal((Identity.EffectiveUser, Identity.EffectiveGroup), (before.FileSystemUser, before.FileSystemGroup));
        if (!_root)
            return;
        Assert.Equal((Stranger, StrangersGroup), (there.User, there.Group));
        Assert.Equal([7u, 8u, 9u], there.Groups);
    }

    [Fact]
    public void Switching_back_gives_everything_back()
    {
        var (back, opened, capabilities) = OwnThread.Run(() =>
        {
            _temp.MakeFile("file", mode: 0x180).Dispose();
            _ = Identity.SetFileSystemUser(Stranger);
            var back = Identity.SetFileSystemUser(Identity.RealUser);
            return (back, Files.OpenAt(_temp.Handle, "file", OpenFlags.ReadOnly).Error, Must(Capabilities.Read()).Effective);
        });
        Must(back);
        Must(opened);
        Assert.Equal(Must(Capabilities.Read()).Effective, capabilities);
    }

    [Fact]
    public void Switching_takes_the_file_capabilities_away()
    {
        var effective = OwnThread.Run(() =>
        {
            _ = Identity.SetFileSystemUser(Stranger);
            return Must(Capabilities.Read()).Effective;
        });
        Assert.False(effective.Contains(Capability.DacOverride));
        Assert.False(effective.Contains(Capability.Chown));
        Assert.Equal(_root && Must(Capabilities.Read()).Effective.Contains(Capability.Setuid), effective.Contains(Capability.Setuid));
    }

    [Fact]
    public void Supplementary_groups_open_doors()
    {
        if (!_root)
        {
            Assert.Equal(Errno.EPERM, OwnThread.Run(() => Identity.SetGroups([StrangersGroup])));
            return;
        }
        Must(Files.ChmodAt(_temp.Handle, 0x1ed));
        using (var file = _temp.MakeFile("shared", mode: 0x1a0))
            Must(Files.ChownAt(file, 0, StrangersGroup));
        var (without, with) = OwnThread.Run(() =>
        {
            using var first = new Descriptor();
            using var second = new Descriptor();
            Must(Identity.SetGroups([]));
            Must(Identity.SetFileSystemGroup(Stranger));
            Must(Identity.SetFileSystemUser(Stranger));
            var without = Files.OpenAt(_temp.Handle, "shared\0"u8, OpenFlags.ReadOnly, 0, first);
            Must(Identity.SetFileSystemUser(0));
            Must(Identity.SetGroups([StrangersGroup]));
            Must(Identity.SetFileSystemUser(Stranger));
            var with = Files.OpenAt(_temp.Handle, "shared\0"u8, OpenFlags.ReadOnly, 0, second);
            Must(Identity.SetFileSystemUser(0));
            return (without, with);
        });
        Assert.Equal(Errno.EACCES, without);
        Assert.Equal(Errno.None, with);
    }

    [Fact]
    public void What_a_switched_thread_makes_belongs_to_the_user()
    {
        Must(Files.ChmodAt(_temp.Handle, 0x1ff));
        OwnThread.Run(() =>
        {
            using var made = new Descriptor();
            _ = Identity.SetFileSystemGroup(StrangersGroup);
            _ = Identity.SetFileSystemUser(Stranger);
            var error = Files.OpenAt(_temp.Handle, "made\0"u8, OpenFlags.WriteOnly | OpenFlags.Create, 0x1a4, made);
            _ = Identity.SetFileSystemUser(Identity.RealUser);
            return error;
        });
        var status = Must(Files.StatAt(_temp.Handle, "made"));
        Assert.Equal(_root ? (Stranger, StrangersGroup) : (Identity.EffectiveUser, Identity.EffectiveGroup), (status.Uid, status.Gid));
    }

    [Fact]
    public void Path_descriptors_are_changed_as_the_user()
    {
        Must(Files.ChmodAt(_temp.Handle, 0x1ed));
        _temp.MakeFile("file").Dispose();
        using var named = Must(Files.OpenAt(_temp.Handle, "file", OpenFlags.Path));
        var refused = OwnThread.Run(() =>
        {
            _ = Identity.SetFileSystemUser(Stranger);
            return Files.ChmodAt(named, 0x1ff);
        });
        Assert.Equal(_root ? Errno.EPERM : Errno.None, refused);
    }

    [Fact]
    public void A_thread_can_have_an_umask_of_its_own()
    {
        var here = CurrentMask();
        var (before, mode) = OwnThread.Run(() =>
        {
            Must(Identity.UnshareFileSystem());
            var before = Identity.Umask(0x1f);
            using var file = Must(Files.OpenAt(_temp.Handle, "masked", OpenFlags.WriteOnly | OpenFlags.Create, 0x1ff));
            return (before, Must(Files.Fstat(file)).Permissions);
        });
        Assert.Equal(here, before);
        Assert.Equal(0x1e0u, mode);
        Assert.Equal(here, CurrentMask());

        static uint CurrentMask() => OwnThread.Run(() =>
        {
            Must(Identity.UnshareFileSystem());
            return Identity.Umask(0);
        });
    }
}
