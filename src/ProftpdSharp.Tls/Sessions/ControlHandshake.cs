using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>The handshake on the control connection, after AUTH or at once for implicit TLS.</summary>
static class ControlHandshake
{
    /// <summary>Accepts TLS and puts it over the control connection; false, with everything logged, when that failed.</summary>
    public static async ValueTask<bool> AcceptAsync(Session session, TlsState state)
    {
        var context = state.Context!;
        var control = session.Control;
        // Plaintext behind AUTH must not survive the handshake (CVE-2011-0411).
        control.DiscardInput();
        await session.Host.State(TlsProcess.Key).Stapler.PrepareAsync(context, state.Write);
        var events = new ControlEvents(session, state);
        var connection = TlsConnection.Accept(context.Tls!, control.Stream.Descriptor.Number, events);
        connection.SetSessionIdContext(SessionIdContext.Of(session.Configuration, session.Server, context.Settings));
        state.Totals.Attempted++;
        var run = new HandshakeRun(step => control.RunAsync(step), control.Cancel, control.Resume);
        var limit = session.Server.Root.Get(Engine.TlsTimeoutHandshake);
        var outcome = await run.CompleteAsync(connection, events, limit, session.Host.Clock);
        if (outcome.End != HandshakeEnd.Done)
        {
            LogFailure(state, outcome, limit, events.Offered);
            connection.Dispose();
            return false;
        }
        await events.ShareAsync(connection);
        if (await AcceptedAsync(session, state, connection))
            return true;
        // Over TLS there is nothing to say but goodbye.
        session.End(DisconnectReason.Module, "client certificate does not match");
        return false;
    }

    /// <summary>After a failed handshake, unless the session is ended already: 421 in clear, and the end in a way that lets the client read the alert before it.</summary>
    public static async ValueTask RefuseAsync(Session session)
    {
        if (session.Ending is not null)
            return;
        var control = session.Control;
        await session.SendNowAsync(421, "TLS handshake failed");
        await new Parting(control.Cancel, control.Resume).LeaveAsync(control.RunAsync, control.Stream, session.Host.Clock);
        session.End(DisconnectReason.Module, "TLS handshake failed");
    }

    /// <summary>TLS is there; false when the client's certificate does not name the client.</summary>
    static async ValueTask<bool> AcceptedAsync(Session session, TlsState state, TlsConnection connection)
    {
        state.Control = new TlsStream(session.Control.Stream, connection, state);
        state.HasMechanism = true;
        session.Protocol = "ftps";
        session.Control.Replace(state.Control);
        state.Rekeying = RekeyTimer.Start(session, state, state.Control);
        if (state.Switch is { } change)
            await ServerChange.ApplyAsync(session, state, change);
        state.Totals.Established++;
        state.Totals.Resumed += connection.SessionReused ? 1 : 0;
        LogClient(state, connection);
        if (!PeerChecks.Pass(session, state, connection))
            return false;
        state.Write($"{connection.VersionName} connection accepted, using cipher {ConnectionText.Cipher(connection)}");
        SessionFacts.Export(session, state, connection);
        if (connection.SessionReused)
        {
            state.Write("client reused previous TLS session for control connection");
            state.ResumedAppData = connection.SessionTicketAppData;
        }
        return true;
    }

    static void LogClient(TlsState state, TlsConnection connection)
    {
        if (connection.SupportsSecureRenegotiation)
            state.Write("client supports secure renegotiations");
        using var peer = connection.PeerCertificate();
        if (peer is not null)
            state.Write($"Client: {peer.Subject}");
    }

    static void LogFailure(TlsState state, HandshakeOutcome outcome, TimeSpan limit, TlsVersion offered)
    {
        foreach (var line in FailureLines(state.InForce, outcome, limit, offered))
            state.Write(line);
    }

    internal static IEnumerable<string> FailureLines(ServerContext context, HandshakeOutcome outcome, TimeSpan limit, TlsVersion offered) =>
        outcome switch
        {
            { End: HandshakeEnd.TimedOut } => [$"TLS negotiation timed out ({(long)limit.TotalSeconds} seconds)"],
            { Failure: { } failure } => HandshakeTexts.Lines(failure, context.Settings, context.Tls!.SecurityLevel, offered),
            { End: HandshakeEnd.Closed } => ["unable to accept TLS connection: TLS connection closed"],
            _ => [],
        };
}

/// <summary>How log lines describe a connection.</summary>
static class ConnectionText
{
    /// <summary><c>TLS_AES_256_GCM_SHA384 (256 bits, resumed session)</c>.</summary>
    public static string Cipher(TlsConnection connection) =>
        $"{connection.CipherName} ({connection.CipherBits.Used} bits{(connection.SessionReused ? ", resumed session" : "")})";
}
