using System.Globalization;

namespace ProftpdSharp.Core.Logging;

/// <summary>One line of the system log in its two forms.</summary>
readonly struct SystemLogLine(ServerLog log, SessionLog? session, SystemLogSettings settings, DateTimeOffset time, string text)
{
    /// <summary><c>2026-11-22 10:31:13,681 host proftpd[4194321] server (client[ip]): text</c>.</summary>
    public string ForFile()
    {
        var timestamp = Has(LogFields.Timestamp) ? LogText.Timestamp(time) + " " : "";
        var host = Has(LogFields.Hostname) ? log.HostName + " " : "";
        var labels = Labels();
        return labels.Length == 0 ? $"{timestamp}{host}{Role()}[{Number}]: {text}" : $"{timestamp}{host}{Role()}[{Number}] {labels}: {text}";
    }

    /// <summary><c>Nov 22 10:33:38 proftpd[4194321]: server (client[ip]) - text</c>: what follows the priority in syslog's datagram.</summary>
    public string ForSyslog()
    {
        var labels = Labels();
        return labels.Length == 0 ? WithoutLabels() : $"{SyslogPrefix()}{labels} - {text}";
    }

    /// <summary><c>Nov 22 10:33:38 proftpd[4194321]: text</c>.</summary>
    public string WithoutLabels() => SyslogPrefix() + text;

    string SyslogPrefix()
    {
        var month = time.ToString("MMM", CultureInfo.InvariantCulture);
        var clock = time.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{month} {time.Day,2} {clock} proftpd[{Number}]: ";
    }

    long Number => session?.Number ?? log.ProcessNumber;

    string Role()
    {
        if (!Has(LogFields.RoleBasedProcessLabels))
            return "proftpd";
        return session is null ? "daemon" : "session";
    }

    string Labels()
    {
        var server = Has(LogFields.VirtualHost) ? session?.ServerLabel ?? log.ServerLabel : "";
        var client = session is { ClientLabel.Length: > 0 } ? $"({session.ClientLabel})" : "";
        return server.Length > 0 && client.Length > 0 ? $"{server} {client}" : server + client;
    }

    bool Has(LogFields field) => (settings.Fields & field) != 0;
}
