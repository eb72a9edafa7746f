using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>
/// Everything that runs on an identity-switched thread: native calls on prepared bytes and descriptors. Nothing here may allocate, log,
/// wait for managed code or start anything. Paths never leave the jail: the kernel resolves each below the root's descriptor, and calls that
/// have no such form are made on the O_PATH descriptor of the file or of its directory.
/// </summary>
static class JailedCalls
{
    const ResolveFlags InJail = ResolveFlags.InRoot | ResolveFlags.NoMagicLinks;

    /// <summary>Names what the path leads to, links followed.</summary>
    public static Errno Find(JailedPath path) => Files.OpenAt2(path.Root, path.Whole, OpenFlags.Path, 0, InJail, path.Target);

    /// <summary>Names what the path leads to; a link in the last place itself.</summary>
    public static Errno FindLink(JailedPath path) =>
        Files.OpenAt2(path.Root, path.Whole, OpenFlags.Path | OpenFlags.NoFollow, 0, InJail, path.Target);

    /// <summary>Names the directory that the path leads to.</summary>
    public static Errno FindDirectory(JailedPath path) =>
        Files.OpenAt2(path.Root, path.Whole, OpenFlags.Path | OpenFlags.Directory, 0, InJail, path.Target);

    public static Result<FileStatus> Status(JailedPath path)
    {
        var error = Find(path);
        return error == Errno.None ? Files.Fstat(path.Target) : error;
    }

    /// <summary>Fills in one status for each path.</summary>
    public static Errno Statuses((JailedPath[] Paths, Result<FileStatus>[] Statuses) call)
    {
        for (var i = 0; i < call.Paths.Length; i++)
            call.Statuses[i] = Status(call.Paths[i]);
        return Errno.None;
    }

    public static Result<FileStatus> LinkStatus(JailedPath path)
    {
        var error = FindLink(path);
        return error == Errno.None ? Files.Fstat(path.Target) : error;
    }

    /// <summary>The bits rwx that the kernel grants on what the path leads to.</summary>
    public static Result<uint> Rights(JailedPath path)
    {
        var error = Find(path);
        if (error != Errno.None)
            return error;
        var granted = 0u;
        for (var bit = 4u; bit > 0; bit >>= 1)
        {
            if (Files.AccessAt(path.Target, bit) == Errno.None)
                granted |= bit;
        }
        return granted;
    }

    /// <summary>The length of a link's text, put into <see cref="JailedPath.Text"/>.</summary>
    public static Result<int> ReadLink(JailedPath path)
    {
        var error = FindLink(path);
        return error == Errno.None ? Files.Readlinkat(path.Target, "\0"u8, path.Text) : error;
    }

    /// <summary>
    /// Names the longest part of the path that exists. Shortens <see cref="JailedPath.Whole"/> for it; the length of the part that exists.
    /// </summary>
    public static Result<int> FindBest(JailedPath path)
    {
        var whole = path.Whole.AsSpan();
        while (true)
        {
            var error = Files.OpenAt2(path.Root, whole, OpenFlags.Path, 0, InJail, path.Target);
            var slash = whole.LastIndexOf((byte)'/');
            if (error == Errno.None)
                return whole.Length - 1;
            if (slash < 0 || whole.Length <= 2)
                return error;
            // "/a/b" becomes "/a", and "/a" becomes "/".
            whole = whole[..(Math.Max(slash, 1) + 1)];
            whole[^1] = 0;
        }
    }

    public static Result<FileStatus> Open(OpenRequest request)
    {
        var path = request.Path;
        // Without NonBlocking a FIFO would hold the worker until somebody opens its other end; what is not opened has no use for it.
        var flags = request.Flags.HasFlag(OpenFlags.Path) ? request.Flags : request.Flags | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;
        var error = Files.OpenAt2(path.Root, path.Whole, flags, request.Mode, InJail, path.Target);
        return error == Errno.None ? Files.Fstat(path.Target) : error;
    }

    public static Errno MakeDirectory(OpenRequest request)
    {
        var path = request.Path;
        if (path.IsRoot)
            return Errno.EEXIST;
        var error = FindParent(path);
        return error == Errno.None ? Files.Mkdirat(path.Parent, path.Name, request.Mode) : error;
    }

    public static Errno MakeLink(JailedPath path)
    {
        if (path.IsRoot)
            return Errno.EEXIST;
        var error = FindParent(path);
        return error == Errno.None ? Files.Symlinkat(path.Text, path.Parent, path.Name) : error;
    }

    public static Errno RemoveDirectory(JailedPath path)
    {
        if (path.IsRoot)
            return Errno.EBUSY;
        var error = FindParent(path);
        return error == Errno.None ? Files.Unlinkat(path.Parent, path.Name, AtFlags.RemoveDirectory) : error;
    }

    public static Errno Unlink(JailedPath path)
    {
        if (path.IsRoot)
            return Errno.EISDIR;
        var error = FindParent(path);
        return error == Errno.None ? Files.Unlinkat(path.Parent, path.Name) : error;
    }

    public static Errno Rename((JailedPath From, JailedPath To, RenameFlags Flags) call)
    {
        var (from, to, flags) = call;
        if (to.IsRoot)
            return Errno.EBUSY;
        var error = from.IsRoot ? Errno.None : FindParent(from);
        if (error == Errno.None)
            error = FindParent(to);
        // The kernel looks at the way to the new name before it finds that a root does not move.
        if (error == Errno.None && from.IsRoot)
            return Files.StatAt(to.Parent, to.Name, AtFlags.NoFollow).Error == Errno.EACCES ? Errno.EACCES : Errno.EBUSY;
        return error == Errno.None ? Files.Renameat2(from.Parent, from.Name, to.Parent, to.Name, flags) : error;
    }

    public static Errno ChangeMode((JailedPath Path, uint Mode) call)
    {
        var error = Find(call.Path);
        return error == Errno.None ? Files.ChmodAt(call.Path.Target, call.Mode) : error;
    }

    public static Errno ChangeOwner((JailedPath Path, uint Uid, uint Gid, bool Follow) call)
    {
        var error = call.Follow ? Find(call.Path) : FindLink(call.Path);
        return error == Errno.None ? Files.ChownAt(call.Path.Target, call.Uid, call.Gid) : error;
    }

    public static Errno SetTimes((JailedPath Path, FileTime Accessed, FileTime Modified) call)
    {
        var error = Find(call.Path);
        return error == Errno.None ? Files.UtimensAt(call.Path.Target, call.Accessed, call.Modified) : error;
    }

    public static Result<FileSystemSpace> Space(JailedPath path)
    {
        var error = Find(path);
        return error == Errno.None ? Files.Fstatfs(path.Target) : error;
    }

    /// <summary>Fills a batch with the next entries of its directory and their statuses; how many bytes of names there are, 0 at the end.</summary>
    public static Result<int> ReadEntries(DirectoryBatch batch)
    {
        var filled = Files.Getdents64(batch.Directory, batch.Names);
        if (!filled.Ok)
            return filled;
        var index = 0;
        foreach (var entry in new DirectoryEntries(batch.Names.AsSpan(0, filled.Value)))
            batch.Statuses[index++] = Files.StatAt(batch.Directory, batch.Terminated(entry.Name), AtFlags.NoFollow);
        return filled;
    }

    static Errno FindParent(JailedPath path) =>
        Files.OpenAt2(path.Root, path.Directory, OpenFlags.Path | OpenFlags.Directory, 0, InJail, path.Parent);
}

/// <summary>A path to open or to create.</summary>
/// <param name="Path">The prepared path.</param>
/// <param name="Flags">How to open.</param>
/// <param name="Mode">The permissions of what is created, before the umask.</param>
readonly record struct OpenRequest(JailedPath Path, OpenFlags Flags, uint Mode);
