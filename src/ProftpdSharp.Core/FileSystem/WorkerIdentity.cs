using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>
/// The only place where a thread becomes somebody else to the file system. Between <see cref="Take"/> and <see cref="Return"/> nothing but
/// native calls may run: a thread that is created meanwhile, one of the runtime's own included, would keep the identity.
/// </summary>
sealed class WorkerIdentity
{
    /// <summary>Linux' NGROUPS_MAX.</summary>
    const int MostGroups = 65536;

    readonly uint _uid = Identity.FileSystemUser;
    readonly uint _gid = Identity.FileSystemGroup;
    readonly uint[] _groups = Identity.GetGroups();
    readonly bool _isRoot = Identity.EffectiveUser == 0;

    /// <summary>Makes the calling thread act as <paramref name="uid"/>; verified. A process that is not root stays who it is and succeeds.</summary>
    /// <returns>Why not; the thread is then as it was before.</returns>
    public Errno Take(uint uid, uint gid, ReadOnlySpan<uint> groups)
    {
        if (!_isRoot)
            return Errno.None;
        var error = Identity.SetGroups(groups[..Math.Min(groups.Length, MostGroups)]);
        if (error == Errno.None)
            error = Identity.SetFileSystemGroup(gid);
        if (error == Errno.None)
            error = Identity.SetFileSystemUser(uid);
        if (error != Errno.None)
            Return();
        return error;
    }

    /// <summary>Makes the calling thread the server's own again, or ends the process: no other session may run as this user.</summary>
    public void Return()
    {
        if (!_isRoot)
            return;
        // The user first: only root may set groups.
        if (Identity.SetFileSystemUser(_uid) != Errno.None
            || Identity.SetFileSystemGroup(_gid) != Errno.None
            || Identity.SetGroups(_groups) != Errno.None)
        {
            Environment.FailFast("A file worker could not give a user's identity back.");
        }
    }
}
