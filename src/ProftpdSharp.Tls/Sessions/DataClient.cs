using System.Net;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>SSCN's client mode: for site-to-site transfers this server is the TLS client on data connections.</summary>
static class DataClient
{
    public static async ValueTask<bool> ConnectAsync(Session session, TlsState state, AsyncStream data)
    {
        state.Write("making TLS connection for data connection");
        var contexts = session.Host.State(TlsProcess.Key).ContextsOf(session.Configuration);
        var context = await contexts.GetAsync(state.Context!.Settings.ForClient());
        if (context.Tls is null)
        {
            state.Write(context.Failure!);
            return Refuse(state);
        }
        var events = new DataEvents(session, state);
        var connection = TlsConnection.Connect(context.Tls, data.Stream.Descriptor.Number, events);
        var run = new HandshakeRun(step => data.RunAsync(step), data.Cancel, data.Resume);
        var limit = session.Server.Root.Get(Engine.TlsTimeoutHandshake);
        var outcome = await run.CompleteAsync(connection, events, limit, session.Host.Clock);
        if (outcome.End != HandshakeEnd.Done)
        {
            LogFailure(state, outcome, limit);
            connection.Dispose();
            return Refuse(state);
        }
        data.Replace(new TlsStream(data.Stream, connection, state) { IsData = true });
        if (!Verify(session, state, connection, PeerOf(data)))
            return Refuse(state);
        state.Write($"{connection.VersionName} connection created, using cipher {ConnectionText.Cipher(connection)}");
        return true;
    }

    static bool Refuse(TlsState state)
    {
        state.Write("unable to open data connection: TLS connection failed");
        return false;
    }

    static void LogFailure(TlsState state, HandshakeOutcome outcome, TimeSpan limit)
    {
        if (outcome.End == HandshakeEnd.TimedOut)
            state.Write($"TLS negotiation timed out ({(long)limit.TotalSeconds} seconds)");
        else if (outcome.Failure is { } failure)
            state.Write($"unable to connect using TLS connection: {HandshakeTexts.Reason(failure)}");
    }

    /// <summary>The chain must verify; names are compared with the log only, because upstream accepts a certificate for another name.</summary>
    static bool Verify(Session session, TlsState state, TlsConnection connection, IPAddress? peer)
    {
        using var server = connection.PeerCertificate();
        if (server is not null)
            state.Write($"Server: {server.Subject}");
        if (session.Server.Root.Get(Authorities.TlsVerifyServer) == ServerVerification.Off || connection.VerifyResult == 0)
            return true;
        state.Write($"unable to verify '{peer}' server certificate: {OpenSslLibrary.VerifyErrorText(connection.VerifyResult)}");
        return false;
    }

    static IPAddress? PeerOf(AsyncStream data)
    {
        var peer = Native.Sockets.GetPeerName(data.Stream.Descriptor);
        return peer.Ok ? peer.Value.Address : null;
    }
}
