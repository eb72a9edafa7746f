using System.Text;

namespace ProftpdSharp.Utilities;

/// <summary>What a utility reads and writes. Text is bytes carried as Latin-1.</summary>
sealed class UtilityConsole
{
    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    public required TextReader Input { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The configuration that is looked into for ScoreboardFile when no option names one.</summary>
    public string ConfigurationFile { get; init; } = "/etc/proftpd/proftpd.conf";

    /// <summary>The scoreboard of a server that does not configure one.</summary>
    public string ScoreboardFile { get; init; } = "/run/proftpd.scoreboard";

    /// <summary>The file by which ftpshut tells servers to go down.</summary>
    public string ShutdownFile { get; init; } = "/etc/shutmsg";

    /// <summary>A line on standard error.</summary>
    public void Error(string text) => Errors.Write(text + "\n");

    /// <summary>A line on standard output.</summary>
    public void Line(string text) => Output.Write(text + "\n");

    /// <summary>A word of the command line, which the runtime decoded as UTF-8, as the bytes that it was.</summary>
    public static string Bytes(string word) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word));
}
