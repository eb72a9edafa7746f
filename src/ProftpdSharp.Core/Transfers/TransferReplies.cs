using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

/// <summary>What the client and the log are told of a transfer.</summary>
public static class TransferReplies
{
    const string Closed = "Data connection closed";

    /// <summary>The usual text of the 150.</summary>
    /// <param name="session">Its TYPE decides the mode's name.</param>
    /// <param name="name">The file as the client named it, or <c>file list</c>.</param>
    /// <param name="size">Bytes that will be sent; null when not told.</param>
    public static string Opening(Session session, string name, long? size = null)
    {
        var mode = session.State(TransferState.Key).IsAscii ? "ASCII" : "BINARY";
        var bytes = size switch
        {
            null or 0 => "",
            1 => " (1 byte)",
            { } count => $" ({count} bytes)",
        };
        return $"Opening {mode} mode data connection for {name}{bytes}";
    }

    /// <summary>The notice of every end before the end; ABOR writes one too, also when there is nothing to abort.</summary>
    /// <param name="session">Whose transfer.</param>
    /// <param name="why">What ended it.</param>
    public static void LogAborting(Session session, string why) =>
        session.Log.Write(LogLevel.Notice, $"notice: user {session.Login?.UserName}: aborting transfer: {why}");

    internal static void NotConnected(Session session, Errno error) =>
        session.Responses.AddError(425, $"Unable to build data connection: {error.Describe()}");

    /// <summary>ABOR, or the client's leave, ended the wait for its data connection: upstream waits on and then aborts the transfer.</summary>
    internal static void GivenUp(Session session)
    {
        LogAborting(session, Closed);
        session.Responses.AddError(426, $"Transfer aborted. {Closed}.");
    }

    /// <summary>The reply to a transfer that is over, well or not.</summary>
    internal static Outcome Ended(Session session, DataTransfer transfer)
    {
        var result = transfer.Result;
        // What comes to its end just when the session does is not told of any more.
        if (result.End == CopyEnd.Complete && session.Ending is null)
            return session.Succeed(226, "Transfer complete");
        var why = result.End == CopyEnd.FileFailed ? result.Error.Describe() : Closed;
        if (result.End != CopyEnd.FileFailed && transfer.IsAborted && !session.State(TransferState.Key).IsPlainAbort)
            return AbortedTwice(session, transfer, why);
        LogAborting(session, why);
        // QUIT, a deadline or TimeoutStalled ended the session with it: nothing more is said, but the logs of the last two name the usual error.
        if (session.Ending is { Reason: DisconnectReason.Timeout })
            session.Responses.Sent(426, $"Transfer aborted. {why}");
        if (session.Ending is not null)
            return Outcome.Failed;
        // Upstream ends the text with a period when ABOR is the reason, or the client's orderly leave.
        session.Responses.AddError(CodeOf(result), $"Transfer aborted. {why}{(transfer.IsAborted || result is { End: CopyEnd.ControlLost, Error: Errno.None } ? "." : "")}");
        return Outcome.Failed;
    }

    /// <summary>
    /// After an ABOR that upstream takes for any command, its 226 is already sent, and whoever uses the closed connection next complains: reading
    /// complains once more, and so does a listing, which names an error of its own.
    /// </summary>
    static Outcome AbortedTwice(Session session, DataTransfer transfer, string why)
    {
        LogAborting(session, why);
        session.Responses.AddError(426, $"Transfer aborted. {why}");
        var isFile = transfer.FullPath.Length > 0;
        if (isFile && transfer.Direction == TransferDirection.Send)
            return Outcome.Failed;
        var again = isFile ? why : Errno.EPERM.Describe();
        LogAborting(session, again);
        return session.Fail(426, $"Transfer aborted. {again}");
    }

    static int CodeOf(CopyResult result) => result switch
    {
        { End: CopyEnd.FileFailed, Error: Errno.EFBIG or Errno.EDQUOT } => 552,
        { End: CopyEnd.FileFailed, Error: Errno.ENOSPC } => 452,
        { End: CopyEnd.FileFailed, Error: not Errno.EPERM } => 451,
        _ => 426,
    };
}
