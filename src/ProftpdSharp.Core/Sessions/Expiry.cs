using System.Globalization;
using ProftpdSharp.Core.IO;

namespace ProftpdSharp.Core.Sessions;

/// <summary>What is said when a deadline of a session has passed.</summary>
public static class Expiry
{
    /// <summary>The detail of an end by <see cref="EndStalled"/>.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Tells the client and the log which deadline passed, and ends the session.</summary>
    public static async ValueTask EndAsync(Session session, Deadline deadline, TimeSpan limit)
    {
        var (reply, log) = Texts(deadline);
        var seconds = ((long)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        // Upstream counts in grammar for the login alone.
        var unit = deadline == Deadline.Login && seconds == "1" ? "second" : "seconds";
        session.Control.Resume();
        session.Log.Info(log);
        await session.SendNowAsync(421, $"{reply} ({seconds} {unit}): closing control connection");
        session.End(DisconnectReason.Timeout, deadline.ToString());
    }

    /// <summary>TimeoutStalled ends the session of a transfer that stands still; as upstream, without a word.</summary>
    public static void EndStalled(Session session, TimeSpan limit)
    {
        var seconds = (long)limit.TotalSeconds;
        session.Log.Info($"Data transfer stall timeout: {seconds} {(seconds == 1 ? "second" : "seconds")}");
        session.End(DisconnectReason.Timeout, Stalled);
    }

    static (string Reply, string Log) Texts(Deadline deadline) => deadline switch
    {
        Deadline.Login => ("Login timeout", "Login timeout exceeded, disconnected"),
        Deadline.Idle => ("Idle timeout", "Client session idle timeout, disconnected"),
        Deadline.NoTransfer => ("No transfer timeout", "FTP no transfer timeout, disconnected"),
        Deadline.Session => ("Session Timeout", "FTP session timed out, disconnected"),
        _ => ("Timeout", "timed out, disconnected"),
    };
}
