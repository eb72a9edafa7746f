using System.Security.Cryptography;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Caches;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>What OpenSSL asks a session during any of its handshakes.</summary>
abstract class SessionEvents(Session session, TlsState state) : TlsEvents
{
    const int FakeKeySize = 32;

    TlsSession? _borrowed;
    byte[]? _wanted;
    byte[]? _fetched;

    protected Session Session { get; } = session;

    protected TlsState State { get; } = state;

    protected SharedCaches Caches { get; } = session.Host.State(TlsProcess.Key).Caches;

    /// <summary>The highest version that the client offered; None before its ClientHello.</summary>
    public TlsVersion Offered { get; protected set; }

    public override TicketKeyRing TicketKeys { get; } = session.Host.State(TlsProcess.Key).TicketKeys;

    public override ReadOnlySpan<byte> TicketAppData => State.TicketAppData;

    /// <summary>A session that only a cache over the network may have is fetched before the handshake goes on, by <see cref="PrepareAsync"/>.</summary>
    public override bool Suspends(TlsConnection connection, ClientHello hello)
    {
        var isAgreedOnTls13 = hello.OffersTls13 && connection.Context.MaxVersion >= TlsVersion.Tls13;
        if (Caches.DistantSessions is null || _wanted is not null || hello.SessionId.Length == 0 || isAgreedOnTls13 || IsOwn(hello.SessionId))
            return false;
        _wanted = hello.SessionId;
        Awaited = async () => _fetched = await Caches.DistantSessions.FindAsync(_wanted);
        return true;
    }

    /// <summary>What must be done before the handshake goes on; null when nothing.</summary>
    protected Func<ValueTask>? Awaited { get; set; }

    /// <summary>Does what the handshake waits for; at once where it waits for nothing.</summary>
    public async ValueTask PrepareAsync()
    {
        if (Awaited is not { } work)
            return;
        Awaited = null;
        await work();
    }

    public override TlsAlert OnClientHello(TlsConnection connection, ClientHello hello)
    {
        Offered = hello.HighestVersion;
        return TlsAlert.None;
    }

    public override int OnVerify(in VerifyStep step)
    {
        var error = step.Error;
        if (error != 0 && step.Depth > State.InForce.Settings.VerifyDepth)
            error = VerificationTexts.ChainTooLong;
        if (error != 0)
        {
            foreach (var line in VerificationTexts.Lines(step, error))
                State.Write(line);
        }
        return error;
    }

    /// <summary>The next steps of the handshake may wait for OCSP responders or for a token that signs.</summary>
    public bool MayBlock => AsksResponders || State.InForce.AwaitsToken;

    public override bool JudgesTrusted => AsksResponders;

    protected virtual bool AsksResponders => State.InForce.Settings.Verification != ClientVerification.Off && ClientOcsp.IsWanted(State.Switch?.Server ?? Session.Server);

    /// <summary>Waits, which nobody minds on a thread of its own: <see cref="HandshakeRun"/>.</summary>
    public override int OnTrusted(int depth, Certificate certificate, Certificate issuer)
    {
        if (ClientOcsp.PassAsync(Session, State, certificate, issuer).GetAwaiter().GetResult())
            return 0;
        var step = new VerifyStep(false, VerificationTexts.Application, "", depth, certificate.Subject, certificate.Issuer);
        foreach (var line in VerificationTexts.Lines(step, VerificationTexts.Application))
            State.Write(line);
        return VerificationTexts.Application;
    }

    /// <summary>An unknown identity gets a random key, so that a client cannot find out which identities exist.</summary>
    public override ReadOnlySpan<byte> FindPreSharedKey(string identity)
    {
        if (State.InForce.PreSharedKeys.Keys.TryGetValue(identity, out var key))
            return key;
        State.Write($"warning: requested PSK identity '{LogText.Sanitize(identity)}' not configured, providing random fake PSK");
        return RandomNumberGenerator.GetBytes(FakeKeySize);
    }

    public override TlsSession? FindSession(ReadOnlySpan<byte> id)
    {
        var found = IsOwn(id) ? State.Resumable : FindShared(id);
        if (found is null)
            State.Totals.CacheMisses++;
        else
            State.Totals.CacheHits++;
        return found;
    }

    bool IsOwn(ReadOnlySpan<byte> id) => State.Resumable is { } kept && id.SequenceEqual(kept.Id);

    /// <summary>A session that another connection or process left; kept until the next look-up, because OpenSSL borrows it.</summary>
    TlsSession? FindShared(ReadOnlySpan<byte> id)
    {
        _borrowed?.Dispose();
        var stored = Caches.Sessions?.Find(id, Session.Host.Clock.GetUtcNow()) ?? (id.SequenceEqual(_wanted) ? _fetched : null);
        return _borrowed = stored is null ? null : TlsSession.FromDer(stored);
    }

    public override void OnInfo(TlsConnection connection, int where, int value)
    {
        if (State.Log is { } log && State.Options.HasFlag(TlsOption.EnableDiags))
            Diagnostics.LogInfo(log, connection, where, value);
    }

    public override ReadOnlySpan<byte> StapledResponse(TlsConnection connection)
    {
        using var own = connection.OwnCertificate();
        if (own is null || Session.Host.State(TlsProcess.Key).Stapler.Find(StapledCertificate.FingerprintOf(own)) is not { } response)
            return [];
        if (!response.IsFake || !State.InForce.Settings.Stapling.Options.HasFlag(StaplingOption.NoFakeTryLater) || MustStaple(own))
            return response.Der;
        State.Write("error determining OCSP response length: (unknown)");
        return [];
    }

    /// <summary>RFC 7633: the certificate promises a response with every handshake.</summary>
    static bool MustStaple(Certificate certificate) => CertificateFacts.Of(certificate).Extension("1.3.6.1.5.5.7.1.24") is not null;

    public override void OnSecret(ReadOnlySpan<byte> line) => State.InForce.KeyLog?.Write(line);

    public override void OnMessage(TlsConnection connection, bool sent, int version, int contentType, ReadOnlySpan<byte> message)
    {
        if (State.Log is { IsOpen: true } log)
            Diagnostics.LogMessage(log, connection, sent, version, contentType, message);
    }
}

/// <summary>A data connection: it neither keeps sessions nor renews tickets.</summary>
sealed class DataEvents(Session session, TlsState state) : SessionEvents(session, state)
{
    public override bool RenewsTickets => false;

    /// <summary>The client named a session of TLS 1.2 by its id; in TLS 1.3 every client sends some id.</summary>
    public bool OffersSessionId { get; private set; }

    public override TlsAlert OnClientHello(TlsConnection connection, ClientHello hello)
    {
        OffersSessionId = hello.SessionId.Length > 0 && !hello.OffersTls13;
        return base.OnClientHello(connection, hello);
    }

    /// <summary>Where we are the client, TLSVerifyServer decides.</summary>
    protected override bool AsksResponders => !State.IsDataClient && base.AsksResponders;
}

/// <summary>The control connection.</summary>
sealed class ControlEvents(Session session, TlsState state) : SessionEvents(session, state)
{
    const int HandshakeDone = 0x20;
    const int WroteAlert = 0x4008;
    const int NoRenegotiation = 100;

    bool _hasResponses;

    /// <summary>The server that SNI leads to may staple: its OCSP responses are fetched first.</summary>
    public override bool Suspends(TlsConnection connection, ClientHello hello)
    {
        if (base.Suspends(connection, hello))
            return true;
        if (_hasResponses || ServerNames.ContextOf(Session, hello) is not { Stapled.Count: > 0 } context)
            return false;
        _hasResponses = true;
        Awaited = () => Session.Host.State(TlsProcess.Key).Stapler.PrepareAsync(context, State.Write);
        return true;
    }

    public override TlsAlert OnClientHello(TlsConnection connection, ClientHello hello)
    {
        base.OnClientHello(connection, hello);
        return ServerNames.Choose(Session, State, connection, hello);
    }

    public override bool OnNewSession(TlsSession session)
    {
        // TLS 1.3 proves where a session comes from by its ticket.
        if (session.Version == TlsVersion.Tls13)
            return false;
        State.Resumable?.Dispose();
        State.Resumable = session;
        State.Totals.Cached = 1;
        Caches.Sessions?.Store(session.Id, session.ToDer(), session.Start + session.Lifetime, Session.Host.Clock.GetUtcNow());
        return true;
    }

    /// <summary>After the handshake: other servers may resume its session. One that was resumed serves the data connections too.</summary>
    public async ValueTask ShareAsync(TlsConnection connection)
    {
        if (connection is { SessionReused: true, Version: < TlsVersion.Tls13 })
        {
            State.Resumable ??= connection.TakeSession();
            return;
        }
        if (State.Resumable is { } made && Caches.DistantSessions is { } cache)
            await cache.StoreAsync(made.Id, made.ToDer(), made.Lifetime);
    }

    public override void OnInfo(TlsConnection connection, int where, int value)
    {
        base.OnInfo(connection, where, value);
        if (where == HandshakeDone && State.OnControl && connection.Version < TlsVersion.Tls13)
        {
            State.Totals.Renegotiated++;
            State.Write($"{connection.VersionName} renegotiation accepted, using cipher {ConnectionText.Cipher(connection)}");
        }
        // OpenSSL 3 refuses a client's renegotiation with this alert and would go on; upstream hangs up.
        if (where == WroteAlert && (value & 0xFF) == NoRenegotiation && !State.Options.HasFlag(TlsOption.AllowClientRenegotiations))
        {
            State.WriteWithNotice("client-initiated session renegotiation detected, aborting connection", "warning: ");
            Session.Abort(DisconnectReason.Module, "client-initiated renegotiation");
        }
    }
}
