using System.Globalization;

namespace ProftpdSharp.Core.Logging;

/// <summary>TraceLog: what the server does, by channels with levels. It costs a look-up where it is on and nothing where it is off.</summary>
public sealed class Tracer(TimeProvider clock)
{
    volatile LogFile? _file;
    volatile TraceChannels _channels = TraceChannels.None;

    /// <summary>The channels of the process; sessions may have others.</summary>
    public TraceChannels Channels
    {
        get => _channels;
        set => _channels = value;
    }

    /// <summary>What every line begins with where the session says nothing else.</summary>
    public TraceFields Fields { get; set; } = TraceFields.Default;

    /// <summary>Puts another file in the place of the present one.</summary>
    /// <param name="file">Null for none.</param>
    public void Use(LogFile? file)
    {
        var old = _file;
        _file = file;
        old?.Dispose();
    }

    internal bool IsOn(string channel, int level, TraceChannels? own) => _file is not null && (own ?? _channels).Include(channel, level);

    /// <summary>Writes <c>2026-11-22 13:54:58,817 [4194321] &lt;response:1&gt;: text</c>; control characters of the text are escaped.</summary>
    internal void Write(string channel, int level, SessionLog session, string text)
    {
        var fields = session.TraceFields ?? Fields;
        var time = "";
        if ((fields & TraceFields.Timestamp) != 0)
            time = Stamp(clock.GetLocalNow(), (fields & TraceFields.Milliseconds) != 0) + " ";
        var connection = (fields & TraceFields.Connection) != 0 ? $"{session.ConnectionLabel} " : "";
        // Replies are written as they are sent, with their carriage return.
        var end = text.EndsWith('\r') ? "\r" : "";
        _file?.Write($"{time}[{session.Number}] {connection}<{channel}:{level}>: {LogText.Sanitize(text[..^end.Length])}{end}");
    }

    static string Stamp(DateTimeOffset time, bool hasMilliseconds) =>
        hasMilliseconds ? LogText.Timestamp(time) : time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
