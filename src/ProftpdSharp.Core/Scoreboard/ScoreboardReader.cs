using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Scoreboard;

/// <summary>A scoreboard as it was at one moment.</summary>
/// <param name="Header">The daemon.</param>
/// <param name="Entries">The sessions, in the order of their slots.</param>
public sealed record ScoreboardSnapshot(ScoreboardHeader Header, IReadOnlyList<ScoreboardEntry> Entries);

/// <summary>Reads the scoreboard of any server, ours or upstream's.</summary>
public static class ScoreboardReader
{
    /// <summary>Reads the whole file under the lock that its writers respect.</summary>
    /// <returns>EINVAL when it is no scoreboard of this version.</returns>
    public static Result<ScoreboardSnapshot> Read(string path)
    {
        var opened = Files.Open(path, OpenFlags.ReadOnly);
        if (!opened.Ok)
            return opened.Error;
        using var file = opened.Value;
        Files.Lock(file, LockKind.Shared, wait: true);
        Span<byte> bytes = stackalloc byte[ScoreboardFormat.EntrySize];
        var read = Files.Pread(file, bytes[..ScoreboardFormat.HeaderSize], 0);
        if (!read.Ok)
            return read.Error;
        if (ScoreboardFormat.ReadHeader(bytes[..read.Value]) is not { } header)
            return Errno.EINVAL;
        var entries = new List<ScoreboardEntry>();
        for (var slot = 0; Files.Pread(file, bytes, ScoreboardFormat.OffsetOf(slot)) is { Ok: true, Value: ScoreboardFormat.EntrySize }; slot++)
        {
            if (ScoreboardFormat.ReadEntry(bytes) is { } entry)
                entries.Add(entry);
        }
        return new ScoreboardSnapshot(header, entries);
    }
}
