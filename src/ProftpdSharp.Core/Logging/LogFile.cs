namespace ProftpdSharp.Core.Logging;

/// <summary>One user's hold on a log file that the process shares by path. Dispose it when the session, or the configuration, ends.</summary>
public sealed class LogFile : IDisposable
{
    readonly LogFiles _files;
    int _disposed;

    internal LogFile(LogFiles files, LogFileSink sink)
    {
        _files = files;
        Sink = sink;
    }

    public string Path => Sink.Path;

    internal LogFileSink Sink { get; }

    /// <summary>Queues one line, to be written as it is, byte for char, with a line feed. Text from clients must have been sanitized.</summary>
    public void Write(string line) => _files.Post(Sink, line + "\n");

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _files.Release(Sink);
    }
}
