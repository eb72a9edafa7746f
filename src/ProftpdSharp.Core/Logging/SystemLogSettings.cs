namespace ProftpdSharp.Core.Logging;

/// <summary>Where system log lines go.</summary>
public enum SystemLogTarget
{
    /// <summary>/dev/log.</summary>
    Syslog,

    /// <summary>SystemLog or ServerLog.</summary>
    File,

    /// <summary><c>SystemLog none</c>.</summary>
    None,
}

/// <summary>What the configuration says about the system log, for the daemon or for one session; immutable.</summary>
public sealed record SystemLogSettings
{
    public SystemLogTarget Target { get; init; }

    /// <summary>The file when the target is one.</summary>
    public LogFile? File { get; init; }

    /// <summary>SyslogLevel; null when it is not configured.</summary>
    public LogLevel? Level { get; init; }

    /// <summary><c>-d</c> or DebugLevel: 0–10.</summary>
    public int DebugLevel { get; init; }

    /// <summary><c>-d</c> was given, which opens the log for debug lines even where DebugLevel then closes them.</summary>
    public bool IsDebugging { get; init; }

    public LogFields Fields { get; init; } = LogFields.Default;

    /// <summary>SyslogFacility; null is <c>daemon</c>, and <c>authpriv</c> for what concerns logins.</summary>
    public SyslogFacility? Facility { get; init; }

    /// <summary>The least severe level that is written. Debugging raises it unless SyslogLevel says otherwise, as upstream does.</summary>
    public LogLevel LowestLevel => Level ?? (DebugLevel > 0 || IsDebugging ? LogLevel.Debug : LogLevel.Notice);
}
