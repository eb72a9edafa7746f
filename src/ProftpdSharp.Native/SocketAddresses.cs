using System.Buffers.Binary;
using System.Net;

namespace ProftpdSharp.Native;

/// <summary>sockaddr_in, sockaddr_in6 and sockaddr_un to and from .NET's types.</summary>
static class SocketAddresses
{
    /// <summary>sizeof(struct sockaddr_storage): room for any of them.</summary>
    public const int Room = 128;

    const int UnixPathRoom = 108;

    /// <summary>Writes an address and returns its length in bytes.</summary>
    public static int Write(IPEndPoint address, Span<byte> room)
    {
        room = room[..28];
        room.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(room[2..], (ushort)address.Port);
        if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
        {
            BitConverter.TryWriteBytes(room, (ushort)SocketFamily.IPv4);
            address.Address.TryWriteBytes(room[4..], out _);
            return 16;
        }
        BitConverter.TryWriteBytes(room, (ushort)SocketFamily.IPv6);
        address.Address.TryWriteBytes(room[8..], out _);
        BitConverter.TryWriteBytes(room[24..], (uint)address.Address.ScopeId);
        return 28;
    }

    /// <summary>
    /// Writes the address of a socket in the file system; 0 when the path is empty, too long (108 with its NUL) or has a NUL inside.
    /// </summary>
    public static int Write(string path, Span<byte> room)
    {
        if (path.Length is 0 or >= UnixPathRoom || !ByteStrings.IsPassable(path))
            return 0;
        BitConverter.TryWriteBytes(room, (ushort)SocketFamily.Unix);
        var length = 2 + ByteStrings.Write(path, room[2..]);
        room[length] = 0;
        return length + 1;
    }

    /// <summary>The name in the file system of a Unix socket's address; null when it has none.</summary>
    public static string? ReadPath(ReadOnlySpan<byte> address)
    {
        if (address.Length <= 2 || (SocketFamily)BitConverter.ToUInt16(address) != SocketFamily.Unix)
            return null;
        var path = ByteStrings.FromTerminated(address[2..]);
        return path.Length == 0 ? null : path;
    }

    /// <summary>The address the kernel wrote; null when it is not one of the internet, as a peer on a Unix socket.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> address)
    {
        if (address.Length < 16)
            return null;
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        return (SocketFamily)BitConverter.ToUInt16(address) switch
        {
            SocketFamily.IPv4 => new(new IPAddress(address[4..8]), port),
            SocketFamily.IPv6 when address.Length >= 28 =>
                new(new IPAddress(address[8..24], BitConverter.ToUInt32(address[24..])), port),
            _ => null,
        };
    }
}

/// <summary>Address families, by Linux's numbers.</summary>
public enum SocketFamily
{
    Unix = 1,
    IPv4 = 2,
    IPv6 = 10,
}

/// <summary>Socket types, by Linux's numbers.</summary>
public enum SocketKind
{
    Stream = 1,
    Datagram = 2,
    SequencedPackets = 5,
}
