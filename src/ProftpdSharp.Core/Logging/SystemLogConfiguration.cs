using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Logging;

/// <summary>What came of opening the daemon's system log.</summary>
/// <param name="Settings">What to put into <see cref="ServerLog.Settings"/>; null when the configuration must be refused.</param>
/// <param name="Errors">Upstream's lines about the refusal, in their order.</param>
public sealed record SystemLogOutcome(SystemLogSettings? Settings, IReadOnlyList<string> Errors);

/// <summary>Turns what a configuration says about the system log into settings.</summary>
public static class SystemLogConfiguration
{
    /// <summary>Opens the daemon's system log as a configuration wants it, at start and for SIGHUP. Nothing is in force before the caller sets it.</summary>
    /// <param name="log">The log.</param>
    /// <param name="configuration">What the file says.</param>
    /// <param name="isForeground">Lines stay on standard error: the file is made and its path judged, but nothing is written to it.</param>
    public static async Task<SystemLogOutcome> OpenAsync(ServerLog log, ServerConfiguration configuration, bool isForeground)
    {
        var root = configuration.Main.Root;
        var fields = root.All(LoggingDirectives.LogOptions).LastOrDefault()?.Value ?? LogFields.Default;
        var settings = Read(log, configuration, root, fields) with { DebugLevel = log.DebugOption ?? 0 };
        if (root.Get(LoggingDirectives.SystemLog) is not { } path)
            return new SystemLogOutcome(settings, []);
        if (path.Length == 0)
            return new SystemLogOutcome(settings with { Target = SystemLogTarget.None }, []);
        var absolute = Absolute(path);
        var opening = await log.Files.OpenAsync(absolute, LogFiles.PrivateMode, root.Get(LoggingDirectives.AllowLogSymlinks));
        if (opening.File is not { } file)
            return new SystemLogOutcome(null, Describe(opening));
        if (!isForeground)
            return new SystemLogOutcome(settings with { Target = SystemLogTarget.File, File = file }, []);
        file.Dispose();
        return new SystemLogOutcome(settings, []);
    }

    /// <summary>Gives a session the settings of its server, at its start and whenever it gets another server.</summary>
    public static async Task ApplyAsync(SessionLog session, ServerLog log, ServerConfiguration configuration, VirtualServer server)
    {
        var daemon = log.Settings;
        var settings = Read(log, configuration, server.Root, daemon.Fields) with { Target = daemon.Target, File = daemon.File };
        var path = server.Root.Get(LoggingDirectives.ServerLog) ?? Differing(configuration, server);
        if (path is { Length: 0 })
            settings = settings with { Target = SystemLogTarget.None };
        LogFile? own = null;
        if (path is { Length: > 0 } && log.Console is null)
        {
            var allowSymlinks = server.Root.Get(LoggingDirectives.AllowLogSymlinks);
            own = (await log.Files.OpenAsync(Absolute(path), LogFiles.PrivateMode, allowSymlinks)).File;
            settings = settings with { Target = own is null ? SystemLogTarget.None : SystemLogTarget.File, File = own };
        }
        session.Use(settings == daemon ? null : settings, own);
    }

    static SystemLogSettings Read(ServerLog log, ServerConfiguration configuration, ConfigScope root, LogFields fields) => new()
    {
        Level = root.Get(LoggingDirectives.SyslogLevel),
        DebugLevel = root.Get(LoggingDirectives.DebugLevel) ?? log.DebugOption ?? 0,
        IsDebugging = log.DebugOption > 0,
        Fields = root.Find(LoggingDirectives.LogOptions)?.Value ?? fields,
        Facility = configuration.Process.Get(LoggingDirectives.SyslogFacility),
    };

    /// <summary>SystemLog where an If* section changed it for this session.</summary>
    static string? Differing(ServerConfiguration configuration, VirtualServer server)
    {
        var path = server.Root.Get(LoggingDirectives.SystemLog);
        return path == configuration.Main.Root.Get(LoggingDirectives.SystemLog) ? null : path;
    }

    static string Absolute(string path) => path.StartsWith('/') ? path : $"{Environment.CurrentDirectory}/{path}";

    static string[] Describe(LogOpening opening)
    {
        var path = opening.Path;
        var reason = opening.Refusal == LogRefusal.WorldWritableDirectory ? $"{path} is a world-writable directory" : opening.Reason;
        var line = $"unable to open SystemLog '{path}': {reason}";
        return opening.DirectoryProblem is { } problem ? [problem, line] : [line];
    }
}
