using System.Globalization;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>One line for whoever runs the server: why a data connection was refused, by which client, and which directive would allow it.</summary>
static class PlainWords
{
    /// <summary>Its handshake failed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="offered">The highest version of its ClientHello; None when none came.</param>
    public static string OfHandshake(Session session, TlsVersion offered)
    {
        var what = offered == TlsVersion.None ? "did not begin" : $"offered up to {Settings.Protocols.Name(offered)} and did not complete";
        return $"data connection refused: {Client(session)} asked for protected data (PROT P) and {what} a TLS handshake on it; it may send PROT C where "
            + "TLSRequired allows clear data";
    }

    /// <summary>It did not resume the session of the control connection.</summary>
    /// <param name="session">The session.</param>
    /// <param name="data">The connection.</param>
    /// <param name="offersId">Whether it named a session by its id.</param>
    public static string OfSession(Session session, TlsConnection data, bool offersId)
    {
        var what = data switch
        {
            { SessionReused: true } => $"resumed a session of another control connection ({Age(session, data)} old)",
            { OffersTicket: true } => "offered a session ticket that this server does not accept any more",
            _ when offersId => "offered the id of a session that this server does not know or that has expired",
            _ => "offered no session to resume",
        };
        return $"data connection refused: {Client(session)} spoke {data.VersionName} and {what}; data connections must resume the TLS session of their control "
            + "connection, 'TLSOptions NoSessionReuseRequired' allows others";
    }

    /// <summary>It presented another certificate.</summary>
    public static string OfCertificate(Session session) =>
        $"data connection refused: {Client(session)} presented another certificate than on its control connection; no directive allows that";

    static string Client(Session session) =>
        session.Notes.TryGetValue("mod_core.clnt", out var name) ? $"client '{LogText.Sanitize(name)}'" : "a client of unknown name (it sent no CLNT)";

    static string Age(Session session, TlsConnection data)
    {
        var seconds = Math.Max(0, (long)(session.Host.Clock.GetUtcNow() - data.SessionStart).TotalSeconds);
        return $"{seconds.ToString(CultureInfo.InvariantCulture)} seconds";
    }
}
