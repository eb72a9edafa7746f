using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Listing directories.
public static unsafe partial class Files
{
    static readonly nint GetDentsNumber = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 61 : 217;

    /// <summary>
    /// getdents64(2): fills <paramref name="into"/> with the next entries, to be read by <see cref="DirectoryEntries"/>; the count of
    /// bytes, 0 at the end. EINVAL when not one entry fits (300 bytes always suffice); ENOENT when the directory was removed.
    /// </summary>
    public static Result<int> Getdents64(Descriptor directory, Span<byte> into)
    {
        fixed (byte* room = into)
        {
            nint result;
            do
                result = getdents64(GetDentsNumber, directory, room, into.Length);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    [LibraryImport(Libraries.C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint getdents64(nint number, Descriptor directory, byte* into, nint size);
}

/// <summary>Walks over what <see cref="Files.Getdents64"/> filled in; allocates nothing. "." and ".." are among the entries.</summary>
public ref struct DirectoryEntries
{
    // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name and NUL and padding.
    const int LengthAt = 16;
    const int KindAt = 18;
    const int NameAt = 19;

    ReadOnlySpan<byte> _rest;

    /// <param name="filled">Exactly the bytes that the call counted.</param>
    public DirectoryEntries(ReadOnlySpan<byte> filled) => _rest = filled;

    public DirectoryEntry Current { get; private set; }

    public readonly DirectoryEntries GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var length = BitConverter.ToUInt16(_rest[LengthAt..]);
        var name = _rest[NameAt..length];
        Current = new DirectoryEntry(BitConverter.ToUInt64(_rest), (FileKind)_rest[KindAt], name[..name.IndexOf((byte)0)]);
        _rest = _rest[length..];
        return true;
    }
}

/// <summary>One entry of a directory.</summary>
/// <param name="inode">Of a mount point, the one underneath.</param>
/// <param name="kind"><see cref="FileKind.Unknown"/> on file systems that do not keep it in the directory.</param>
/// <param name="name">Without NUL; valid as long as the buffer is.</param>
public readonly ref struct DirectoryEntry(ulong inode, FileKind kind, ReadOnlySpan<byte> name)
{
    public ulong Inode { get; } = inode;
    public FileKind Kind { get; } = kind;
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Whether it is "." or "..".</summary>
    public bool IsDots => Name is [(byte)'.'] or [(byte)'.', (byte)'.'];
}
