using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Status of files, through statx(2): the one call of the family whose structure is the same on all architectures.
public static unsafe partial class Files
{
    const uint BasicStatus = 0x7ff;

    // glibc before 2.33 does not know the call, and asks about the real uid.
    const nint FaccessAt2Number = 439;

    /// <summary>AT_EACCESS: ask about the identity that file calls use.</summary>
    const int EffectiveAccess = 0x200;

    /// <summary>The status of an open file; O_PATH descriptors too.</summary>
    public static Result<FileStatus> Fstat(SafeHandle target)
    {
        byte nothing = 0;
        Statx status;
        int result;
        do
            result = statx(target, &nothing, (int)AtFlags.EmptyPath, BasicStatus, &status);
        while (Call.Interrupted(result));
        return result == -1 ? Call.LastError : status.ToFileStatus();
    }

    /// <summary>The status of a path; of a link itself with <see cref="AtFlags.NoFollow"/>.</summary>
    public static Result<FileStatus> StatAt(Descriptor directory, string path, AtFlags flags = AtFlags.None)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return StatAt(directory, bytes.Span, flags);
    }

    /// <inheritdoc cref="StatAt(Descriptor, string, AtFlags)"/>
    public static Result<FileStatus> StatAt(Descriptor directory, ReadOnlySpan<byte> path, AtFlags flags = AtFlags.None)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* name = path)
        {
            Statx status;
            int result;
            do
                result = statx(directory, name, (int)flags, BasicStatus, &status);
            while (Call.Interrupted(result));
            return result == -1 ? Call.LastError : status.ToFileStatus();
        }
    }

    /// <summary>Whether the thread's own fsuid, fsgid and groups may use a file: faccessat2(2) of Linux 5.8; O_PATH descriptors too.</summary>
    /// <param name="rights">Read 4, write 2, execute 1.</param>
    public static Errno AccessAt(Descriptor target, uint rights)
    {
        byte nothing = 0;
        return Call.Outcome((int)faccessat2(FaccessAt2Number, target, &nothing, (int)rights, (int)AtFlags.EmptyPath | EffectiveAccess));
    }

    /// <summary>The room on the file system that a path is on.</summary>
    public static Result<FileSystemSpace> Statfs(string path)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return Statfs(bytes.Span);
    }

    /// <inheritdoc cref="Statfs(string)"/>
    public static Result<FileSystemSpace> Statfs(ReadOnlySpan<byte> path)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* name = path)
        {
            FileSystemSpace space;
            int result;
            do
                result = statfs(name, &space);
            while (Call.Interrupted(result));
            return result == -1 ? Call.LastError : space;
        }
    }

    /// <summary>The room on the file system that an open file is on; O_PATH descriptors too.</summary>
    public static Result<FileSystemSpace> Fstatfs(SafeHandle target)
    {
        FileSystemSpace space;
        int result;
        do
            result = fstatfs(target, &space);
        while (Call.Interrupted(result));
        return result == -1 ? Call.LastError : space;
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int statx(SafeHandle directory, byte* path, int flags, uint mask, Statx* status);

    [LibraryImport(Libraries.C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint faccessat2(nint number, Descriptor directory, byte* path, nint mode, nint flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int statfs(byte* path, FileSystemSpace* space);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fstatfs(SafeHandle target, FileSystemSpace* space);
}

/// <summary>struct statx of linux/stat.h: 256 bytes everywhere.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
struct Statx
{
    [FieldOffset(4)] public uint BlockSize;
    [FieldOffset(16)] public uint Links;
    [FieldOffset(20)] public uint Uid;
    [FieldOffset(24)] public uint Gid;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(40)] public ulong Size;
    [FieldOffset(48)] public ulong Blocks;
    [FieldOffset(64)] public StatxTime Accessed;
    [FieldOffset(96)] public StatxTime Changed;
    [FieldOffset(112)] public StatxTime Modified;
    [FieldOffset(136)] public uint DeviceMajor;
    [FieldOffset(140)] public uint DeviceMinor;

    public readonly FileStatus ToFileStatus() => new()
    {
        Mode = Mode,
        Uid = Uid,
        Gid = Gid,
        Size = (long)Size,
        Links = Links,
        Inode = Inode,
        Device = Devices.Combine(DeviceMajor, DeviceMinor),
        Blocks = (long)Blocks,
        BlockSize = BlockSize,
        Accessed = Accessed.ToFileTime(),
        Modified = Modified.ToFileTime(),
        Changed = Changed.ToFileTime(),
    };
}

/// <summary>struct statx_timestamp: 16 bytes, the last four reserved.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
struct StatxTime
{
    [FieldOffset(0)] public long Seconds;
    [FieldOffset(8)] public uint Nanoseconds;

    public readonly FileTime ToFileTime() => new(Seconds, Nanoseconds);
}

static class Devices
{
    /// <summary>makedev(3): the number that stat(2) would have given.</summary>
    public static ulong Combine(uint major, uint minor) =>
        ((ulong)(major & 0xffff_f000) << 32) | ((ulong)(major & 0xfff) << 8) | ((ulong)(minor & 0xffff_ff00) << 12) | (minor & 0xff);
}

/// <summary>struct statfs: 120 bytes on both architectures. Free counts are in <see cref="FragmentSize"/> bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 120)]
public readonly record struct FileSystemSpace
{
    /// <summary>The file system's magic number.</summary>
    [field: FieldOffset(0)] public long Type { get; }
    [field: FieldOffset(16)] public ulong TotalBlocks { get; }
    [field: FieldOffset(24)] public ulong FreeBlocks { get; }

    /// <summary>Free for those who are not root.</summary>
    [field: FieldOffset(32)] public ulong AvailableBlocks { get; }

    /// <summary>Bytes per block counted here.</summary>
    [field: FieldOffset(72)] public long FragmentSize { get; }

    /// <summary>Bytes that an ordinary user may still write.</summary>
    public long AvailableBytes => (long)AvailableBlocks * FragmentSize;

    public long TotalBytes => (long)TotalBlocks * FragmentSize;
}
