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

/// <summary>The syslog facilities (RFC 3164) that SyslogFacility names.</summary>
public enum SyslogFacility
{
    Kern = 0,
    User = 1,
    Mail = 2,
    Daemon = 3,
    Auth = 4,
    Lpr = 6,
    News = 7,
    Uucp = 8,
    Cron = 9,
    AuthPriv = 10,
    Ftp = 11,
    Local0 = 16,
    Local1 = 17,
    Local2 = 18,
    Local3 = 19,
    Local4 = 20,
    Local5 = 21,
    Local6 = 22,
    Local7 = 23,
}

/// <summary>What stands before the text of a system log line (LogOptions).</summary>
[Flags]
public enum LogFields
{
    None = 0,
    Timestamp = 1,
    Hostname = 2,
    VirtualHost = 4,

    /// <summary><c>daemon[n]</c> and <c>session[n]</c> instead of <c>proftpd[n]</c>.</summary>
    RoleBasedProcessLabels = 8,

    Default = Timestamp | Hostname | VirtualHost,
}
