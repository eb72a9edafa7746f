using ProftpdSharp.Native;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>The calls that are made on switched threads, made there; run in a fresh process by <see cref="ChildProgram"/>.</summary>
static class SwitchedCalls
{
    const uint Stranger = 12345;

    /// <summary>Bytes of managed memory that the very first round of calls takes, after everything was bound.</summary>
    public static long AllocatedByFirstRound(string directory)
    {
        Libraries.BindAll();
        using var opened = Files.Open(directory, OpenFlags.ReadOnly | OpenFlags.Directory).Value!;
        return OwnThread.Run(() =>
        {
            using var file = new Descriptor();
            uint[] groups = [1, 2, 3];
            var (user, group) = (Identity.RealUser, Identity.RealGroup);
            _ = Identity.UnshareFileSystem();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Round(opened, file, groups);
            var after = GC.GetAllocatedBytesForCurrentThread();
            _ = Identity.SetFileSystemUser(user);
            _ = Identity.SetFileSystemGroup(group);
            return after - before;
        });
    }

    static void Round(Descriptor directory, Descriptor opened, uint[] groups)
    {
        Span<byte> text = stackalloc byte[512];
        long offset = 0;
        _ = Identity.SetGroups(groups);
        _ = Identity.SetFileSystemGroup(Stranger);
        _ = Identity.Umask(0);
        _ = Files.OpenAt2(directory, "file\0"u8, OpenFlags.ReadWrite | OpenFlags.Create, 0x180, ResolveFlags.InRoot, opened);
        _ = Identity.SetFileSystemUser(Stranger);
        _ = Files.StatAt(directory, "none\0"u8);
        _ = Files.Fstat(directory);
        _ = Files.Fstatfs(directory);
        _ = Files.Mkdirat(directory, "directory\0"u8, 0x1c0);
        _ = Files.Unlinkat(directory, "none\0"u8);
        _ = Files.Renameat(directory, "none\0"u8, directory, "none2\0"u8);
        _ = Files.Linkat(directory, "none\0"u8, directory, "none2\0"u8);
        _ = Files.Symlinkat("none\0"u8, directory, "link\0"u8);
        _ = Files.Readlinkat(directory, "link\0"u8, text);
        _ = Files.Getdents64(directory, text);
        _ = Files.ChmodAt(opened, 0x1ff);
        _ = Files.Fchmod(opened, 0x180);
        _ = Files.ChownAt(opened, 1, 1);
        _ = Files.UtimensAt(opened, FileTime.Now, FileTime.Now);
        _ = Files.Write(opened, "text"u8);
        _ = Files.Pread(opened, text, 0);
        _ = Files.Lseek(opened, 0, SeekFrom.Start);
        _ = Files.Read(opened, text);
        _ = Files.Sendfile(opened, opened, ref offset, 1);
        _ = Files.Ftruncate(opened, 0);
        _ = Files.Lock(opened, LockKind.Exclusive);
    }
}
