namespace ProftpdSharp.Core.Scoreboard;

/// <summary>The daemon's part of a scoreboard.</summary>
/// <param name="ProcessId">The daemon's pid; 0 for sessions that inetd started.</param>
/// <param name="Started">When it started, to the second.</param>
public sealed record ScoreboardHeader(int ProcessId, DateTimeOffset Started);

/// <summary>What a scoreboard says about one session. Texts are byte strings; what does not fit its field is cut.</summary>
public sealed record ScoreboardEntry
{
    /// <summary>The user of a session that has not logged in.</summary>
    public const string NoUser = "(none)";

    /// <summary>The command of a session that waits for one.</summary>
    public const string Idle = "idle";

    /// <summary>The session number, where upstream has the session's pid.</summary>
    public required uint Number { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    public string User { get; init; } = NoUser;

    public int ServerPort { get; init; }

    /// <summary><c>192.0.2.1:21</c>.</summary>
    public string ServerAddress { get; init; } = "";

    /// <summary>ServerName.</summary>
    public string ServerLabel { get; init; } = "";

    public string ClientAddress { get; init; } = "";

    public string ClientName { get; init; } = "";

    /// <summary>Empty when the client belongs to no class.</summary>
    public string Class { get; init; } = "";

    public string Protocol { get; init; } = "";

    /// <summary>The working directory as the client sees it.</summary>
    public string Directory { get; init; } = "";

    /// <summary>The verb; <see cref="Idle"/> between commands, empty before the login.</summary>
    public string Command { get; init; } = "";

    public string Argument { get; init; } = "";

    /// <summary>Since when the session is idle; null before the login.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    public DateTimeOffset Connected { get; init; }

    /// <summary>Bytes of the file that is being sent.</summary>
    public long TransferSize { get; init; }

    /// <summary>Bytes of it sent so far.</summary>
    public long TransferDone { get; init; }

    /// <summary>Bytes of the last transfer.</summary>
    public long TransferLength { get; init; }

    /// <summary>How long the last transfer took.</summary>
    public TimeSpan TransferElapsed { get; init; }

    public bool IsAuthenticating => User == NoUser;
}
