using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Permissions, owners, times and extended attributes. On a descriptor they work for O_PATH ones too, unless said otherwise.
public static unsafe partial class Files
{
    /// <summary>An owner or group that stays as it is.</summary>
    public const uint UnchangedOwner = uint.MaxValue;

    /// <summary>chmod(2) of the file that a descriptor names, through /proc. EOPNOTSUPP for a symbolic link.</summary>
    public static Errno ChmodAt(Descriptor target, uint mode)
    {
        Span<byte> path = stackalloc byte[ProcPath.Room];
        fixed (byte* name = ProcPath.Write(target, path))
        {
            int result;
            do
                result = fchmodat(Descriptor.WorkingDirectory, name, mode, 0);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>fchmod(2); EBADF for O_PATH.</summary>
    public static Errno Fchmod(SafeHandle target, uint mode)
    {
        int result;
        do
            result = fchmod(target, mode);
        while (Call.Interrupted(result));
        return Call.Outcome(result);
    }

    /// <summary>Changes owner and group of the file that a descriptor names; a link's own when it names a link.</summary>
    public static Errno ChownAt(Descriptor target, uint uid, uint gid) => ChownAt(target, "\0"u8, uid, gid, AtFlags.EmptyPath);

    /// <summary>fchownat(2); a link's own with <see cref="AtFlags.NoFollow"/>.</summary>
    public static Errno ChownAt(Descriptor directory, string path, uint uid, uint gid, AtFlags flags)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return ChownAt(directory, bytes.Span, uid, gid, flags);
    }

    /// <inheritdoc cref="ChownAt(Descriptor, string, uint, uint, AtFlags)"/>
    public static Errno ChownAt(Descriptor directory, ReadOnlySpan<byte> path, uint uid, uint gid, AtFlags flags)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* name = path)
        {
            int result;
            do
                result = fchownat(directory, name, uid, gid, (int)flags);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>Sets the times of the file that a descriptor names, through /proc.</summary>
    public static Errno UtimensAt(Descriptor target, FileTime accessed, FileTime modified)
    {
        Span<byte> path = stackalloc byte[ProcPath.Room];
        return UtimensAt(Descriptor.WorkingDirectory, ProcPath.Write(target, path), accessed, modified, AtFlags.None);
    }

    /// <summary>utimensat(2); a link's own with <see cref="AtFlags.NoFollow"/>.</summary>
    public static Errno UtimensAt(Descriptor directory, string path, FileTime accessed, FileTime modified, AtFlags flags)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return UtimensAt(directory, bytes.Span, accessed, modified, flags);
    }

    /// <inheritdoc cref="UtimensAt(Descriptor, string, FileTime, FileTime, AtFlags)"/>
    public static Errno UtimensAt(Descriptor directory, ReadOnlySpan<byte> path, FileTime accessed, FileTime modified, AtFlags flags)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        var times = stackalloc long[4] { accessed.Seconds, accessed.Nanoseconds, modified.Seconds, modified.Nanoseconds };
        fixed (byte* name = path)
        {
            int result;
            do
                result = utimensat(directory, name, times, (int)flags);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>
    /// The names of a file's extended attributes, each with a NUL after it; the count of bytes. ERANGE when there is too little room.
    /// </summary>
    public static Result<int> Listxattr(Descriptor target, Span<byte> names)
    {
        Span<byte> path = stackalloc byte[ProcPath.Room];
        fixed (byte* name = ProcPath.Write(target, path), room = names)
            return Call.Count(listxattr(name, room, (nuint)names.Length));
    }

    /// <summary>The value of an extended attribute; ENODATA when there is none, ERANGE when there is too little room.</summary>
    /// <param name="attribute">NUL-terminated, for example "system.posix_acl_access\0"u8.</param>
    public static Result<int> Getxattr(Descriptor target, ReadOnlySpan<byte> attribute, Span<byte> value)
    {
        if (!PathBytes.AreTerminated(attribute))
            return Errno.EINVAL;
        Span<byte> path = stackalloc byte[ProcPath.Room];
        fixed (byte* name = ProcPath.Write(target, path), wanted = attribute, room = value)
            return Call.Count(getxattr(name, wanted, room, (nuint)value.Length));
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fchmodat(Descriptor directory, byte* path, uint mode, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fchmod(SafeHandle target, uint mode);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int fchownat(Descriptor directory, byte* path, uint uid, uint gid, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int utimensat(Descriptor directory, byte* path, long* times, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint listxattr(byte* path, byte* names, nuint size);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint getxattr(byte* path, byte* name, byte* value, nuint size);
}
