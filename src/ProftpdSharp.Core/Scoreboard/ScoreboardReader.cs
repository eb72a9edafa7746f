using System.Buffers.Binary;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Scoreboard;

/// <summary>Why a scoreboard could not be read.</summary>
public enum ScoreboardFault
{
    None,

    /// <summary>The file cannot be read: see the error number.</summary>
    Unreadable,

    /// <summary>It ends before its header does.</summary>
    Short,

    /// <summary>It does not begin as a scoreboard does.</summary>
    Corrupted,

    /// <summary>An older version wrote it.</summary>
    TooOld,

    /// <summary>A newer version wrote it.</summary>
    TooNew,
}

/// <summary>A scoreboard as it was at one moment, or why it could not be read.</summary>
/// <param name="Fault">None when the rest is meaningful.</param>
/// <param name="Error">Of an unreadable file.</param>
/// <param name="Header">The daemon.</param>
/// <param name="Entries">The sessions, in the order of their slots.</param>
public sealed record ScoreboardSnapshot(
    ScoreboardFault Fault, Errno Error, ScoreboardHeader Header, IReadOnlyList<ScoreboardEntry> Entries);

/// <summary>Reads the scoreboard of any server, ours or upstream's.</summary>
public static class ScoreboardReader
{
    static readonly ScoreboardHeader NoHeader = new(0, DateTimeOffset.UnixEpoch);

    /// <summary>Reads the whole file under the lock that its writers respect.</summary>
    public static ScoreboardSnapshot Read(string path)
    {
        var opened = Files.Open(path, OpenFlags.ReadOnly);
        if (!opened.Ok)
            return Failed(ScoreboardFault.Unreadable, opened.Error);
        using var file = opened.Value;
        Files.Lock(file, LockKind.Shared, wait: true);
        Span<byte> bytes = stackalloc byte[ScoreboardFormat.EntrySize];
        var read = Files.Pread(file, bytes[..ScoreboardFormat.HeaderSize], 0);
        if (!read.Ok)
            return Failed(ScoreboardFault.Unreadable, read.Error);
        if (ScoreboardFormat.ReadHeader(bytes[..read.Value]) is not { } header)
            return Failed(FaultOf(bytes[..read.Value]));
        var entries = new List<ScoreboardEntry>();
        for (var slot = 0; Files.Pread(file, bytes, ScoreboardFormat.OffsetOf(slot)) is { Ok: true, Value: ScoreboardFormat.EntrySize }; slot++)
        {
            if (ScoreboardFormat.ReadEntry(bytes) is { } entry)
                entries.Add(entry);
        }
        return new ScoreboardSnapshot(ScoreboardFault.None, Errno.None, header, entries);
    }

    static ScoreboardFault FaultOf(ReadOnlySpan<byte> header)
    {
        if (header.Length < ScoreboardFormat.HeaderSize)
            return ScoreboardFault.Short;
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != ScoreboardFormat.Magic)
            return ScoreboardFault.Corrupted;
        return BinaryPrimitives.ReadUInt64LittleEndian(header[8..]) < ScoreboardFormat.Version ? ScoreboardFault.TooOld : ScoreboardFault.TooNew;
    }

    static ScoreboardSnapshot Failed(ScoreboardFault fault, Errno error = Errno.None) => new(fault, error, NoHeader, []);
}
