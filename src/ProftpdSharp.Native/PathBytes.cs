using System.Buffers;

namespace ProftpdSharp.Native;

/// <summary>A path on its way to the kernel: from a byte string to NUL-terminated bytes, on the caller's stack when it is short.</summary>
ref struct PathBytes
{
    /// <summary>Bytes a caller should offer; longer paths are rented.</summary>
    public const int OnStack = 512;

    readonly byte[]? _rented;

    /// <summary>The path with its NUL; empty, which every call answers with EINVAL, when C could not take the string.</summary>
    public readonly ReadOnlySpan<byte> Span { get; }

    public PathBytes(string path, Span<byte> room)
    {
        if (!ByteStrings.IsPassable(path))
            return;
        if (path.Length >= room.Length)
            room = _rented = ArrayPool<byte>.Shared.Rent(path.Length + 1);
        var length = ByteStrings.Write(path, room);
        room[length] = 0;
        Span = room[..(length + 1)];
    }

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    /// <summary>Whether the bytes end in NUL and have no other: an earlier one would name another file.</summary>
    public static bool AreTerminated(ReadOnlySpan<byte> path) => !path.IsEmpty && path.IndexOf((byte)0) == path.Length - 1;
}
