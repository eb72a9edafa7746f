using System.Buffers.Text;

namespace ProftpdSharp.Native;

/// <summary>"/proc/self/fd/N": how calls that refuse O_PATH descriptors are made on the file they name.</summary>
static class ProcPath
{
    public const int Room = 32;

    /// <summary>The path with its NUL, written without allocating.</summary>
    public static ReadOnlySpan<byte> Write(Descriptor target, Span<byte> room)
    {
        var prefix = "/proc/self/fd/"u8;
        prefix.CopyTo(room);
        Utf8Formatter.TryFormat(target.Number, room[prefix.Length..], out var digits);
        var length = prefix.Length + digits;
        room[length] = 0;
        return room[..(length + 1)];
    }
}
