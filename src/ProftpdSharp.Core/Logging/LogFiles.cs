using ProftpdSharp.Native;
using Serilog;
using Serilog.Core;

namespace ProftpdSharp.Core.Logging;

/// <summary>
/// The log files of the process, shared by path: one Serilog pipeline with one bounded queue and one thread, which alone opens, writes and
/// closes them. When the queue is full, lines are lost and counted rather than sessions held up.
/// </summary>
public sealed class LogFiles : IDisposable
{
    /// <summary>Lines that may wait to be written.</summary>
    const int Capacity = 65_536;

    /// <summary>Room behind them for what is never refused: opening and closing.</summary>
    const int Reserve = 65_536;

    /// <summary>rw-r-----, the mode of all logs but the transfer log and ExtendedLogs.</summary>
    public const uint PrivateMode = 0x1A0;

    /// <summary>rw-r--r--.</summary>
    public const uint ReadableMode = 0x1A4;

    readonly Lock _lock = new();
    readonly Dictionary<string, LogFileSink> _sinks = new(StringComparer.Ordinal);
    readonly Logger _queue = new LoggerConfiguration()
        .MinimumLevel.Verbose()
        .WriteTo.Async(to => to.Sink(new LogQueueReader()), Capacity + Reserve, blockWhenFull: false)
        .CreateLogger();
    int _waiting;
    volatile bool _closed;

    /// <summary>Told, on the log thread, that lines of a log were lost: its path, how many, and why (EAGAIN: the queue or a FIFO was full).</summary>
    public Action<string, long, Errno>? LinesLost { get; set; }

    /// <summary>Opens a log file for appending, or takes part in the one that is open at that path.</summary>
    /// <param name="path">An absolute path on the host.</param>
    /// <param name="mode">Permissions of a new file, before the umask.</param>
    /// <param name="allowSymlinks">AllowLogSymlinks.</param>
    public Task<LogOpening> OpenAsync(string path, uint mode = PrivateMode, bool allowSymlinks = false)
    {
        var sink = Hold(path);
        return RunAsync(() =>
        {
            var opening = sink.Open(mode, allowSymlinks);
            if (opening.Refusal == LogRefusal.None)
                return opening with { File = new LogFile(this, sink) };
            Release(sink);
            return opening;
        });
    }

    /// <summary>A log over standard error, without the checks of a file.</summary>
    public LogFile OpenStandardError()
    {
        var sink = LogFileSink.Over(Descriptor.Borrow(2), "stderr");
        sink.Users = 1;
        return new LogFile(this, sink);
    }

    /// <summary>Closes and opens every file at its path, after the lines queued so far.</summary>
    public Task ReopenAsync()
    {
        LogFileSink[] sinks;
        lock (_lock)
            sinks = [.. _sinks.Values];
        return RunAsync(() =>
        {
            foreach (var sink in sinks)
                sink.Reopen();
            return true;
        });
    }

    /// <summary>Completes once every line queued before was written.</summary>
    public Task FlushAsync() => RunAsync(() => true);

    internal void Post(QueuedSink sink, string text)
    {
        if (Interlocked.Increment(ref _waiting) <= Capacity)
        {
            _queue.Write(new QueuedLine(sink, text, Written));
            return;
        }
        Interlocked.Decrement(ref _waiting);
        sink.Lose(Errno.EAGAIN);
    }

    internal void Release(LogFileSink sink)
    {
        lock (_lock)
        {
            if (--sink.Users > 0)
                return;
            _sinks.Remove(sink.Path);
        }
        _queue.Write(new QueuedWork(sink.Close));
    }

    LogFileSink Hold(string path)
    {
        lock (_lock)
        {
            if (!_sinks.TryGetValue(path, out var sink))
                _sinks[path] = sink = new LogFileSink(path) { LinesLost = (log, count, why) => LinesLost?.Invoke(log, count, why) };
            sink.Users++;
            return sink;
        }
    }

    Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_closed)
            done.SetCanceled();
        else
            _queue.Write(new QueuedWork(() => done.SetResult(work())));
        return done.Task;
    }

    void Written() => Interlocked.Decrement(ref _waiting);

    /// <summary>Writes what is queued and closes the files.</summary>
    public void Dispose()
    {
        _closed = true;
        _queue.Dispose();
        foreach (var sink in _sinks.Values)
            sink.Close();
    }
}
