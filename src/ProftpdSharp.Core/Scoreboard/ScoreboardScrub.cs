using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Scoreboard;

/// <summary>Empties the slots of sessions that are no more; what ftpscrub does.</summary>
public static class ScoreboardScrub
{
    /// <summary>The largest pid that the kernel can give; greater numbers are sessions of a process that has many.</summary>
    const uint LargestPid = 4_194_304;

    /// <summary>Scrubs a file under its writers' lock; one that is no scoreboard is left alone.</summary>
    /// <param name="path">The scoreboard.</param>
    /// <param name="scrubbing">Told the number of each slot that is emptied.</param>
    /// <returns><see cref="Errno.EINVAL"/> for a file that is no scoreboard.</returns>
    public static Errno Scrub(string path, Action<uint> scrubbing)
    {
        var opened = Files.Open(path, OpenFlags.ReadWrite);
        if (!opened.Ok)
            return opened.Error;
        using var file = opened.Value;
        var error = Files.Lock(file, LockKind.Exclusive, wait: true);
        var bytes = new byte[ScoreboardFormat.EntrySize];
        var read = Files.Pread(file, bytes.AsSpan(0, ScoreboardFormat.HeaderSize), 0);
        if (error != Errno.None || !read.Ok || read.Value == 0)
            return error;
        if (ScoreboardFormat.ReadHeader(bytes.AsSpan(0, read.Value)) is not { } header)
            return Errno.EINVAL;
        for (var slot = 0; Files.Pread(file, bytes, ScoreboardFormat.OffsetOf(slot)) is { Ok: true, Value: ScoreboardFormat.EntrySize }; slot++)
        {
            if (ScoreboardFormat.ReadEntry(bytes) is not { } entry || IsAlive(header, entry))
                continue;
            scrubbing(entry.Number);
            Array.Clear(bytes);
            Files.Pwrite(file, bytes, ScoreboardFormat.OffsetOf(slot));
        }
        return Errno.None;
    }

    /// <summary>A session that is no process lives as long as its daemon; under inetd nobody can tell, and it stays.</summary>
    static bool IsAlive(ScoreboardHeader header, ScoreboardEntry entry)
    {
        var pid = entry.Number > LargestPid ? header.ProcessId : (int)entry.Number;
        return pid == 0 || Processes.Kill(pid, 0) != Errno.ESRCH;
    }
}
