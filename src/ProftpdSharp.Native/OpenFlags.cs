using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>open(2) flags, by x86_64's numbers. O_CLOEXEC is always set and so has no name here.</summary>
[Flags]
public enum OpenFlags
{
    ReadOnly = 0,
    WriteOnly = 1,
    ReadWrite = 2,
    Create = 0x40,
    Exclusive = 0x80,
    NoControllingTerminal = 0x100,
    Truncate = 0x200,
    Append = 0x400,
    NonBlocking = 0x800,
    DataSync = 0x1000,
    Direct = 0x4000,
    Directory = 0x1_0000,
    NoFollow = 0x2_0000,
    NoAccessTime = 0x4_0000,
    Sync = 0x10_1000,

    /// <summary>O_PATH: names the file without opening it, which needs no permission on the file itself.</summary>
    Path = 0x20_0000,

    /// <summary>O_TMPFILE: a file without a name in the directory given.</summary>
    Unnamed = 0x41_0000,
}

/// <summary>openat2(2): how a path may be followed.</summary>
[Flags]
public enum ResolveFlags : ulong
{
    None = 0,

    /// <summary>Mount points are not crossed.</summary>
    NoMounts = 0x01,

    /// <summary>Links of /proc that jump to any file are refused with ELOOP.</summary>
    NoMagicLinks = 0x02,

    /// <summary>Symbolic links are refused with ELOOP.</summary>
    NoSymbolicLinks = 0x04,

    /// <summary>Leaving the directory is refused with EXDEV.</summary>
    Beneath = 0x08,

    /// <summary>The directory is "/" for absolute paths, absolute links and "..": a chroot for one call.</summary>
    InRoot = 0x10,

    /// <summary>Only what the kernel has in its cache; EAGAIN otherwise.</summary>
    Cached = 0x20,
}

/// <summary>AT_ flags of the calls that take a directory and a path.</summary>
[Flags]
public enum AtFlags
{
    None = 0,

    /// <summary>The link itself, not what it points to.</summary>
    NoFollow = 0x100,

    /// <summary>unlinkat: remove a directory.</summary>
    RemoveDirectory = 0x200,

    /// <summary>linkat: follow the old path when it is a symbolic link.</summary>
    Follow = 0x400,

    /// <summary>With an empty path: the descriptor itself.</summary>
    EmptyPath = 0x1000,
}

static class OpenFlagBits
{
    const int CloseOnExec = 0x8_0000;

    static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>The numbers of the running architecture: three flags have other bits on aarch64.</summary>
    public static int ForKernel(OpenFlags flags)
    {
        var bits = (int)flags | CloseOnExec;
        if (!Arm)
            return bits;
        const OpenFlags moved = OpenFlags.Directory | OpenFlags.NoFollow | OpenFlags.Direct;
        bits &= ~(int)moved;
        if ((flags & OpenFlags.Directory) != 0)
            bits |= 0x4000;
        if ((flags & OpenFlags.NoFollow) != 0)
            bits |= 0x8000;
        if ((flags & OpenFlags.Direct) != 0)
            bits |= 0x1_0000;
        return bits;
    }
}
