namespace ProftpdSharp.Core.Scoreboard;

/// <summary>How far a transfer is.</summary>
/// <param name="Size">Bytes in all; 0 when unknown.</param>
/// <param name="Done">Bytes so far.</param>
public readonly record struct TransferProgress(long Size, long Done);

/// <summary>One session's place in the scoreboard, given back when disposed.</summary>
public sealed class ScoreboardSlot : IDisposable
{
    readonly ScoreboardFile _file;
    volatile ScoreboardEntry _entry;
    volatile Func<TransferProgress>? _progress;

    internal ScoreboardSlot(ScoreboardFile file, int index, ScoreboardEntry entry)
    {
        _file = file;
        Index = index;
        _entry = entry;
    }

    /// <summary>What the slot says. Setting it costs nothing: the file follows a moment later, once for several changes.</summary>
    public ScoreboardEntry Entry
    {
        get => _entry;
        set
        {
            _entry = value;
            _file.Changed(this);
        }
    }

    /// <summary>Asked once a second while a transfer is under way; null when none is.</summary>
    public Func<TransferProgress>? Progress
    {
        get => _progress;
        set
        {
            _progress = value;
            _file.Changed(this);
        }
    }

    internal int Index { get; }

    /// <summary>It waits to be written; guarded by the lock of the file.</summary>
    internal bool IsDirty { get; set; }

    internal bool IsFreed { get; private set; }

    internal ScoreboardEntry Current() =>
        _progress?.Invoke() is { } progress ? _entry with { TransferSize = progress.Size, TransferDone = progress.Done } : _entry;

    public void Dispose()
    {
        if (IsFreed)
            return;
        IsFreed = true;
        _progress = null;
        _file.Changed(this);
    }
}
