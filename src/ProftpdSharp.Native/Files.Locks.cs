using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Locks, and the flags of open files.
public static unsafe partial class Files
{
    const int GetFlagsCommand = 3;
    const int SetFlagsCommand = 4;

    /// <summary>
    /// A byte-range lock that belongs to the open file (F_OFD_SETLK): closing another descriptor of the file does not lose it, and it
    /// shuts out other sessions of this process as well as other programs' fcntl locks.
    /// </summary>
    /// <param name="length">Bytes; 0 is to the end, however far that moves.</param>
    /// <returns>EAGAIN when somebody else has it and <paramref name="wait"/> is false.</returns>
    public static Errno Lock(SafeHandle target, LockKind kind, long start = 0, long length = 0, bool wait = false) =>
        SetLock(target, wait ? 38 : 37, kind, start, length);

    /// <summary>A byte-range lock that belongs to the process (F_SETLK): lost as soon as any descriptor of the file is closed.</summary>
    /// <inheritdoc cref="Lock" path="/param"/>
    /// <returns>EAGAIN or EACCES when another process has it and <paramref name="wait"/> is false.</returns>
    public static Errno LockForProcess(SafeHandle target, LockKind kind, long start = 0, long length = 0, bool wait = false) =>
        SetLock(target, wait ? 7 : 6, kind, start, length);

    /// <summary>flock(2): the whole file, and blind to byte-range locks.</summary>
    /// <returns>EAGAIN when somebody else has it and <paramref name="wait"/> is false.</returns>
    public static Errno Flock(SafeHandle target, LockKind kind, bool wait = false)
    {
        var operation = kind switch { LockKind.Shared => 1, LockKind.Exclusive => 2, _ => 8 };
        int result;
        do
            result = flock(target, operation | (wait ? 0 : 4));
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    /// <summary>Sets or clears O_NONBLOCK of the open file, which all its descriptors share.</summary>
    public static Errno SetNonBlocking(SafeHandle target, bool nonBlocking)
    {
        var flags = fcntl(target, GetFlagsCommand, 0);
        if (flags == -1)
            return Call.LastError;
        const int bit = (int)OpenFlags.NonBlocking;
        return Call.Outcome(fcntl(target, SetFlagsCommand, nonBlocking ? flags | bit : flags & ~bit));
    }

    static Errno SetLock(SafeHandle target, int command, LockKind kind, long start, long length)
    {
        var range = new LockRange { Kind = (short)kind, Start = start, Length = length };
        int result;
        do
            result = fcntlLock(target, command, &range);
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    /// <summary>struct flock: offsets count from the start (l_whence 0) and the process id, which must be 0, is at 24.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    struct LockRange
    {
        [FieldOffset(0)] public short Kind;
        [FieldOffset(8)] public long Start;
        [FieldOffset(16)] public long Length;
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fcntl(SafeHandle target, int command, nint argument);

    [LibraryImport(Libraries.C, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int fcntlLock(SafeHandle target, int command, LockRange* range);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int flock(SafeHandle target, int operation);
}

/// <summary>What a lock shuts out, by F_RDLCK and its kin.</summary>
public enum LockKind : short
{
    /// <summary>Writers.</summary>
    Shared = 0,

    /// <summary>Everybody else.</summary>
    Exclusive = 1,

    /// <summary>Nobody: gives the lock back.</summary>
    None = 2,
}
