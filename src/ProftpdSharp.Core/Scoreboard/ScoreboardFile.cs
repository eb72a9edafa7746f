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

    /// <summary>A reader's lock is waited for so many times ten milliseconds; after that a slot is written without.</summary>
    const int LockTries = 20;

    /// <summary>rw-r--r--.</summary>
    const uint Mode = 0x1A4;

    readonly string _path;
    readonly string _lockPath;
    readonly Lock _lock = new();
    readonly Lock _writing = new();
    readonly List<ScoreboardSlot?> _slots = [];
    readonly List<ScoreboardSlot> _dirty = [];
    readonly AutoResetEvent _changed = new(false);
    readonly ManualResetEvent _stopping = new(false);
    readonly byte[] _bytes = new byte[ScoreboardFormat.EntrySize];
    readonly Thread _thread;
    readonly ScoreboardHeader _header;
    readonly int _mendInterval;
    Descriptor _file;

    ScoreboardFile(string path, string lockPath, ScoreboardHeader header, TimeSpan mendInterval, Descriptor file)
    {
        (_path, _lockPath, _header, _file) = (path, lockPath, header, file);
        _mendInterval = mendInterval == Timeout.InfiniteTimeSpan ? Timeout.Infinite : (int)mendInterval.TotalMilliseconds;
        _thread = new Thread(Run) { IsBackground = true, Name = "scoreboard" };
        _thread.Start();
    }

    /// <summary>Makes a new scoreboard in place of what is there, and its directory where that is missing.</summary>
    /// <param name="path">ScoreboardFile.</param>
    /// <param name="lockPath">ScoreboardMutex; made, because tools look for it.</param>
    /// <param name="header">The daemon.</param>
    /// <param name="mendInterval">ScoreboardScrub: how often slots that others damaged are written again; infinite for never.</param>
    public static Result<ScoreboardFile> Create(string path, string lockPath, ScoreboardHeader header, TimeSpan mendInterval)
    {
        MakeDirectory(path[..Math.Max(0, path.LastIndexOf('/'))]);
        var mutex = Files.Open(lockPath, OpenFlags.ReadWrite | OpenFlags.Create, Mode);
        if (!mutex.Ok)
            return mutex.Error;
        mutex.Value.Dispose();
        var file = OpenNew(path, header);
        return file.Ok ? new ScoreboardFile(path, lockPath, header, mendInterval, file.Value) : file.Error;
    }

    /// <summary>Takes the first free slot.</summary>
    public ScoreboardSlot Add(ScoreboardEntry entry)
    {
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
    internal void Mend()
    {
        lock (_writing)
        {
            var there = Files.StatAt(Descriptor.WorkingDirectory, _path);
            if (!there.Ok || !there.Value.IsSameFileAs(Files.Fstat(_file).Value))
                OpenAgain();
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
            var wait = MarkMoving() ? ProgressInterval : Math.Max(0, mendAt - Environment.TickCount64);
            if (WaitHandle.WaitAny(events, (int)Math.Min(wait, int.MaxValue)) == 0)
                return;
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

    /// <summary>Marks the slots of transfers under way; their numbers move by themselves.</summary>
    bool MarkMoving()
    {
        lock (_lock)
        {
            var moving = _slots.OfType<ScoreboardSlot>().Where(slot => slot.Progress is not null).ToList();
            foreach (var slot in moving.Where(slot => !slot.IsDirty))
            {
                slot.IsDirty = true;
                _dirty.Add(slot);
            }
            return moving.Count > 0;
        }
    }

    void Write(ScoreboardSlot slot)
    {
        if (slot.IsFreed)
            Array.Clear(_bytes);
        else
            ScoreboardFormat.Write(slot.Current(), _bytes);
        var offset = ScoreboardFormat.OffsetOf(slot.Index);
        var isLocked = TryLock(offset);
        Files.Pwrite(_file, _bytes, offset);
        if (isLocked)
            Files.Lock(_file, LockKind.None, offset, ScoreboardFormat.EntrySize);
        lock (_lock)
        {
            if (slot.IsFreed && _slots[slot.Index] == slot)
                _slots[slot.Index] = null;
        }
    }

    bool TryLock(long offset)
    {
        for (var i = 0; i < LockTries; i++)
        {
            if (Files.Lock(_file, LockKind.Exclusive, offset, ScoreboardFormat.EntrySize) == Errno.None)
                return true;
            if (_stopping.WaitOne(10))
                return false;
        }
        return false;
    }

    void OpenAgain()
    {
        MakeDirectory(_path[.._path.LastIndexOf('/')]);
        var file = OpenNew(_path, _header);
        if (!file.Ok)
            return;
        _file.Dispose();
        _file = file.Value;
    }

    static Result<Descriptor> OpenNew(string path, ScoreboardHeader header)
    {
        Files.Unlinkat(Descriptor.WorkingDirectory, path);
        var file = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, Mode);
        if (!file.Ok)
            return file.Error;
        Span<byte> bytes = stackalloc byte[ScoreboardFormat.HeaderSize];
        ScoreboardFormat.Write(header, bytes);
        var written = Files.Pwrite(file.Value, bytes, 0);
        return written.Ok ? file : written.Error;
    }

    /// <summary>Makes a directory and those above it; what fails shows when the file is opened.</summary>
    static void MakeDirectory(string path)
    {
        if (path.Length == 0 || Files.Mkdirat(Descriptor.WorkingDirectory, path, 0x1ED) != Errno.ENOENT)
            return;
        MakeDirectory(path[..Math.Max(0, path.LastIndexOf('/'))]);
        Files.Mkdirat(Descriptor.WorkingDirectory, path, 0x1ED);
    }

    /// <summary>Stops writing and removes the file.</summary>
    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        Files.Unlinkat(Descriptor.WorkingDirectory, _path);
        Files.Unlinkat(Descriptor.WorkingDirectory, _lockPath);
        _file.Dispose();
        _changed.Dispose();
        _stopping.Dispose();
    }
}
