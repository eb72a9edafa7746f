using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>Resources that can be limited, by Linux's numbers.</summary>
public enum Resource
{
    /// <summary>Seconds of processor time.</summary>
    Cpu = 0,

    /// <summary>Bytes of a file.</summary>
    FileSize = 1,

    /// <summary>Bytes of data segment.</summary>
    Data = 2,

    /// <summary>Bytes of stack.</summary>
    Stack = 3,

    /// <summary>Bytes of a core file.</summary>
    Core = 4,

    /// <summary>Processes and threads of the real user.</summary>
    Processes = 6,

    /// <summary>Open descriptors.</summary>
    OpenFiles = 7,

    /// <summary>Bytes of locked memory.</summary>
    LockedMemory = 8,

    /// <summary>Bytes of address space.</summary>
    AddressSpace = 9,
}

/// <summary>A limit of the process.</summary>
/// <param name="Soft">What holds; <see cref="Infinity"/> for none.</param>
/// <param name="Hard">How far the soft one can be raised without privilege.</param>
public readonly record struct ResourceLimit(ulong Soft, ulong Hard)
{
    public const ulong Infinity = ulong.MaxValue;
}

/// <summary>Limits of the process, and memory that must not reach the swap.</summary>
public static unsafe partial class Resources
{
    public static Result<ResourceLimit> Getrlimit(Resource resource)
    {
        ResourceLimit limit;
        return getrlimit((int)resource, &limit) == -1 ? Call.LastError : limit;
    }

    /// <summary>EPERM when the hard limit would grow without CAP_SYS_RESOURCE.</summary>
    public static Errno Setrlimit(Resource resource, ResourceLimit limit) => Call.Outcome(setrlimit((int)resource, &limit));

    /// <summary>
    /// mlock(2) of pinned or native memory, until it is freed; ENOMEM or EPERM beyond <see cref="Resource.LockedMemory"/>.
    /// </summary>
    public static Errno Mlock(ReadOnlySpan<byte> pinned)
    {
        fixed (byte* address = pinned)
            return Call.Outcome(mlock(address, (nuint)pinned.Length));
    }

    /// <summary>munlock(2): ends <see cref="Mlock"/>, after the memory was zeroed.</summary>
    public static Errno Munlock(ReadOnlySpan<byte> pinned)
    {
        fixed (byte* address = pinned)
            return Call.Outcome(munlock(address, (nuint)pinned.Length));
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int getrlimit(int resource, ResourceLimit* limit);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int setrlimit(int resource, ResourceLimit* limit);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int mlock(byte* address, nuint length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int munlock(byte* address, nuint length);
}
