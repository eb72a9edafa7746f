using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;

namespace ProftpdSharp.Modules.Log;

/// <summary>One ExtendedLog line: where it goes, what it selects, how it looks.</summary>
/// <param name="Path">The file; empty when it goes to syslog.</param>
/// <param name="Level">The syslog level; null when it goes to a file.</param>
/// <param name="Classes">The command classes that are logged.</param>
/// <param name="Excluded">Classes whose commands are not logged, though they may have another class that is.</param>
/// <param name="TakesUnclassified">Commands without a class are logged too: with exactly <c>ALL</c>, or without classes.</param>
/// <param name="FormatName">The LogFormat; null for the built-in one.</param>
sealed record ExtendedLogTarget(string Path, LogLevel? Level, CommandClass Classes, CommandClass Excluded, bool TakesUnclassified, string? FormatName)
{
    const string SyslogPrefix = "syslog:";

    /// <summary>Our own: <c>json:/var/log/proftpd/x.json</c>.</summary>
    const string JsonPrefix = "json:";

    /// <summary>Rows are lines of JSON instead of text.</summary>
    public bool IsJson { get; private init; }

    /// <summary>Whether a row of the class is written.</summary>
    public bool Takes(CommandClass rowClass) => rowClass == CommandClass.None ? TakesUnclassified : (Classes & rowClass) != 0 && (Excluded & rowClass) == 0;

    public static Parsed<ExtendedLogTarget> Parse(DirectiveLine line)
    {
        var isJson = line[0].StartsWith(JsonPrefix, StringComparison.OrdinalIgnoreCase);
        return ParseTarget(line).Then(target => target with { IsJson = isJson });
    }

    static Parsed<ExtendedLogTarget> ParseTarget(DirectiveLine line)
    {
        if (Destination(line) is { Error: { } problem })
            return problem;
        var (path, level) = Destination(line).Value;
        if (line.Count == 1)
            return new ExtendedLogTarget(path, level, CommandClass.All | CommandClass.Connect | CommandClass.Exit, CommandClass.None, true, null);
        if (ClassesNamed(line[1]) is not { } classes)
            return line.Error($"invalid log class in '{line[1]}': No such file or directory");
        var (included, excluded) = classes;
        var isAll = included == CommandClass.All && excluded == CommandClass.None;
        return new ExtendedLogTarget(path, level, included, excluded, isAll, line.Count > 2 ? line[2] : null);
    }

    static Parsed<(string Path, LogLevel? Level)> Destination(DirectiveLine line)
    {
        if (line[0].StartsWith(SyslogPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var name = line[0][SyslogPrefix.Length..];
            return LoggingDirectives.LevelNamed(name) is { } level ? ("", level) : line.Error($"unknown syslog level: '{name}'");
        }
        var path = line[0].StartsWith(JsonPrefix, StringComparison.OrdinalIgnoreCase) ? line[0][JsonPrefix.Length..] : line[0];
        return path.StartsWith('/') ? (path, null) : line.Error($"relative paths not allowed: '{line[0]}'");
    }

    /// <summary>Names are taken from left to right: <c>ALL,!READ</c>, while <c>NONE</c> forgets those before it.</summary>
    static (CommandClass Included, CommandClass Excluded)? ClassesNamed(string list)
    {
        var (included, excluded) = (CommandClass.None, CommandClass.None);
        foreach (var word in list.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ClassNamed(word.TrimStart('!')) is not { } named)
                return null;
            if (named == CommandClass.None)
                (included, excluded) = (named, named);
            else if (word[0] == '!')
                excluded |= named;
            else
                included |= named;
        }
        return (included, excluded);
    }

    static CommandClass? ClassNamed(string name) => name.ToUpperInvariant() switch
    {
        "NONE" => CommandClass.None,
        "ALL" => CommandClass.All,
        "AUTH" => CommandClass.Auth,
        "INFO" => CommandClass.Info,
        "DIRS" => CommandClass.Dirs,
        "READ" => CommandClass.Read,
        "WRITE" => CommandClass.Write,
        "MISC" => CommandClass.Misc,
        "SEC" or "SECURE" => CommandClass.Sec,
        "CONNECT" => CommandClass.Connect,
        "EXIT" or "DISCONNECT" => CommandClass.Exit,
        "SSH" => CommandClass.Ssh,
        "SFTP" => CommandClass.Sftp,
        _ => null,
    };
}
