namespace ProftpdSharp.Daemon.Running;

/// <summary>What the command line says about serving.</summary>
public sealed record StartOptions
{
    /// <summary><c>-c</c>.</summary>
    public string ConfigPath { get; init; } = "/etc/proftpd/proftpd.conf";

    /// <summary><c>-n</c>: stay in the foreground.</summary>
    public bool Foreground { get; init; }

    /// <summary><c>-q</c>: with <c>-n</c>, log where the configuration says instead of to standard error.</summary>
    public bool Quiet { get; init; }

    /// <summary><c>-d</c>; 0 without it.</summary>
    public int DebugLevel { get; init; }

    /// <summary><c>-X</c>: serve one session and end.</summary>
    public bool SingleSession { get; init; }

    /// <summary>Started as <c>in.proftpd</c>: inetd, whatever ServerType says.</summary>
    public bool Inetd { get; init; }

    /// <summary>How the file is to be read: <c>-D -N -S --allow-missing</c>.</summary>
    public required Configuration.LoadOptions Loading { get; init; }
}
