namespace ProftpdSharp.Core.Logging;

/// <summary>The syslog levels (RFC 3164), most severe first.</summary>
public enum LogLevel
{
    Emergency = 0,
    Alert = 1,
    Critical = 2,
    Error = 3,
    Warning = 4,
    Notice = 5,
    Information = 6,
    Debug = 7,
}

/// <summary>Writes to the system log for one session: <c>host proftpd[number] server (client[ip]): text</c>.</summary>
public sealed class SessionLog(ServerLog log, long number)
{
    /// <summary>The session number, shown where upstream shows the pid.</summary>
    public long Number { get; } = number;

    /// <summary>The address of the server in force, as log lines name it.</summary>
    public string ServerLabel { get; set; } = "";

    /// <summary><c>client[ip]</c>.</summary>
    public string ClientLabel { get; set; } = "";

    public void Write(LogLevel level, string text) => log.Write(level, this, text);

    public void Notice(string text) => Write(LogLevel.Notice, text);

    public void Info(string text) => Write(LogLevel.Information, text);

    public void Warning(string text) => Write(LogLevel.Warning, text);

    public void Error(string text) => Write(LogLevel.Error, text);

    /// <summary>A debug line, shown when <c>-d</c> or DebugLevel is at least this level (0–10).</summary>
    public void Debug(int level, string text) => log.Debug(level, this, text);
}
