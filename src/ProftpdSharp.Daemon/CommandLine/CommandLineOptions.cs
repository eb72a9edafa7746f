using ProftpdSharp.Configuration;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>What the command line says, once it was understood.</summary>
sealed record CommandLineOptions
{
    /// <summary><c>-c</c>: an absolute path.</summary>
    public string ConfigPath { get; init; } = "/etc/proftpd/proftpd.conf";

    /// <summary><c>-n</c>: stay in the foreground and log to standard error.</summary>
    public bool Foreground { get; init; }

    /// <summary><c>-q</c>: with <c>-n</c>, do not log to standard error.</summary>
    public bool Quiet { get; init; }

    /// <summary><c>-d</c>: 0 to 10; null without it. With it the lowest log level is debug.</summary>
    public int? DebugLevel { get; init; }

    /// <summary><c>-X</c>: serve one session and end.</summary>
    public bool SingleSession { get; init; }

    /// <summary>Started as <c>in.proftpd</c>: inetd, whatever ServerType says.</summary>
    public bool Inetd { get; init; }

    /// <summary><c>-t</c>: check the configuration and end.</summary>
    public bool OnlyCheck { get; init; }

    /// <summary>How often <c>-v</c> was given.</summary>
    public int VersionDetail { get; init; }

    /// <summary>How the file is to be read: <c>-D -N -S -4 -6 --allow-missing</c>.</summary>
    public required LoadOptions Loading { get; init; }
}
