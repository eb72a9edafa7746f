using ProftpdSharp.Configuration;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>What one run of the program is for.</summary>
enum Purpose
{
    Serve,

    /// <summary><c>-t</c>.</summary>
    Check,

    /// <summary><c>--lint</c>.</summary>
    Lint,

    /// <summary><c>--explain</c>.</summary>
    Explain,

    /// <summary><c>--dump</c>.</summary>
    Dump,
}

/// <summary>The forms of a report.</summary>
enum ReportFormat
{
    Text,
    Json,

    /// <summary>The static analysis format that code hosts read, version 2.1.0.</summary>
    Sarif,
}

/// <summary>Somebody who might connect.</summary>
/// <param name="User">As USER would have it; null for nobody who logs in.</param>
/// <param name="Group">The primary group instead of the account's own.</param>
/// <param name="From">The address; null for the loopback.</param>
/// <param name="Directory">Where it changes to before the command; null for where its login begins.</param>
sealed record ExplainedClient(string? User = null, string? Group = null, string? From = null, string? Directory = null);

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

    /// <summary>What the program is to do; without an option that says so it serves.</summary>
    public Purpose Purpose { get; init; }

    /// <summary><c>--format</c>: how <c>--lint</c> prints what it found.</summary>
    public ReportFormat Format { get; init; }

    /// <summary><c>--server</c>: the server that <c>--dump</c> and <c>--explain</c> are about, by a name or address it has.</summary>
    public string? Server { get; init; }

    /// <summary><c>--user --group --from --cwd</c>: whom <c>--explain</c> asks for.</summary>
    public ExplainedClient Client { get; init; } = new();

    /// <summary>The words that are no options: the command of <c>--explain</c>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>How often <c>-v</c> was given.</summary>
    public int VersionDetail { get; init; }

    /// <summary>How the file is to be read: <c>-D -N -S -4 -6 --allow-missing</c>.</summary>
    public required LoadOptions Loading { get; init; }
}
