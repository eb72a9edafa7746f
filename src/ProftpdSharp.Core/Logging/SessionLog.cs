namespace ProftpdSharp.Core.Logging;

/// <summary>Writes to the system log for one session: <c>host proftpd[number] server (client[ip]): text</c>.</summary>
public sealed class SessionLog(ServerLog log, long number) : IDisposable
{
    LogFile? _own;

    /// <summary>The session number, shown where upstream shows the pid.</summary>
    public long Number { get; } = number;

    /// <summary>The address of the server in force, as log lines name it.</summary>
    public string ServerLabel { get; set; } = "";

    /// <summary><c>client[ip]</c>.</summary>
    public string ClientLabel { get; set; } = "";

    /// <summary>What the session's server says about the system log; null while it is what the daemon's says.</summary>
    public SystemLogSettings? Settings { get; private set; }

    public void Write(LogLevel level, string text) => log.Write(level, this, text);

    public void Notice(string text) => Write(LogLevel.Notice, text);

    public void Info(string text) => Write(LogLevel.Information, text);

    public void Warning(string text) => Write(LogLevel.Warning, text);

    public void Error(string text) => Write(LogLevel.Error, text);

    /// <summary>A line about a login, which syslog gets as <c>authpriv</c>.</summary>
    public void Auth(LogLevel level, string text) => log.Write(level, this, text, concernsLogin: true);

    /// <summary>A debug line, shown when <c>-d</c> or DebugLevel is at least this level (0–10).</summary>
    public void Debug(int level, string text) => log.Debug(level, this, text);

    /// <summary>Whether debug lines of this level are written, for callers whose text is costly.</summary>
    public bool ShowsDebug(int level) => log.ShowsDebug(level, this);

    /// <summary><c>(client 192.0.2.1, server 192.0.2.2:21)</c>, for lines of the TraceLog.</summary>
    public string ConnectionLabel { get; set; } = "";

    /// <summary>The session's own trace channels; null for those of the process.</summary>
    public TraceChannels? TraceChannels { get; set; }

    /// <summary>What the session's server says of lines of the TraceLog; null for what the process does.</summary>
    public TraceFields? TraceFields { get; set; }

    /// <summary>Whether lines of a trace channel are written, for callers whose text is costly.</summary>
    public bool Traces(string channel, int level) => log.Tracer.IsOn(channel, level, TraceChannels);

    /// <summary>A line of the TraceLog, where its channel has this level.</summary>
    /// <param name="channel">One of upstream's names: <c>command</c>, <c>response</c>, <c>auth</c> ...</param>
    /// <param name="level">From 1, the most important.</param>
    /// <param name="text">The line.</param>
    public void Trace(string channel, int level, string text)
    {
        if (Traces(channel, level))
            log.Tracer.Write(channel, level, this, text);
    }

    /// <summary>Puts other settings in force.</summary>
    /// <param name="settings">Null for the daemon's.</param>
    /// <param name="own">The file of the settings when the session opened it for itself; it is closed with the session.</param>
    internal void Use(SystemLogSettings? settings, LogFile? own = null)
    {
        Settings = settings;
        _own?.Dispose();
        _own = own;
    }

    /// <summary>Lets go of the session's own file, after its last line.</summary>
    public void Dispose() => _own?.Dispose();
}
