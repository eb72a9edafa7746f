using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Scoreboard;

/// <summary>The file itself: how it is made, put in its place, written under locks that other programs respect, and removed.</summary>
sealed class ScoreboardOnDisk : IDisposable
{
    /// <summary>A reader's lock is waited for so many times ten milliseconds; after that an entry is written without.</summary>
    const int LockTries = 20;

    /// <summary>rw-r--r--.</summary>
    const uint Mode = 0x1A4;

    readonly string _path;
    readonly string _lockPath;
    readonly ScoreboardHeader _header;
    readonly byte[] _bytes = new byte[ScoreboardFormat.EntrySize];
    string? _hidden;
    Descriptor _file;

    ScoreboardOnDisk(string path, string lockPath, ScoreboardHeader header, Descriptor file, bool isShared, string? hidden = null) =>
        (_path, _lockPath, _header, _file, IsShared, _hidden) = (path, lockPath, header, file, isShared, hidden);

    /// <summary>Other processes write to it too, under inetd.</summary>
    public bool IsShared { get; }

    /// <summary>Nobody else sees it yet.</summary>
    public bool IsHidden => _hidden is not null;

    /// <summary>Makes a new one under a name of its own, and its directory where that is missing; <see cref="Publish"/> puts it in place of what is there.</summary>
    public static Result<ScoreboardOnDisk> Create(string path, string lockPath, ScoreboardHeader header)
    {
        MakeDirectory(path[..Math.Max(0, path.LastIndexOf('/'))]);
        var mutex = Files.Open(lockPath, OpenFlags.ReadWrite | OpenFlags.Create, Mode);
        if (!mutex.Ok)
            return mutex.Error;
        mutex.Value.Dispose();
        var hidden = $"{path}.{header.ProcessId}";
        var file = OpenNew(hidden, header);
        return file.Ok ? new ScoreboardOnDisk(path, lockPath, header, file.Value, isShared: false, hidden) : file.Error;
    }

    /// <summary>Takes part in the one that processes under inetd share; makes it where there is none, or one of another version.</summary>
    public static Result<ScoreboardOnDisk> Join(string path, string lockPath, ScoreboardHeader header)
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
        return new ScoreboardOnDisk(path, lockPath, header, file, isShared: true);
    }

    /// <summary>Puts a new scoreboard in its place, for everybody to see.</summary>
    public void Publish()
    {
        if (_hidden is { } hidden)
            Files.Renameat(Descriptor.WorkingDirectory, hidden, Descriptor.WorkingDirectory, _path);
        _hidden = null;
    }

    /// <summary>Finds an entry that no process has, and marks it as taken at once.</summary>
    /// <returns>Its index.</returns>
    public int Take(ScoreboardEntry entry)
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
        return index;
    }

    /// <summary>Writes one entry with a single write.</summary>
    /// <param name="index">Which.</param>
    /// <param name="entry">What it says; null for a free one.</param>
    /// <param name="stopping">Waiting for a reader's lock ends when this is set.</param>
    public void Write(int index, ScoreboardEntry? entry, WaitHandle stopping)
    {
        if (entry is null)
            Array.Clear(_bytes);
        else
            ScoreboardFormat.Write(entry, _bytes);
        var offset = ScoreboardFormat.OffsetOf(index);
        var isLocked = TryLock(offset, stopping);
        Files.Pwrite(_file, _bytes, offset);
        if (isLocked)
            Files.Lock(_file, LockKind.None, offset, ScoreboardFormat.EntrySize);
    }

    bool TryLock(long offset, WaitHandle stopping)
    {
        for (var i = 0; i < LockTries; i++)
        {
            if (Files.Lock(_file, LockKind.Exclusive, offset, ScoreboardFormat.EntrySize) == Errno.None)
                return true;
            if (stopping.WaitOne(10))
                return false;
        }
        return false;
    }

    /// <summary>Makes a file that somebody removed or replaced anew.</summary>
    public void Restore()
    {
        var there = Files.StatAt(Descriptor.WorkingDirectory, _path);
        if (there.Ok && there.Value.IsSameFileAs(Files.Fstat(_file).Value))
            return;
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

    /// <summary>Removes the file, unless others share it.</summary>
    public void Dispose()
    {
        if (_hidden is { } hidden)
        {
            Files.Unlinkat(Descriptor.WorkingDirectory, hidden);
        }
        else if (!IsShared)
        {
            Files.Unlinkat(Descriptor.WorkingDirectory, _path);
            Files.Unlinkat(Descriptor.WorkingDirectory, _lockPath);
        }
        _file.Dispose();
    }
}
