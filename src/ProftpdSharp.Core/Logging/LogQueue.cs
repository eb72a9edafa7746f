using Serilog.Core;
using Serilog.Events;

namespace ProftpdSharp.Core.Logging;

/// <summary>A line on its way to one sink. The text is no message template: braces in it mean nothing.</summary>
sealed class QueuedLine(QueuedSink sink, string text, Action written)
    : LogEvent(default, LogEventLevel.Information, null, new MessageTemplate(text, []), [])
{
    public void Write()
    {
        sink.Emit(this);
        written();
    }
}

/// <summary>Something else that the log thread does in its turn.</summary>
sealed class QueuedWork(Action work) : LogEvent(default, LogEventLevel.Information, null, MessageTemplate.Empty, [])
{
    public void Do() => work();
}

/// <summary>The log thread's end of the queue.</summary>
sealed class LogQueueReader : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        if (logEvent is QueuedLine line)
            line.Write();
        else if (logEvent is QueuedWork work)
            work.Do();
    }
}
