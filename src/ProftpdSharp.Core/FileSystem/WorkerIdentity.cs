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
    readonly uint _umask = OwnUmask();

    /// <summary>Makes the calling thread act as <paramref name="who"/>; verified. A process that is not root stays who it is and succeeds.</summary>
    /// <param name="who">Whose uid, gid and capabilities count.</param>
    /// <param name="groups">The groups of <paramref name="who"/>, where the kernel can read them.</param>
    /// <returns>Why not; the thread is then as it was before.</returns>
    public Errno Take(FileIdentity who, ReadOnlySpan<uint> groups)
    {
        if (!_isRoot)
            return Errno.None;
        var error = Identity.SetGroups(groups[..Math.Min(groups.Length, MostGroups)]);
        if (error == Errno.None)
            error = Identity.SetFileSystemGroup(who.Gid);
        if (error == Errno.None)
            error = Identity.SetFileSystemUser(who.Uid);
        if (error == Errno.None && who.Capabilities != CapabilitySet.Empty)
            error = Capabilities.Raise(who.Capabilities);
        if (error != Errno.None)
            Return();
        return error;
    }

    /// <summary>Gives the calling thread, and no other, an umask.</summary>
    public static void TakeUmask(uint mask)
    {
        // Whoever completes a call may make a thread of the thread pool, and that shares the umask with its maker until the maker takes its own.
        Unshare();
        _ = Identity.Umask(mask);
    }

    /// <summary>Gives the calling thread the server's umask again: threads that are made on it from now on have it, too.</summary>
    public void ReturnUmask() => _ = Identity.Umask(_umask);

    static uint OwnUmask()
    {
        // The umask belongs to the process until a thread asks for its own.
        Unshare();
        var present = Identity.Umask(0);
        _ = Identity.Umask(present);
        return present;
    }

    static void Unshare()
    {
        var error = Identity.UnshareFileSystem();
        if (error != Errno.None)
            Environment.FailFast($"A file worker could not have an umask of its own: {error}.");
    }

    /// <summary>Makes the calling thread the server's own again, or ends the process: no other session may run as this user.</summary>
    public void Return()
    {
        if (!_isRoot)
            return;
        // The user first: only root may set groups. The kernel makes the capabilities root's again on the way.
        if (Identity.SetFileSystemUser(_uid) != Errno.None
            || Identity.SetFileSystemGroup(_gid) != Errno.None
            || Identity.SetGroups(_groups) != Errno.None)
        {
            Environment.FailFast("A file worker could not give a user's identity back.");
        }
    }
}
