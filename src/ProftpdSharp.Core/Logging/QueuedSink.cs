using ProftpdSharp.Native;
using Serilog.Core;
using Serilog.Events;

namespace ProftpdSharp.Core.Logging;

/// <summary>A sink behind the queue of <see cref="LogFiles"/>: it writes on the log thread and counts what it had to drop.</summary>
abstract class QueuedSink(string path) : ILogEventSink
{
    long _lost;
    volatile Errno _why;

    public string Path { get; } = path;

    /// <summary>Told on the log thread, when a line could be written again, how many before it were lost and why.</summary>
    public Action<string, long, Errno>? LinesLost { get; init; }

    /// <summary>A line is dropped; called on any thread.</summary>
    public void Lose(Errno why)
    {
        _why = why;
        Interlocked.Increment(ref _lost);
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        var error = Write(logEvent.MessageTemplate.Text);
        if (error != Errno.None)
            Lose(error);
        else if (Interlocked.Exchange(ref _lost, 0) is > 0 and var count)
            LinesLost?.Invoke(Path, count, _why);
    }

    /// <summary>Writes one line whole.</summary>
    protected abstract Errno Write(string text);
}
