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
    readonly bool _isShared;
    string? _hidden;
    Descriptor _file;

    ScoreboardFile(string path, string lockPath, ScoreboardHeader header, TimeSpan mendInterval, Descriptor file, bool isShared, string? hidden = null)
    {
        (_path, _lockPath, _header, _file, _isShared, _hidden) = (path, lockPath, header, file, isShared, hidden);
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
        MakeDirectory(path[..Math.Max(0, path.LastIndexOf('/'))]);
        var mutex = Files.Open(lockPath, OpenFlags.ReadWrite | OpenFlags.Create, Mode);
        if (!mutex.Ok)
            return mutex.Error;
        mutex.Value.Dispose();
        var hidden = $"{path}.{header.ProcessId}";
        var file = OpenNew(hidden, header);
        return file.Ok ? new ScoreboardFile(path, lockPath, header, mendInterval, file.Value, isShared: false, hidden) : file.Error;
    }

    /// <summary>Puts a new scoreboard in its place, for everybody to see.</summary>
    public void Publish()
    {
        lock (_writing)
        {
            if (_hidden is { } hidden)
                Files.Renameat(Descriptor.WorkingDirectory, hidden, Descriptor.WorkingDirectory, _path);
            _hidden = null;
        }
    }

    /// <summary>Takes part in the scoreboard that processes under inetd share; makes it where there is none, or one of another version.</summary>
    public static Result<ScoreboardFile> Join(string path, string lockPath, ScoreboardHeader header)
    {
        MakeDirectory(path[..Math.Max(0, path.LastIndexOf('/'))]);
        var opened = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.Create, Mode);
        if (!opened.Ok)
            return opened.Error;
        var file = opened.Value;
        Files.Lock(file, LockKind.Exclusive, wait: true);
        Span<byte> bytes = stackalloc byte[ScoreboardFormat.HeaderSize];
        var read = Files.Pread(file, bytes, 0);
        if (!read.Ok || ScoreboardFormat.ReadHeader(bytes[..read.Value]) is null)
        {
            Files.Ftruncate(file, 0);
            ScoreboardFormat.Write(header, bytes);
            Files.Pwrite(file, bytes, 0);
        }
        Files.Lock(file, LockKind.None);
        return new ScoreboardFile(path, lockPath, header, Timeout.InfiniteTimeSpan, file, isShared: true);
    }

    /// <summary>Takes the first free slot.</summary>
    public ScoreboardSlot Add(ScoreboardEntry entry)
    {
        if (_isShared)
            return AddShared(entry);
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

    /// <summary>Takes a slot that no other process has, and marks it as taken at once.</summary>
    ScoreboardSlot AddShared(ScoreboardEntry entry)
    {
        lock (_writing)
        {
            Files.Lock(_file, LockKind.Exclusive, wait: true);
            var index = 0;
            while (Files.Pread(_file, _bytes, ScoreboardFormat.OffsetOf(index)) is { Ok: true, Value: ScoreboardFormat.EntrySize }
                && ScoreboardFormat.ReadEntry(_bytes) is not null)
            {
                index++;
            }
            ScoreboardFormat.Write(entry, _bytes);
            Files.Pwrite(_file, _bytes, ScoreboardFormat.OffsetOf(index));
            Files.Lock(_file, LockKind.None);
            return new ScoreboardSlot(this, index, entry);
        }
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
            if (_hidden is not null)
                return;
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
            if (slot.IsFreed && !_isShared && _slots[slot.Index] == slot)
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

    /// <summary>Stops writing and removes the file, unless others share it.</summary>
    public void Dispose()
    {
        if (_stopping.WaitOne(0))
            return;
        _stopping.Set();
        _thread.Join();
        if (_isShared)
        {
            WriteChanges();
        }
        else if (_hidden is { } hidden)
        {
            Files.Unlinkat(Descriptor.WorkingDirectory, hidden);
        }
        else
        {
            Files.Unlinkat(Descriptor.WorkingDirectory, _path);
            Files.Unlinkat(Descriptor.WorkingDirectory, _lockPath);
        }
        _file.Dispose();
        _changed.Dispose();
    }
}
