using System.Buffers.Binary;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Scoreboard;

/// <summary>
/// The layout of a scoreboard file of ProFTPD 1.3.8 on 64-bit Linux: a header and slots of fixed size, C structures in native alignment. The
/// distribution's ftpwho, ftptop and ftpcount read it.
/// </summary>
public static class ScoreboardFormat
{
    public const ulong Magic = 0xDEADBEEF;
    public const ulong Version = 0x01040003;
    public const int HeaderSize = 32;
    public const int EntrySize = 624;

    const int UserAt = 12;
    const int PortAt = 44;
    const int ServerAddressAt = 48;
    const int ServerLabelAt = 128;
    const int ClientAddressAt = 160;
    const int ClientNameAt = 206;
    const int ClassAt = 286;
    const int ProtocolAt = 318;
    const int DirectoryAt = 350;
    const int CommandAt = 430;
    const int ArgumentAt = 495;
    const int TextEnd = 575;
    const int IdleAt = 576;

    /// <summary>Where a slot begins, from 0.</summary>
    public static long OffsetOf(int slot) => HeaderSize + ((long)slot * EntrySize);

    public static void Write(ScoreboardHeader header, Span<byte> bytes)
    {
        bytes[..HeaderSize].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], header.ProcessId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], header.Started.ToUnixTimeSeconds());
    }

    /// <summary>Reads a header; null when the file is no scoreboard of this version.</summary>
    public static ScoreboardHeader? ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) != Version)
        {
            return null;
        }
        return new ScoreboardHeader(BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), Time(bytes, 24));
    }

    public static void Write(ScoreboardEntry entry, Span<byte> bytes)
    {
        bytes[..EntrySize].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, entry.Number);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], entry.Uid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], entry.Gid);
        Text(bytes[UserAt..PortAt], entry.User);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[PortAt..], entry.ServerPort);
        Text(bytes[ServerAddressAt..ServerLabelAt], entry.ServerAddress);
        Text(bytes[ServerLabelAt..ClientAddressAt], entry.ServerLabel);
        Text(bytes[ClientAddressAt..ClientNameAt], entry.ClientAddress);
        Text(bytes[ClientNameAt..ClassAt], entry.ClientName);
        Text(bytes[ClassAt..ProtocolAt], entry.Class);
        Text(bytes[ProtocolAt..DirectoryAt], entry.Protocol);
        Text(bytes[DirectoryAt..CommandAt], entry.Directory);
        Text(bytes[CommandAt..ArgumentAt], entry.Command);
        Text(bytes[ArgumentAt..TextEnd], entry.Argument);
        Number(bytes, 0, entry.IdleSince?.ToUnixTimeSeconds() ?? 0);
        Number(bytes, 1, entry.Connected.ToUnixTimeSeconds());
        Number(bytes, 2, entry.TransferSize);
        Number(bytes, 3, entry.TransferDone);
        Number(bytes, 4, entry.TransferLength);
        Number(bytes, 5, (long)entry.TransferElapsed.TotalMilliseconds);
    }

    /// <summary>Reads a slot; null when it is free.</summary>
    public static ScoreboardEntry? ReadEntry(ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (number == 0)
            return null;
        var idle = BinaryPrimitives.ReadInt64LittleEndian(bytes[IdleAt..]);
        return new ScoreboardEntry
        {
            Number = number,
            Uid = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            Gid = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            User = ByteStrings.FromTerminated(bytes[UserAt..PortAt]),
            ServerPort = BinaryPrimitives.ReadInt32LittleEndian(bytes[PortAt..]),
            ServerAddress = ByteStrings.FromTerminated(bytes[ServerAddressAt..ServerLabelAt]),
            ServerLabel = ByteStrings.FromTerminated(bytes[ServerLabelAt..ClientAddressAt]),
            ClientAddress = ByteStrings.FromTerminated(bytes[ClientAddressAt..ClientNameAt]),
            ClientName = ByteStrings.FromTerminated(bytes[ClientNameAt..ClassAt]),
            Class = ByteStrings.FromTerminated(bytes[ClassAt..ProtocolAt]),
            Protocol = ByteStrings.FromTerminated(bytes[ProtocolAt..DirectoryAt]),
            Directory = ByteStrings.FromTerminated(bytes[DirectoryAt..CommandAt]),
            Command = ByteStrings.FromTerminated(bytes[CommandAt..ArgumentAt]),
            Argument = ByteStrings.FromTerminated(bytes[ArgumentAt..TextEnd]),
            IdleSince = idle == 0 ? null : Time(bytes, IdleAt),
            Connected = Time(bytes, IdleAt + 8),
            TransferSize = BinaryPrimitives.ReadInt64LittleEndian(bytes[(IdleAt + 16)..]),
            TransferDone = BinaryPrimitives.ReadInt64LittleEndian(bytes[(IdleAt + 24)..]),
            TransferLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[(IdleAt + 32)..]),
            TransferElapsed = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(bytes[(IdleAt + 40)..])),
        };
    }

    /// <summary>A text with the NUL that ends it; chars that are no bytes cannot come from the wire and are replaced.</summary>
    static void Text(Span<byte> field, string text)
    {
        var length = Math.Min(text.Length, field.Length - 1);
        for (var i = 0; i < length; i++)
            field[i] = text[i] <= '\u00ff' ? (byte)text[i] : (byte)'?';
    }

    static void Number(Span<byte> bytes, int index, long value) =>
        BinaryPrimitives.WriteInt64LittleEndian(bytes[(IdleAt + (8 * index))..], value);

    static DateTimeOffset Time(ReadOnlySpan<byte> bytes, int at) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]), 0, 253402300799));
}
