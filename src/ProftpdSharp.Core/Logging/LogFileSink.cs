using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Logging;

/// <summary>One log file: opened with upstream's checks and appended to, on the log thread.</summary>
sealed class LogFileSink(string path) : QueuedSink(path)
{
    /// <summary>How long a line half written into a FIFO may take, in milliseconds.</summary>
    const int FifoPatience = 1000;

    const string StandardOutput = "/dev/stdout";
    const string StandardError = "/dev/stderr";

    byte[] _bytes = new byte[512];
    Descriptor? _file;
    FileStatus _identity;
    uint _mode;
    bool _allowSymlinks;

    /// <summary>How many hold it; guarded by the lock of <see cref="LogFiles"/>.</summary>
    public int Users { get; set; }

    /// <summary>A sink over a descriptor that is open already: standard error.</summary>
    public static LogFileSink Over(Descriptor descriptor, string name) => new(name) { _file = descriptor };

    /// <summary>
    /// Opens the file unless it is open and still the file at its path: a log that was renamed away is followed by a new one, as upstream's
    /// sessions do that open their logs anew.
    /// </summary>
    /// <returns>Without a file; the refusal says whether it may be written.</returns>
    public LogOpening Open(uint mode, bool allowSymlinks)
    {
        (_mode, _allowSymlinks) = (mode, allowSymlinks);
        return Objection() ?? (IsStillThere() ? null : OpenAnew()) ?? new LogOpening(null, Path);
    }

    /// <summary>Opens the file at the path anew, after SIGHUP; keeps the old one when that fails.</summary>
    public void Reopen()
    {
        if (_mode != 0 && Objection() is null)
            OpenAnew();
    }

    public void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    protected override Errno Write(string text)
    {
        if (_file is null)
            return Errno.EBADF;
        if (_bytes.Length < text.Length)
            _bytes = new byte[Math.Max(text.Length, _bytes.Length * 2)];
        return WriteAll(_file, _bytes.AsSpan(0, ByteStrings.Write(text, _bytes)));
    }

    static Errno WriteAll(Descriptor file, ReadOnlySpan<byte> bytes)
    {
        var begun = false;
        while (bytes.Length > 0)
        {
            var written = Files.Write(file, bytes);
            if (written.Ok)
                bytes = bytes[written.Value..];
            else if (written.Error != Errno.EAGAIN || !begun || !WaitForRoom(file))
                return written.Error;
            begun = true;
        }
        return Errno.None;
    }

    static bool WaitForRoom(Descriptor file)
    {
        Span<PollItem> items = [new PollItem(file, PollEvents.Out)];
        return Poll.Wait(items, FifoPatience) is { Ok: true, Value: > 0 };
    }

    /// <summary>Why the file may not be opened; null when nothing speaks against it.</summary>
    LogOpening? Objection()
    {
        var slash = Path.LastIndexOf('/');
        if (slash < 0)
            return Refused(LogRefusal.System, Errno.EINVAL);
        var directory = Files.StatAt(Descriptor.WorkingDirectory, slash == 0 ? "/" : Path[..slash]);
        if (!directory.Ok)
            return Refused(LogRefusal.System, directory.Error) with { IsDirectoryMissing = true };
        if (!directory.Value.IsDirectory)
            return Refused(LogRefusal.System, Errno.ENOTDIR);
        if ((directory.Value.Mode & 0x2) != 0)
            return Refused(LogRefusal.WorldWritableDirectory, Errno.EPERM);
        return !FollowsLinks && IsSymbolicLink() ? Refused(LogRefusal.SymbolicLink, Errno.EPERM) : null;
    }

    /// <summary>The names of the standard streams are the system's own links: a container's logs need no AllowLogSymlinks.</summary>
    bool FollowsLinks => _allowSymlinks || Path is StandardOutput or StandardError;

    bool IsSymbolicLink() => Files.StatAt(Descriptor.WorkingDirectory, Path, AtFlags.NoFollow) is { Ok: true, Value.IsSymbolicLink: true };

    bool IsStillThere() =>
        _file is not null && Files.StatAt(Descriptor.WorkingDirectory, Path) is { Ok: true } there && there.Value.IsSameFileAs(_identity);

    LogOpening? OpenAnew()
    {
        var flags = OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;
        var opened = Files.Open(Path, FollowsLinks ? flags : flags | OpenFlags.NoFollow, _mode);
        if (!opened.Ok && StandardStream() is { } stream)
            opened = stream;
        if (!opened.Ok)
            return opened.Error == Errno.ELOOP ? Refused(LogRefusal.SymbolicLink, Errno.EPERM) : Refused(LogRefusal.System, opened.Error);
        Close();
        _file = opened.Value;
        _identity = Files.Fstat(_file).Value;
        return null;
    }

    /// <summary>Standard output that is a socket (a journal's, a container's) cannot be opened by its name.</summary>
    Descriptor? StandardStream() => Path switch
    {
        StandardOutput => Descriptor.Borrow(1),
        StandardError => Descriptor.Borrow(2),
        _ => null,
    };

    LogOpening Refused(LogRefusal refusal, Errno error) => new(null, Path, refusal, error);
}
