using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Scoreboard;

/// <summary>
/// The scoreboard of this process: who is connected and doing what, for ftpwho and its like. Sessions change their slots in memory; one thread
/// writes the changed ones, each with a single write.
/// </summary>
public sealed class ScoreboardFile : IDisposable
{
    /// <summary>Changes within so many milliseconds are written together.</summary>
    const int Gathering = 20;

    const int ProgressInterval = 1000;

    readonly ScoreboardOnDisk _disk;
    readonly Lock _lock = new();
    readonly Lock _writing = new();
    readonly List<ScoreboardSlot?> _slots = [];
    readonly List<ScoreboardSlot> _dirty = [];
    readonly AutoResetEvent _changed = new(false);
    readonly ManualResetEvent _stopping = new(false);
    readonly Thread _thread;
    readonly int _mendInterval;

    ScoreboardFile(ScoreboardOnDisk disk, TimeSpan mendInterval)
    {
        _disk = disk;
        _mendInterval = mendInterval == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)mendInterval.TotalMilliseconds;
        _thread = new Thread(Run) { IsBackground = true, Name = "scoreboard" };
        _thread.Start();
    }

    /// <summary>
    /// Makes a new scoreboard under a name of its own, and its directory where that is missing; <see cref="Publish"/> puts it in place of what is there.
    /// A server that cannot listen must not take the scoreboard away from the one that does.
    /// </summary>
    /// <param name="path">ScoreboardFile.</param>
    /// <param name="lockPath">ScoreboardMutex; made, because tools look for it.</param>
    /// <param name="header">The daemon.</param>
    /// <param name="mendInterval">ScoreboardScrub: how often slots that others damaged are written again; infinite for never.</param>
    public static Result<ScoreboardFile> Create(string path, string lockPath, ScoreboardHeader header, TimeSpan mendInterval)
    {
        var made = ScoreboardOnDisk.Create(path, lockPath, header);
        return made.Ok ? new ScoreboardFile(made.Value, mendInterval) : made.Error;
    }

    /// <summary>Puts a new scoreboard in its place, for everybody to see.</summary>
    public void Publish()
    {
        lock (_writing)
            _disk.Publish();
    }

    /// <summary>Takes part in the scoreboard that processes under inetd share; makes it where there is none, or one of another version.</summary>
    public static Result<ScoreboardFile> Join(string path, string lockPath, ScoreboardHeader header)
    {
        var joined = ScoreboardOnDisk.Join(path, lockPath, header);
        return joined.Ok ? new ScoreboardFile(joined.Value, Timeout.InfiniteTimeSpan) : joined.Error;
    }

    /// <summary>Takes the first free slot.</summary>
    public ScoreboardSlot Add(ScoreboardEntry entry)
    {
        if (_disk.IsShared)
        {
            lock (_writing)
                return new ScoreboardSlot(this, _disk.Take(entry), entry);
        }
        ScoreboardSlot slot;
        lock (_lock)
        {
            var index = _slots.IndexOf(null);
            slot = new ScoreboardSlot(this, index < 0 ? _slots.Count : index, entry);
            if (index < 0)
                _slots.Add(slot);
            else
                _slots[index] = slot;
        }
        Changed(slot);
        return slot;
    }

    internal void Changed(ScoreboardSlot slot)
    {
        lock (_lock)
        {
            if (slot.IsDirty)
                return;
            slot.IsDirty = true;
            _dirty.Add(slot);
        }
        _changed.Set();
    }

    /// <summary>Writes what has changed so far, on the calling thread.</summary>
    internal void WriteChanges()
    {
        ScoreboardSlot[] dirty;
        lock (_writing)
        {
            lock (_lock)
            {
                dirty = [.. _dirty];
                _dirty.Clear();
                foreach (var slot in dirty)
                    slot.IsDirty = false;
            }
            foreach (var slot in dirty)
                Write(slot);
        }
    }

    /// <summary>Writes every slot again: another program's scrub takes our session numbers for dead processes. A removed file is made anew.</summary>
    public void Mend()
    {
        lock (_writing)
        {
            if (_disk.IsHidden)
                return;
            _disk.Restore();
            ScoreboardSlot[] slots;
            lock (_lock)
                slots = [.. _slots.OfType<ScoreboardSlot>()];
            foreach (var slot in slots)
                Write(slot);
        }
    }

    void Run()
    {
        WaitHandle[] events = [_stopping, _changed];
        var mendAt = NextMend();
        while (true)
        {
            var wait = IsMoving() ? ProgressInterval : Math.Max(0, mendAt - Environment.TickCount64);
            var woken = WaitHandle.WaitAny(events, (int)Math.Min(wait, int.MaxValue));
            if (woken == 0)
                return;
            if (woken == WaitHandle.WaitTimeout)
                MarkMoving();
            if (Environment.TickCount64 >= mendAt)
            {
                Mend();
                mendAt = NextMend();
            }
            if (_stopping.WaitOne(Gathering))
                return;
            WriteChanges();
        }
    }

    long NextMend() => _mendInterval == Timeout.Infinite ? long.MaxValue : Environment.TickCount64 + _mendInterval;

    bool IsMoving()
    {
        lock (_lock)
            return _slots.Exists(slot => slot?.Progress is not null);
    }

    /// <summary>Marks the slots of transfers under way; their numbers move by themselves.</summary>
    void MarkMoving()
    {
        lock (_lock)
        {
            foreach (var slot in _slots.OfType<ScoreboardSlot>().Where(slot => slot.Progress is not null && !slot.IsDirty))
            {
                slot.IsDirty = true;
                _dirty.Add(slot);
            }
        }
    }

    void Write(ScoreboardSlot slot)
    {
        _disk.Write(slot.Index, slot.IsFreed ? null : slot.Current(), _stopping);
        lock (_lock)
        {
            if (slot.IsFreed && !_disk.IsShared && _slots[slot.Index] == slot)
                _slots[slot.Index] = null;
        }
    }

    /// <summary>Stops writing and removes the file, unless others share it.</summary>
    public void Dispose()
    {
        if (_stopping.WaitOne(0))
            return;
        _stopping.Set();
        _thread.Join();
        if (_disk.IsShared)
            WriteChanges();
        _disk.Dispose();
        _changed.Dispose();
    }
}
