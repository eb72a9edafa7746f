using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

// What changes names and attributes. A link in the last place is followed by those that change attributes, never by those that change names.
public sealed partial class SessionFiles
{
    /// <summary>An owner or group that stays as it is.</summary>
    public const uint UnchangedOwner = Files.UnchangedOwner;

    /// <summary>The permissions of a new directory before the umask.</summary>
    public const uint NewDirectoryMode = 0x1ff; // 0777

    static Task<Errno> Withheld => Task.FromResult(Errno.EROFS);

    /// <summary>mkdir(2) under the given umask.</summary>
    public async Task<Errno> MakeDirectoryAsync(string path, uint umask, uint mode = NewDirectoryMode)
    {
        if (await GuardAsync(path) is not Errno.None and var denied)
            return denied;
        using var call = new JailedPath(Jail, path);
        return await Workers.RunAsync(Identity, umask, new OpenRequest(call, 0, mode), JailedCalls.MakeDirectory);
    }

    /// <summary>mkdir(2) of a path and before it of all that is missing above. EEXIST when it is there already, and for a link to nothing on the way.</summary>
    public async Task<Errno> MakePathAsync(string path, uint umask)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var error = await MakeDirectoryAsync(path[..slash], umask);
            if (error is not (Errno.None or Errno.EEXIST) || (error == Errno.EEXIST && (await StatusAsync(path[..slash])).Error == Errno.ENOENT))
                return error;
        }

        return await MakeDirectoryAsync(path, umask);
    }

    /// <summary>rmdir(2).</summary>
    public Task<Errno> RemoveDirectoryAsync(string path) => OnGuardedAsync(path, JailedCalls.RemoveDirectory);

    /// <summary>unlink(2).</summary>
    public Task<Errno> UnlinkAsync(string path) => OnGuardedAsync(path, JailedCalls.Unlink);

    /// <summary>renameat2(2); EXDEV across file systems.</summary>
    public async Task<Errno> RenameAsync(string from, string to, RenameFlags flags = RenameFlags.None)
    {
        if (await GuardAsync(from) is not Errno.None and var denied)
            return denied;
        if (await GuardAsync(to) is not Errno.None and var refused)
            return refused;
        using var source = new JailedPath(Jail, from);
        using var target = new JailedPath(Jail, to);
        return await Workers.RunAsync(Identity, null, (source, target, flags), JailedCalls.Rename);
    }

    /// <summary>chmod(2).</summary>
    /// <param name="path">Absolute inside the jail.</param>
    /// <param name="mode">The twelve permission bits.</param>
    public async Task<Errno> ChangeModeAsync(string path, uint mode)
    {
        if (await GuardAsync(path) is not Errno.None and var denied)
            return denied;
        using var call = new JailedPath(Jail, path);
        return await Workers.RunAsync(Identity, null, (call, mode), JailedCalls.ChangeMode);
    }

    /// <summary>chown(2), or lchown(2) when links are not followed; <see cref="UnchangedOwner"/> keeps either.</summary>
    public async Task<Errno> ChangeOwnerAsync(string path, uint uid, uint gid, bool follow = true)
    {
        if (await GuardAsync(path) is not Errno.None and var denied)
            return denied;
        using var call = new JailedPath(Jail, path);
        return await Workers.RunAsync(Identity, null, (call, uid, gid, follow), JailedCalls.ChangeOwner);
    }

    /// <summary>Changes owner and group of an open file, or of what an O_PATH descriptor names.</summary>
    public Task<Errno> ChangeOwnerAsync(Descriptor file, uint uid, uint gid) =>
        Withholds() ? Withheld : Workers.RunAsync(Identity, null, (file, uid, gid), static call => Files.ChownAt(call.file, call.uid, call.gid));

    /// <summary>fchmod(2) of an open file.</summary>
    public Task<Errno> ChangeModeAsync(Descriptor file, uint mode) =>
        Withholds() ? Withheld : Workers.RunAsync(Identity, null, (file, mode), static call => Files.Fchmod(call.file, call.mode));

    /// <summary>utimensat(2).</summary>
    public async Task<Errno> SetTimesAsync(string path, FileTime accessed, FileTime modified)
    {
        if (Withholds())
            return Errno.EROFS;
        using var call = new JailedPath(Jail, path);
        return await Workers.RunAsync(Identity, null, (call, accessed, modified), JailedCalls.SetTimes);
    }
}
