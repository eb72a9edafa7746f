using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>What one line of a formatted log is about: a command that was answered, or the begin or end of a session.</summary>
public sealed record LogRow
{
    public required Session Session { get; init; }

    /// <summary>Null for the begin and end of a session.</summary>
    public Command? Command { get; init; }

    /// <summary><c>%m</c>: the verb, <c>SITE CHMOD</c>, <c>EXIT</c>; empty for the begin of a session.</summary>
    public required string Method { get; init; }

    /// <summary>The argument as <c>%J</c> shows it, secrets hidden.</summary>
    public string Argument { get; init; } = "";

    /// <summary>Local time of the row.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>From the receipt of the command to its answer.</summary>
    public TimeSpan ResponseTime { get; init; }

    /// <summary>The code of the reply; 0 when there is none.</summary>
    public int ReplyCode { get; init; }

    /// <summary>The last line of the reply.</summary>
    public string ReplyText { get; init; } = "";

    /// <summary>Bytes from the client on all connections of the session, as they came over the network.</summary>
    public long RawReceived { get; init; }

    /// <summary>Bytes to the client, without the reply that answers this command: upstream logs before it sends.</summary>
    public long RawSent { get; init; }

    /// <summary>The name that USER gave; null when it gave none or its login failed.</summary>
    public string? GivenUser { get; init; }

    /// <summary>The transfer that this command made; null when it made none.</summary>
    public FinishedTransfer? Transfer { get; init; }

    /// <summary>The transfer that this command was about to make; null when it did not come that far.</summary>
    public TransferAttempt? Attempt { get; init; }

    /// <summary>What a deadline made of the transfer, where upstream says something else than the reply does; null otherwise.</summary>
    public (string Status, string Failure)? CutShort { get; init; }

    /// <summary>The row is written before the session's end is known, which it therefore does not tell.</summary>
    public bool IsBeforeEnd { get; init; }

    /// <summary>Who is logged in, or was refused for want of room.</summary>
    public LoginState? Login => Session.Login ?? Session.TurnedAway;

    /// <summary>The port of the data connection: ours when passive, the client's when active; 0 when the client never asked for one.</summary>
    public int DataPort { get; init; }

    /// <summary>What RNTO renamed, as the client sees it.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>The uploaded file existed before.</summary>
    public bool ModifiedFile { get; init; }

    /// <summary>Bytes of the file after its transfer, or of the file that DELE removed; null when unknown.</summary>
    public long? FileSize { get; init; }

    /// <summary>Whether the reply was one of success.</summary>
    public bool Succeeded => ReplyCode is > 0 and < 400;
}
