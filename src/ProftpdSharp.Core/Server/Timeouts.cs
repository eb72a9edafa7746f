using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Server;

/// <summary>TimeoutIdle, and what is said when any deadline of a session has passed.</summary>
public static class Timeouts
{
    public static readonly Feature Feature = new("timeouts");

    public static readonly Directive<TimeSpan> TimeoutIdle = Feature.Directive(
        new Directive<TimeSpan>("TimeoutIdle", Contexts.AndAnonymous, TimeoutValue.Parse, TimeSpan.FromSeconds(600), MergeRule.Down));

    public static readonly Directive<TimeSpan> TimeoutLinger = Feature.Directive(
        new Directive<TimeSpan>("TimeoutLinger", Contexts.ServerWide, TimeoutValue.Parse, TimeSpan.FromSeconds(10)));

    /// <summary>Tells the client and the log which deadline passed, and ends the session.</summary>
    public static async ValueTask ExpireAsync(Session session, Deadline deadline, TimeSpan limit)
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

    static (string Reply, string Log) Texts(Deadline deadline) => deadline switch
    {
        Deadline.Login => ("Login timeout", "Login timeout exceeded, disconnected"),
        Deadline.Idle => ("Idle timeout", "Client session idle timeout, disconnected"),
        Deadline.NoTransfer => ("No transfer timeout", "FTP no transfer timeout, disconnected"),
        Deadline.Stalled => ("Data transfer stall timeout", "Data transfer stall timeout, disconnected"),
        Deadline.Session => ("Session Timeout", "FTP session timed out, disconnected"),
        _ => ("Timeout", "timed out, disconnected"),
    };
}
