using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Logging;

/// <summary>
/// The system log of the process: to standard error in the foreground, else to SystemLog, ServerLog or syslog. Lines are queued; the calling
/// thread never waits for a disk.
/// </summary>
public sealed class ServerLog : IDisposable
{
    readonly TimeProvider _clock;
    readonly Syslog _syslog;
    volatile SystemLogSettings _settings = new();

    /// <param name="clock">Where the time comes from.</param>
    /// <param name="syslogPath">The log daemon's socket.</param>
    public ServerLog(TimeProvider clock, string syslogPath = "/dev/log")
    {
        _clock = clock;
        Tracer = new Tracer(clock);
        _syslog = new Syslog(Files, syslogPath) { LinesLost = OnLinesLost };
        Files.LinesLost = OnLinesLost;
    }

    /// <summary>Every log file of the process.</summary>
    public LogFiles Files { get; } = new();

    /// <summary>TraceLog.</summary>
    public Tracer Tracer { get; }

    /// <summary>Standard error, while the process runs in the foreground and without <c>-q</c>: all lines go there and no level is hidden.</summary>
    public LogFile? Console { get; set; }

    /// <summary>Takes the lines of a start in the background until its log is in force: whoever started it reads them. Null otherwise.</summary>
    public Action<string>? Early { get; set; }

    /// <summary>The host's name in every line; empty before the daemon knows it.</summary>
    public string HostName { get; set; } = "";

    /// <summary>The daemon's pid.</summary>
    public long ProcessNumber { get; set; } = Processes.Getpid();

    /// <summary>The main server's address as lines of the daemon name it; empty before the configuration was read.</summary>
    public string ServerLabel { get; set; } = "";

    /// <summary><c>-d</c>: 0–10; null when it was not given.</summary>
    public int? DebugOption { get; set; }

    /// <summary>What the configuration says, for the daemon and for sessions that have nothing else.</summary>
    public SystemLogSettings Settings
    {
        get => _settings;
        set
        {
            var old = _settings;
            _settings = value;
            if (!ReferenceEquals(old.File, value.File))
                old.File?.Dispose();
        }
    }

    /// <summary>Takes another debug level from now on, as <c>-d</c> would have given it.</summary>
    public void SetDebugLevel(int level)
    {
        DebugOption = level;
        Settings = Settings with { DebugLevel = level, IsDebugging = level > 0 };
    }

    /// <param name="level">The syslog level.</param>
    /// <param name="session">Whose line it is; null for the daemon's own.</param>
    /// <param name="text">One line in upstream's wording; control characters in it are escaped.</param>
    /// <param name="concernsLogin">Syslog's <c>authpriv</c> instead of <c>daemon</c>.</param>
    public void Write(LogLevel level, SessionLog? session, string text, bool concernsLogin = false)
    {
        var settings = session?.Settings ?? Settings;
        if (Console is null && Early is null && (level > settings.LowestLevel || settings.Target == SystemLogTarget.None))
            return;
        var line = new SystemLogLine(this, session, settings, _clock.GetLocalNow(), LogText.Sanitize(text));
        if (Console is { } console)
            console.Write(line.ForFile());
        else if (Early is { } early)
            early(line.ForFile());
        else if (settings.Target == SystemLogTarget.File)
            settings.File?.Write(line.ForFile());
        else
            _syslog.Send(FacilityOf(settings, concernsLogin), level, line.ForSyslog());
    }

    /// <summary>A debug line of a level 0–10.</summary>
    public void Debug(int level, SessionLog? session, string text)
    {
        if (ShowsDebug(level, session))
            Write(LogLevel.Debug, session, text);
    }

    internal bool ShowsDebug(int level, SessionLog? session)
    {
        var settings = session?.Settings ?? Settings;
        return level <= settings.DebugLevel && (Console is not null || Early is not null || settings.LowestLevel == LogLevel.Debug);
    }

    /// <summary>Sends one line to syslog whatever the settings say: <c>ExtendedLog syslog:level</c>.</summary>
    public void WriteSyslog(LogLevel level, SessionLog session, string text)
    {
        var settings = session.Settings ?? Settings;
        var line = new SystemLogLine(this, session, settings, _clock.GetLocalNow(), LogText.Sanitize(text));
        _syslog.Send(FacilityOf(settings, false), level, line.WithoutLabels());
    }

    void OnLinesLost(string path, long count, Errno why) =>
        Write(LogLevel.Warning, null, $"warning: {count} line(s) for log '{path}' were lost: {why.Describe()}");

    static SyslogFacility FacilityOf(SystemLogSettings settings, bool concernsLogin) =>
        settings.Facility ?? (concernsLogin ? SyslogFacility.AuthPriv : SyslogFacility.Daemon);

    /// <summary>Writes what is queued and closes every log.</summary>
    public void Dispose()
    {
        Files.Dispose();
        _syslog.Dispose();
    }
}
