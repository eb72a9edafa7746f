using System.Globalization;
using System.Security.Cryptography;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// Whether a data connection comes from the client of the control connection (MODTLS 2.8): it resumed a session, and the session is that of the
/// control connection, by its id or by the application data of its ticket.
/// </summary>
static class SessionProof
{
    const string Hint = "(see the NoSessionReuseRequired TLSOptions parameter)";

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    public static bool Check(Session session, TlsState state, TlsConnection data)
    {
        if (state.HadCcc || state.Options.HasFlag(TlsOption.NoSessionReuseRequired))
            return true;
        if (!data.SessionReused)
        {
            state.Write($"client did not reuse TLS session, rejecting data connection {Hint}");
            return false;
        }
        state.Write("client reused TLS session for data connection");
        if (!IsOfControl(state, data))
        {
            state.Write($"client did not reuse TLS session from control channel, rejecting data connection {Hint}");
            return false;
        }
        WarnOfExpiry(session, state);
        return true;
    }

    /// <summary>
    /// Some clients use a TLS 1.3 ticket only once, and OpenSSL issues two: for each that was used on a data connection a new one goes out on the
    /// control connection, before the next reply.
    /// </summary>
    public static void TopUp(TlsState state, TlsConnection data)
    {
        if (data.SessionReused && data.Version == TlsVersion.Tls13)
            state.Control?.With(tls => tls.Version == TlsVersion.Tls13 && tls.RequestNewTicket());
    }

    static bool IsOfControl(TlsState state, TlsConnection data)
    {
        var appData = data.SessionTicketAppData;
        if (appData.Length > 0)
            return SameBytes(appData, state.TicketAppData) || SameBytes(appData, state.ResumedAppData);
        var id = data.SessionId;
        return id.Length > 0 && state.Control is { } control && control.With(tls => tls.SessionId).AsSpan().SequenceEqual(id);
    }

    static bool SameBytes(byte[] left, byte[] right) => CryptographicOperations.FixedTimeEquals(left, right);

    static void WarnOfExpiry(Session session, TlsState state)
    {
        if (state.Control is not { } control)
            return;
        var (start, lifetime) = control.With(tls => (tls.SessionStart, tls.SessionLifetime));
        var left = start + lifetime - session.Host.Clock.GetUtcNow();
        if (left > Soon)
            return;
        state.Write($"control channel TLS session expires in {Seconds(left)} secs ({Seconds(lifetime)} session cache expiration)");
        state.Write("Consider using 'TLSSessionCache internal:' to increase the session cache expiration if necessary, "
            + "or renegotiate the control channel TLS session");
    }

    static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
