using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>TLS on a data connection: the handshake after the 150, the proof that the client is the control connection's, the same certificate.</summary>
static class DataHandshake
{
    const string NegotiationFailed = "unable to open data connection: TLS negotiation failed";

    static readonly HashSet<string> Listings = new(["LIST", "MLSD", "NLST"], StringComparer.Ordinal);

    /// <summary>Protects one data connection; false, with everything logged, when it may not be used.</summary>
    public static async ValueTask<bool> ProtectAsync(Session session, Command command, AsyncStream data, bool sendsFile)
    {
        var state = session.State(TlsState.Key);
        var accepted = state.IsDataClient && !Listings.Contains(command.Verb)
            ? await DataClient.ConnectAsync(session, state, data)
            : await AcceptAsync(session, state, data, sendsFile);
        return accepted;
    }

    static async ValueTask<bool> AcceptAsync(Session session, TlsState state, AsyncStream data, bool sendsFile)
    {
        var events = new DataEvents(session, state);
        var connection = TlsConnection.Accept(state.Context!.Tls!, data.Stream.Descriptor.Number, events);
        connection.SetSessionIdContext(SessionIdContext.Of(session.Configuration, session.Server, state.Context.Settings));
        // Tickets on a data connection are of no use, and on an upload some clients answer them with a reset.
        connection.SetTicketCount(0);
        var obstacle = KernelEncryption.Offer(state, connection, sendsFile);
        state.Totals.Attempted++;
        var run = new HandshakeRun(step => data.RunAsync(step), data.Cancel, data.Resume);
        var limit = session.Server.Root.Get(Engine.TlsTimeoutHandshake);
        var outcome = await run.CompleteAsync(connection, events, limit, session.Host.Clock);
        if (outcome.End != HandshakeEnd.Done)
        {
            foreach (var line in ControlHandshake.FailureLines(state.Context, outcome, limit, events.Offered))
                state.Write(line);
            state.Write(NegotiationFailed);
            state.Write(PlainWords.OfHandshake(session, events.Offered));
            connection.Dispose();
            await PartAsync(session, data, data.Stream);
            return false;
        }
        state.Totals.Established++;
        state.Totals.Resumed += connection.SessionReused ? 1 : 0;
        LogAfterCcc(state, connection);
        var stream = new TlsStream(data.Stream, connection, state) { IsData = true, KernelEncrypts = KernelEncryption.Judge(session, connection, obstacle) };
        data.Replace(stream);
        if (IsTrusted(session, state, connection, events))
        {
            LogAccepted(state, connection);
            PlanRekeying(state, connection, stream);
            return true;
        }
        await data.RunAsync(stream.TryCloseNotify);
        await PartAsync(session, data, stream.Inner);
        return false;
    }

    static bool IsTrusted(Session session, TlsState state, TlsConnection connection, DataEvents events)
    {
        if (SessionProof.Check(session, state, connection))
        {
            SessionProof.TopUp(state, connection);
            return HasSameCertificate(session, state, connection);
        }
        state.Write(NegotiationFailed);
        state.Write(PlainWords.OfSession(session, connection, events.OffersSessionId));
        return false;
    }

    static ValueTask PartAsync(Session session, AsyncStream data, NetStream plain) =>
        new Parting(data.Cancel, data.Resume).LeaveAsync(data.RunAsync, plain, session.Host.Clock);

    static void PlanRekeying(TlsState state, TlsConnection connection, TlsStream stream)
    {
        if (state.Context!.Settings.Renegotiation.DataBytes is not { } bytes)
            return;
        var what = connection.Version == TlsVersion.Tls13 ? "key updates" : "renegotiation";
        stream.RekeyAfter(bytes, $"requesting TLS {what} on data channel ({bytes / 1024} KB data limit)");
    }

    /// <summary>With no TLS on the control connection upstream takes each handshake for a renegotiation. Nothing was renegotiated, but people know the line.</summary>
    static void LogAfterCcc(TlsState state, TlsConnection connection)
    {
        if (state.HadCcc)
            state.Write($"{connection.VersionName} renegotiation accepted, using cipher {ConnectionText.Cipher(connection)}");
    }

    static void LogAccepted(TlsState state, TlsConnection connection)
    {
        if (!state.LoggedData)
            state.Write($"{connection.VersionName} data connection accepted, using cipher {ConnectionText.Cipher(connection)}");
        state.LoggedData = true;
    }

    /// <summary>A certificate on both connections must be the same one; none on the data connection is fine.</summary>
    static bool HasSameCertificate(Session session, TlsState state, TlsConnection connection)
    {
        using var onData = connection.PeerCertificate();
        using var onControl = state.Control?.With(control => control.PeerCertificate());
        if (onData is null || onControl is null || onData.SameAs(onControl))
            return true;
        state.Write("unable to open data connection: control/data certificate mismatch");
        state.Write(PlainWords.OfCertificate(session));
        return false;
    }
}
