using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// Who the calling thread is to the file system, and who the process is. The FileSystem calls are raw system calls that change the
/// calling thread alone (the C library's setgroups would change every thread); they allocate nothing.
/// A thread created while switched inherits the identity, so nothing but native calls may run between switch and return.
/// </summary>
public static unsafe partial class Identity
{
    static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    static readonly nint SetFsUidNumber = Arm ? 151 : 122;
    static readonly nint SetFsGidNumber = Arm ? 152 : 123;
    static readonly nint SetGroupsNumber = Arm ? 159 : 116;

    /// <summary>An id that cannot be set, so that the call only tells what is.</summary>
    const nint Ask = -1;

    /// <summary>The user that the calling thread's file accesses are checked for.</summary>
    public static uint FileSystemUser => (uint)syscall(SetFsUidNumber, Ask, null);

    /// <summary>The group that the calling thread's file accesses are checked for.</summary>
    public static uint FileSystemGroup => (uint)syscall(SetFsGidNumber, Ask, null);

    /// <summary>
    /// setfsuid(2) of the calling thread, verified; EPERM when it did not happen. From 0 to another user the kernel also takes the file
    /// capabilities out of the thread's effective set, and gives them back on the way to 0.
    /// </summary>
    public static Errno SetFileSystemUser(uint uid)
    {
        _ = syscall(SetFsUidNumber, (nint)uid, null);
        return FileSystemUser == uid ? Errno.None : Errno.EPERM;
    }

    /// <summary>setfsgid(2) of the calling thread, verified; EPERM when it did not happen.</summary>
    public static Errno SetFileSystemGroup(uint gid)
    {
        _ = syscall(SetFsGidNumber, (nint)gid, null);
        return FileSystemGroup == gid ? Errno.None : Errno.EPERM;
    }

    /// <summary>setgroups(2) of the calling thread alone. EINVAL above 65536 groups.</summary>
    public static Errno SetGroups(ReadOnlySpan<uint> groups)
    {
        fixed (uint* list = groups)
            return Call.Outcome(syscall(SetGroupsNumber, groups.Length, list));
    }

    /// <summary>getgroups(2) of the calling thread; how many there are. EINVAL when there is too little room.</summary>
    public static Result<int> GetGroups(Span<uint> into)
    {
        fixed (uint* list = into)
            return Call.Count(getgroups(into.Length, list));
    }

    /// <summary>The supplementary groups of the calling thread.</summary>
    public static uint[] GetGroups()
    {
        var groups = new uint[Math.Max(0, getgroups(0, null))];
        var count = GetGroups(groups);
        return count.Ok ? groups[..count.Value] : [];
    }

    public static uint RealUser => getuid();
    public static uint RealGroup => getgid();
    public static uint EffectiveUser => geteuid();
    public static uint EffectiveGroup => getegid();

    /// <summary>setresuid(2) of every thread, for good when all three leave 0. Only at start, before threads switch.</summary>
    public static Errno SetProcessUser(uint uid) => Call.Outcome(setresuid(uid, uid, uid));

    /// <summary>setresgid(2) of every thread. Only at start, before threads switch.</summary>
    public static Errno SetProcessGroup(uint gid) => Call.Outcome(setresgid(gid, gid, gid));

    /// <summary>setgroups(2) of every thread. Only at start, before threads switch.</summary>
    public static Errno SetProcessGroups(ReadOnlySpan<uint> groups)
    {
        fixed (uint* list = groups)
            return Call.Outcome(setgroups((nuint)groups.Length, list));
    }

    /// <summary>unshare(CLONE_FS): from now on the calling thread has an umask and a working directory of its own.</summary>
    public static Errno UnshareFileSystem() => Call.Outcome(unshare(0x200));

    /// <summary>umask(2) of the calling thread and all it shares it with; the one before.</summary>
    public static uint Umask(uint mask) => umask(mask);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint syscall(nint number, nint argument, uint* list);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int getgroups(int size, uint* list);

    [LibraryImport(Libraries.C)]
    private static partial uint getuid();

    [LibraryImport(Libraries.C)]
    private static partial uint getgid();

    [LibraryImport(Libraries.C)]
    private static partial uint geteuid();

    [LibraryImport(Libraries.C)]
    private static partial uint getegid();

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int setresuid(uint real, uint effective, uint saved);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int setresgid(uint real, uint effective, uint saved);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int setgroups(nuint size, uint* list);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport(Libraries.C)]
    private static partial uint umask(uint mask);
}
