using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Logging;

/// <summary>What is configured about logs as such; mod_core and mod_log register it.</summary>
public static class LoggingDirectives
{
    /// <summary>mod_log: whether a log may be a symbolic link.</summary>
    public static readonly Directive<bool> AllowLogSymlinks = new("AllowLogSymlinks", Contexts.ServerWide, Values.Boolean, false);

    /// <summary>mod_log: the system log of the daemon; null where it is syslog, empty for <c>none</c>.</summary>
    public static readonly Directive<string?> SystemLog =
        new("SystemLog", ConfigContext.Server | ConfigContext.Global, ParsePath, null);

    /// <summary>mod_log: the system log of one server's sessions; values as <see cref="SystemLog"/>.</summary>
    public static readonly Directive<string?> ServerLog = new("ServerLog", Contexts.ServerWide, ParsePath, null);

    /// <summary>mod_log: what precedes the text of a line.</summary>
    public static readonly Directive<LogFields> LogOptions =
        new("LogOptions", Contexts.ServerWide, ParseOptions, LogFields.Default) { WrongCount = "wrong number of parameters" };

    /// <summary>mod_core.</summary>
    public static readonly Directive<SyslogFacility?> SyslogFacility =
        new("SyslogFacility", ConfigContext.Server, ParseFacility, null) { Storage = Storage.Process };

    /// <summary>mod_core: the least severe level that is logged.</summary>
    public static readonly Directive<LogLevel?> SyslogLevel = new("SyslogLevel", Contexts.ServerWide, ParseLevel, null);

    /// <summary>mod_core: takes the place of <c>-d</c> in sessions.</summary>
    public static readonly Directive<int?> DebugLevel = new("DebugLevel", Contexts.ServerWide, ParseDebugLevel, null);

    /// <summary>The level of a name, in any case; null when it is none.</summary>
    public static LogLevel? LevelNamed(string name) => name.ToLowerInvariant() switch
    {
        "emerg" => LogLevel.Emergency,
        "alert" => LogLevel.Alert,
        "crit" => LogLevel.Critical,
        "error" => LogLevel.Error,
        "warn" => LogLevel.Warning,
        "notice" => LogLevel.Notice,
        "info" => LogLevel.Information,
        "debug" => LogLevel.Debug,
        _ => null,
    };

    static Parsed<string?> ParsePath(DirectiveLine line) => line[0].Equals("none", StringComparison.OrdinalIgnoreCase) ? "" : line[0];

    static Parsed<LogLevel?> ParseLevel(DirectiveLine line) =>
        LevelNamed(line[0]) is { } level
            ? level
            : line.Error("SyslogLevel requires level keyword: one of emerg/alert/crit/error/warn/notice/info/debug");

    static Parsed<SyslogFacility?> ParseFacility(DirectiveLine line)
    {
        // Upstream has one facility for both names.
        if (line[0].Equals("AUTH", StringComparison.OrdinalIgnoreCase))
            return Logging.SyslogFacility.AuthPriv;
        return line[0] is [>= 'A', ..] && line[0].All(char.IsAsciiLetterOrDigit) && Enum.TryParse<SyslogFacility>(line[0], ignoreCase: true, out var facility)
            ? facility
            : line.Error("argument must be a valid syslog facility");
    }

    static Parsed<int?> ParseDebugLevel(DirectiveLine line)
    {
        if (line[0].Length == 0)
            return 0;
        if (Values.WholeNumber(line[0]) is not { } level)
            return line.Error("not a valid number");
        return unchecked((int)level) is >= 0 and <= 10 and var debug ? debug : line.Error("invalid debug level configured");
    }

    static Parsed<LogFields> ParseOptions(DirectiveLine line)
    {
        var fields = LogFields.Default;
        foreach (var option in line.Arguments)
        {
            if (option.Length == 0 || option[0] is not ('+' or '-'))
                return line.Error($"bad LogOption: '{option}'");
            if (FieldNamed(option[1..]) is not { } field)
                return line.Error($"unknown LogOption: '{option[1..]}'");
            fields = option[0] == '+' ? fields | field : fields & ~field;
        }
        return fields;
    }

    static LogFields? FieldNamed(string name) => name.ToLowerInvariant() switch
    {
        "timestamp" => LogFields.Timestamp,
        "hostname" => LogFields.Hostname,
        "virtualhost" => LogFields.VirtualHost,
        "rolebasedprocesslabels" => LogFields.RoleBasedProcessLabels,
        _ => null,
    };
}
