using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Sessions;

namespace ProftpdSharp.Tls.Commands;

/// <summary>
/// A long control connection outlives its session; then no data connection could resume it any more. Before a transfer, a new ticket is sent when the
/// session is about to end (proftpd issue 1931).
/// </summary>
static class TicketRenewal
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static readonly Feature Feature = new("ticket renewal");

    static TicketRenewal()
    {
        foreach (var verb in (string[])["APPE", "LIST", "MLSD", "NLST", "RETR", "STOR", "STOU"])
            Feature.On(Phase.Pre, verb, RenewAsync);
    }

    static ValueTask<Outcome> RenewAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (state is { Control: { } control, ProtectsData: true })
            control.With(tls => EndsSoon(tls, session.Host.Clock.GetUtcNow()) && tls.RequestNewTicket());
        return new(Outcome.Handled);
    }

    static bool EndsSoon(TlsConnection connection, DateTimeOffset now) =>
        connection.Version == TlsVersion.Tls13 && connection.SessionStart + connection.SessionLifetime - now <= Soon;
}
