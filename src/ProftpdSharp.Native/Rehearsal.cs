namespace ProftpdSharp.Native;

/// <summary>
/// Makes every call that a switched thread may make, once, on nothing: on no descriptor and on the empty path, which the kernel refuses
/// before it does anything. Only a call binds its C function (Marshal.Prelink does not, for functions that need no marshalling).
/// </summary>
static class Rehearsal
{
    public static void Run()
    {
        using var nothing = Descriptor.Borrow(-1);
        Open(nothing);
        Names(nothing);
        Attributes(nothing);
        Contents(nothing);
        Identities();
    }

    static void Open(Descriptor nothing)
    {
        using var opened = new Descriptor();
        _ = Files.OpenAt2(nothing, "\0"u8, OpenFlags.Path, 0, ResolveFlags.InRoot, opened);
        _ = Files.Reopen(nothing, OpenFlags.Path, opened);
        _ = Files.StatAt(nothing, "\0"u8);
        _ = Files.Fstat(nothing);
        _ = Files.Statfs("\0"u8);
        _ = Files.Fstatfs(nothing);
        // The one call that succeeds, and closes: "/" can always be named.
        _ = Files.Open("/\0"u8, OpenFlags.Path, 0, opened);
    }

    static void Names(Descriptor nothing)
    {
        Span<byte> room = stackalloc byte[8];
        _ = Files.Mkdirat(nothing, "\0"u8, 0);
        _ = Files.Unlinkat(nothing, "\0"u8);
        _ = Files.Renameat(nothing, "\0"u8, nothing, "\0"u8);
        _ = Files.Linkat(nothing, "\0"u8, nothing, "\0"u8);
        _ = Files.Symlinkat("\0"u8, nothing, "\0"u8);
        _ = Files.Readlinkat(nothing, "\0"u8, room);
        _ = Files.Getdents64(nothing, room);
    }

    static void Attributes(Descriptor nothing)
    {
        _ = Files.ChmodAt(nothing, 0);
        _ = Files.Fchmod(nothing, 0);
        _ = Files.ChownAt(nothing, Files.UnchangedOwner, Files.UnchangedOwner);
        _ = Files.UtimensAt(nothing, FileTime.Unchanged, FileTime.Unchanged);
        _ = Files.Listxattr(nothing, []);
        _ = Files.Getxattr(nothing, "\0"u8, []);
    }

    static void Contents(Descriptor nothing)
    {
        long offset = 0;
        _ = Files.Read(nothing, []);
        _ = Files.Write(nothing, []);
        _ = Files.Pread(nothing, [], 0);
        _ = Files.Pwrite(nothing, [], 0);
        _ = Files.Lseek(nothing, 0, SeekFrom.Current);
        _ = Files.Ftruncate(nothing, 0);
        _ = Files.Fallocate(nothing, 0, 1, keepSize: true);
        _ = Files.Fsync(nothing);
        _ = Files.Sendfile(nothing, nothing, ref offset, 0);
        _ = Files.Lock(nothing, LockKind.None);
        _ = Files.Flock(nothing, LockKind.None);
        _ = Files.SetNonBlocking(nothing, true);
    }

    static void Identities()
    {
        _ = Identity.SetFileSystemGroup(Identity.FileSystemGroup);
        _ = Identity.SetFileSystemUser(Identity.FileSystemUser);
        _ = Identity.GetGroups([]);
        // The umask is the whole process's, but for a thread that asked for its own.
        var thread = new Thread(() =>
        {
            if (Identity.UnshareFileSystem() == Errno.None)
                _ = Identity.Umask(0);
        });
        thread.Start();
        thread.Join();
    }
}
