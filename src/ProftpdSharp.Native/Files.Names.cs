using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Making, removing, renaming and linking names.
public static unsafe partial class Files
{
    /// <summary>mkdirat(2); the umask of the calling thread and default ACLs apply to <paramref name="mode"/>.</summary>
    public static Errno Mkdirat(Descriptor directory, string path, uint mode)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return Mkdirat(directory, bytes.Span, mode);
    }

    /// <inheritdoc cref="Mkdirat(Descriptor, string, uint)"/>
    public static Errno Mkdirat(Descriptor directory, ReadOnlySpan<byte> path, uint mode)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* name = path)
        {
            int result;
            do
                result = mkdirat(directory, name, mode);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>unlinkat(2): a file, or with <see cref="AtFlags.RemoveDirectory"/> an empty directory.</summary>
    public static Errno Unlinkat(Descriptor directory, string path, AtFlags flags = AtFlags.None)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return Unlinkat(directory, bytes.Span, flags);
    }

    /// <inheritdoc cref="Unlinkat(Descriptor, string, AtFlags)"/>
    public static Errno Unlinkat(Descriptor directory, ReadOnlySpan<byte> path, AtFlags flags = AtFlags.None)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* name = path)
        {
            int result;
            do
                result = unlinkat(directory, name, (int)flags);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>renameat(2): replaces what has the new name.</summary>
    public static Errno Renameat(Descriptor oldDirectory, string oldPath, Descriptor newDirectory, string newPath) =>
        Renameat2(oldDirectory, oldPath, newDirectory, newPath, RenameFlags.None);

    /// <inheritdoc cref="Renameat(Descriptor, string, Descriptor, string)"/>
    public static Errno Renameat(
        Descriptor oldDirectory, ReadOnlySpan<byte> oldPath, Descriptor newDirectory, ReadOnlySpan<byte> newPath) =>
        Renameat2(oldDirectory, oldPath, newDirectory, newPath, RenameFlags.None);

    /// <summary>renameat2(2). A file system that lacks a flag says EINVAL.</summary>
    public static Errno Renameat2(Descriptor oldDirectory, string oldPath, Descriptor newDirectory, string newPath, RenameFlags flags)
    {
        using var oldBytes = new PathBytes(oldPath, stackalloc byte[PathBytes.OnStack]);
        using var newBytes = new PathBytes(newPath, stackalloc byte[PathBytes.OnStack]);
        return Renameat2(oldDirectory, oldBytes.Span, newDirectory, newBytes.Span, flags);
    }

    /// <inheritdoc cref="Renameat2(Descriptor, string, Descriptor, string, RenameFlags)"/>
    public static Errno Renameat2(
        Descriptor oldDirectory, ReadOnlySpan<byte> oldPath, Descriptor newDirectory, ReadOnlySpan<byte> newPath, RenameFlags flags)
    {
        if (!PathBytes.AreTerminated(oldPath) || !PathBytes.AreTerminated(newPath))
            return Errno.EINVAL;
        fixed (byte* oldName = oldPath, newName = newPath)
        {
            int result;
            do
                result = renameat2(oldDirectory, oldName, newDirectory, newName, (uint)flags);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>linkat(2): another name for a file. <see cref="AtFlags.Follow"/> links what a symbolic link points to.</summary>
    public static Errno Linkat(
        Descriptor oldDirectory, string oldPath, Descriptor newDirectory, string newPath, AtFlags flags = AtFlags.None)
    {
        using var oldBytes = new PathBytes(oldPath, stackalloc byte[PathBytes.OnStack]);
        using var newBytes = new PathBytes(newPath, stackalloc byte[PathBytes.OnStack]);
        return Linkat(oldDirectory, oldBytes.Span, newDirectory, newBytes.Span, flags);
    }

    /// <inheritdoc cref="Linkat(Descriptor, string, Descriptor, string, AtFlags)"/>
    public static Errno Linkat(
        Descriptor oldDirectory, ReadOnlySpan<byte> oldPath, Descriptor newDirectory, ReadOnlySpan<byte> newPath,
        AtFlags flags = AtFlags.None)
    {
        if (!PathBytes.AreTerminated(oldPath) || !PathBytes.AreTerminated(newPath))
            return Errno.EINVAL;
        fixed (byte* oldName = oldPath, newName = newPath)
        {
            int result;
            do
                result = linkat(oldDirectory, oldName, newDirectory, newName, (int)flags);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>symlinkat(2): a link at <paramref name="path"/> that holds <paramref name="target"/>.</summary>
    public static Errno Symlinkat(string target, Descriptor directory, string path)
    {
        using var targetBytes = new PathBytes(target, stackalloc byte[PathBytes.OnStack]);
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        return Symlinkat(targetBytes.Span, directory, bytes.Span);
    }

    /// <inheritdoc cref="Symlinkat(string, Descriptor, string)"/>
    public static Errno Symlinkat(ReadOnlySpan<byte> target, Descriptor directory, ReadOnlySpan<byte> path)
    {
        if (!PathBytes.AreTerminated(target) || !PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* text = target, name = path)
        {
            int result;
            do
                result = symlinkat(text, directory, name);
            while (Call.Interrupted(result));
            return Call.Outcome(result);
        }
    }

    /// <summary>readlinkat(2). An empty path reads the link that an O_PATH descriptor names.</summary>
    public static Result<string> Readlinkat(Descriptor directory, string path)
    {
        using var bytes = new PathBytes(path, stackalloc byte[PathBytes.OnStack]);
        Span<byte> text = stackalloc byte[4096];
        var length = Readlinkat(directory, bytes.Span, text);
        return length.Ok ? ByteStrings.FromBytes(text[..length.Value]) : length.Error;
    }

    /// <summary>readlinkat(2) into <paramref name="text"/>; the count of bytes, which may have been cut to the room there was.</summary>
    public static Result<int> Readlinkat(Descriptor directory, ReadOnlySpan<byte> path, Span<byte> text)
    {
        if (!PathBytes.AreTerminated(path))
            return Errno.EINVAL;
        fixed (byte* name = path, room = text)
        {
            nint result;
            do
                result = readlinkat(directory, name, room, (nuint)text.Length);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int mkdirat(Descriptor directory, byte* path, uint mode);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int unlinkat(Descriptor directory, byte* path, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int renameat2(
        Descriptor oldDirectory, byte* oldPath, Descriptor newDirectory, byte* newPath, uint flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int linkat(Descriptor oldDirectory, byte* oldPath, Descriptor newDirectory, byte* newPath, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int symlinkat(byte* target, Descriptor directory, byte* path);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint readlinkat(Descriptor directory, byte* path, byte* text, nuint size);
}

/// <summary>renameat2(2) flags.</summary>
[Flags]
public enum RenameFlags : uint
{
    None = 0,

    /// <summary>EEXIST when the new name is taken.</summary>
    NoReplace = 1,

    /// <summary>The two names change places.</summary>
    Exchange = 2,
}
