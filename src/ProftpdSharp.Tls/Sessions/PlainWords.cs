using System.Globalization;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>One line for whoever runs the server: why a data connection was refused, by which client, and which directive would allow it.</summary>
static class PlainWords
{
    /// <summary>Its handshake failed.</summary>
    public static string OfHandshake(Session session) =>
        $"data connection refused: {Client(session)} asked for protected data (PROT P) and did not complete a TLS handshake on it; it may send PROT C where "
        + "TLSRequired allows clear data";

    /// <summary>It did not resume the session of the control connection.</summary>
    public static string OfSession(Session session, TlsConnection data)
    {
        var what = data switch
        {
            { SessionReused: true } => $"resumed a session of another control connection ({Age(session, data)} old)",
            { OffersTicket: true } => "offered a session ticket that this server does not accept any more",
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
