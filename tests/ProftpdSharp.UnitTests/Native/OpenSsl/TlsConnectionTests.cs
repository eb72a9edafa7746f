using ProftpdSharp.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Native.OpenSsl;

public sealed class TlsConnectionTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    static readonly TicketKeyRing Ring = new(TimeProvider.System);

    [Theory]
    [InlineData(TlsVersion.Tls12, "TLSv1.2")]
    [InlineData(TlsVersion.Tls13, "TLSv1.3")]
    public void Handshake_and_bytes_both_ways(TlsVersion version, string name)
    {
        using var server = ServerContext();
        using var client = ClientContext(version);
        using var pair = new TlsPair(server, client);

        var (accepted, connected) = pair.Handshake();

        Assert.Equal((TlsStatus.Done, TlsStatus.Done), (accepted.Status, connected.Status));
        Assert.Equal(name, pair.Server.VersionName);
        Assert.Equal(256, pair.Server.CipherBits.Used);
        Assert.NotEmpty(pair.Server.CipherName);
        Assert.False(pair.Server.SessionReused);
        Assert.True(pair.Server.SupportsSecureRenegotiation);
        Assert.Equal("NOOP\r\n", TlsPair.Send(pair.Client, pair.Server, "NOOP\r\n"));
        Assert.Equal("200 ok\r\n", TlsPair.Send(pair.Server, pair.Client, "200 ok\r\n"));
        Assert.True(pair.Server.RawBytesRead > 6);
    }

    [Fact]
    public void Reading_an_idle_connection_wants_read()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client);
        pair.Handshake();

        Assert.Equal(TlsStatus.WantRead, pair.Server.TryRead(new byte[16]).Status);
    }

    [Fact]
    public void Writing_into_a_full_socket_wants_write_and_goes_on_with_a_moved_buffer()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client);
        pair.Handshake();
        var sent = new byte[1_000_000];
        Random.Shared.NextBytes(sent);
        var received = new List<byte>();
        var buffer = new byte[65536];
        var (at, stalls) = (0, 0);

        while (received.Count < sent.Length)
        {
            // A copy each time: OpenSSL must accept a buffer that has moved.
            var write = at < sent.Length ? pair.Server.TryWrite(sent.AsSpan(at).ToArray()) : new TlsResult(TlsStatus.WantWrite);
            at += write.Bytes;
            Assert.Null(write.Failure);
            stalls += write.Status == TlsStatus.WantWrite ? 1 : 0;
            if (write.Status == TlsStatus.WantWrite)
            {
                while (pair.Client.TryRead(buffer) is { IsDone: true } read)
                {
                    received.AddRange(buffer.AsSpan(0, read.Bytes));
                }
            }
        }

        Assert.True(stalls > 0);
        Assert.Equal(sent, received);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_ticket_resumes_and_carries_its_application_data(TlsVersion version)
    {
        using var server = ServerContext();
        using var client = ClientContext(version);
        var appData = new byte[32];
        Random.Shared.NextBytes(appData);
        using var control = new TlsPair(server, client, new TicketEvents(Ring, appData));
        control.Handshake();
        using var session = control.ClientSession();
        Assert.True(session.HasTicket);

        using var data = new TlsPair(server, client, new TicketEvents(Ring, new byte[32]) { Renews = false }, session);
        data.Server.SetTicketCount(0);
        data.Handshake();

        Assert.True(data.Server.SessionReused);
        Assert.True(data.Server.OffersTicket);
        Assert.Equal(appData, data.Server.SessionTicketAppData);
    }

    [Fact]
    public void A_ticket_under_foreign_keys_does_not_resume()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var control = new TlsPair(server, client, new TicketEvents(Ring, new byte[32]));
        control.Handshake();
        using var session = control.ClientSession();

        using var other = new TlsPair(server, client, new TicketEvents(new TicketKeyRing(TimeProvider.System), new byte[32]), session);
        var (accepted, _) = other.Handshake();

        Assert.True(accepted.IsDone);
        Assert.False(other.Server.SessionReused);
    }

    [Fact]
    public void A_session_does_not_resume_under_another_session_id_context()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var control = new TlsPair(server, client, new TicketEvents(Ring, new byte[32]));
        control.Handshake();
        using var session = control.ClientSession();

        using var other = new TlsPair(server, client, new TicketEvents(Ring, new byte[32]), session);
        other.Server.SetSessionIdContext("another server"u8);
        var (accepted, _) = other.Handshake();

        Assert.True(accepted.IsDone);
        Assert.False(other.Server.SessionReused);
    }

    [Fact]
    public void A_session_id_resumes_from_the_events_own_store()
    {
        using var server = ServerContext();
        server.AddOptions(TlsOptions.NoTicket);
        server.UseSessionCache(true);
        using var client = ClientContext(TlsVersion.Tls12);
        using var store = new StoreEvents();
        using var control = new TlsPair(server, client, store);
        control.Handshake();
        using var session = control.ClientSession();
        Assert.False(session.HasTicket);
        Assert.Equal(32, session.Id.Length);

        using var data = new TlsPair(server, client, store, session);
        data.Handshake();

        Assert.True(data.Server.SessionReused);
        Assert.Equal(control.Server.SessionId, data.Server.SessionId);
    }

    [Fact]
    public void The_client_hello_tells_name_and_versions()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        var events = new HelloEvents(TlsAlert.None);
        using var pair = new TlsPair(server, client, events, serverName: "vhost2.test");

        pair.Handshake();

        Assert.Equal(("vhost2.test", TlsVersion.Tls13, true), (events.Hello!.ServerName, events.Hello.HighestVersion, events.Hello.OffersTls13));
    }

    [Fact]
    public void An_alert_from_the_client_hello_ends_the_handshake()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client, new HelloEvents(TlsAlert.UnrecognizedName));

        var (accepted, _) = pair.Handshake();

        Assert.Equal("\n  (1) error:0A0000EA:SSL routines::callback failed", accepted.Failure!.Errors.ToString());
        Assert.Contains("unrecognized name", pair.Client.TryHandshake().Failure!.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_client_hello_may_switch_the_context_and_its_versions()
    {
        using var first = ServerContext();
        using var second = ServerContext(certificates.EcFile);
        second.SetVersions(TlsVersion.Tls12, TlsVersion.Tls12);
        using var client = ClientContext(TlsVersion.Tls13, TlsVersion.Tls12);
        using var pair = new TlsPair(first, client, new HelloEvents(TlsAlert.None) { SwitchTo = second });

        pair.Handshake();

        Assert.Equal("TLSv1.2", pair.Server.VersionName);
        using var seen = pair.Client.PeerCertificate();
        Assert.Equal("CN = ec.test", seen!.Subject);
    }

    [Fact]
    public void An_exception_of_an_event_comes_out_of_the_attempt()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client, new ThrowingEvents());
        pair.Client.TryHandshake();

        Assert.Throws<NotSupportedException>(() => pair.Server.TryHandshake());
    }

    [Fact]
    public void Client_certificates_are_verified_step_by_step()
    {
        using var server = ServerContext();
        Assert.Null(server.TrustFile(certificates.CaFile));
        server.SetVerification(PeerVerification.Peer | PeerVerification.FailIfNoCertificate, 9);
        using var client = ClientContext(TlsVersion.Tls12);
        Use(client, certificates.ClientFile);
        var events = new VerifyEvents();
        using var pair = new TlsPair(server, client, events);

        var (accepted, _) = pair.Handshake();

        Assert.True(accepted.IsDone);
        Assert.Equal([(1, 0), (0, 0)], events.Steps.Select(step => (step.Depth, step.Error)));
        using var peer = pair.Server.PeerCertificate();
        Assert.Equal("C = US, O = Spec, CN = u1", peer!.Subject);
    }

    [Fact]
    public void An_expired_client_certificate_is_refused_with_its_error()
    {
        using var server = ServerContext();
        server.TrustFile(certificates.CaFile);
        server.SetVerification(PeerVerification.Peer, 9);
        using var client = ClientContext(TlsVersion.Tls12);
        Use(client, certificates.ExpiredFile);
        var events = new VerifyEvents();
        using var pair = new TlsPair(server, client, events);

        var (accepted, _) = pair.Handshake();

        Assert.Equal("\n  (1) error:0A000086:SSL routines::certificate verify failed", accepted.Failure!.Errors.ToString());
        Assert.Contains(events.Steps, step => step is { Error: 10, ErrorText: "certificate has expired", Subject: "CN = expired.test" });
    }

    [Fact]
    public void Close_notify_is_exchanged_on_a_live_socket()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client);
        pair.Handshake();

        Assert.Equal(TlsStatus.WantRead, pair.Server.TryShutdown().Status);
        Assert.True(pair.Server.CloseNotifySent);
        Assert.Equal(TlsStatus.Eof, pair.Client.TryRead(new byte[16]).Status);
        Assert.Equal(TlsStatus.Done, pair.Client.TryShutdown().Status);
        Assert.Equal(TlsStatus.Done, pair.Server.TryShutdown().Status);
        Assert.True(pair.Server.CloseNotifyReceived);
    }

    [Fact]
    public void A_cut_connection_is_an_unexpected_eof()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client);
        pair.Handshake();
        pair.CutClient();

        var read = pair.Server.TryRead(new byte[16]);

        Assert.True(read.Failure!.IsUnexpectedEof);
        Assert.Equal("\n  (1) error:0A000126:SSL routines::unexpected eof while reading", read.Failure.Errors.ToString());
    }

    [Fact]
    public void A_client_without_a_common_version_is_refused_in_openssl_words()
    {
        using var server = ServerContext();
        server.SetVersions(TlsVersion.Tls13, TlsVersion.Tls13);
        using var client = ClientContext(TlsVersion.Tls12);
        using var pair = new TlsPair(server, client);

        var (accepted, _) = pair.Handshake();

        Assert.Equal(TlsFailureKind.Protocol, accepted.Failure!.Kind);
        Assert.Equal("\n  (1) error:0A000102:SSL routines::unsupported protocol", accepted.Failure.Errors.ToString());
    }

    [Fact]
    public void A_key_update_reaches_the_peer_without_notice()
    {
        using var server = ServerContext();
        using var client = ClientContext(TlsVersion.Tls13);
        using var pair = new TlsPair(server, client);
        pair.Handshake();

        Assert.True(pair.Server.RequestKeyUpdate());
        Assert.Equal("one", TlsPair.Send(pair.Server, pair.Client, "one"));
        Assert.Equal("two", TlsPair.Send(pair.Client, pair.Server, "two"));
    }

    TlsContext ServerContext(string? file = null)
    {
        var context = TlsContext.Create();
        Assert.Null(context.SetVersions(TlsVersion.Tls12, TlsVersion.Tls13));
        Use(context, file ?? certificates.ServerFile);
        return context;
    }

    static TlsContext ClientContext(TlsVersion max, TlsVersion? min = null)
    {
        var context = TlsContext.Create();
        Assert.Null(context.SetVersions(min ?? max, max));
        return context;
    }

    static void Use(TlsContext context, string file)
    {
        using var certificate = PemFile.ReadCertificate(file, out _);
        using var key = PemFile.ReadPrivateKey(file, [], out _, out _);
        Assert.Null(context.UseCertificate(certificate!));
        Assert.Null(context.UseKey(key!));
    }

    sealed class TicketEvents(TicketKeyRing ring, byte[] appData) : TlsEvents
    {
        public bool Renews { get; init; } = true;

        public override TicketKeyRing TicketKeys => ring;

        public override ReadOnlySpan<byte> TicketAppData => appData;

        public override bool RenewsTickets => Renews;
    }

    sealed class StoreEvents : TlsEvents, IDisposable
    {
        readonly List<TlsSession> _sessions = [];

        public override bool OnNewSession(TlsSession session)
        {
            _sessions.Add(session);
            return true;
        }

        public override TlsSession? FindSession(ReadOnlySpan<byte> id)
        {
            foreach (var session in _sessions)
            {
                if (id.SequenceEqual(session.Id))
                {
                    return session;
                }
            }
            return null;
        }

        public void Dispose() => _sessions.ForEach(session => session.Dispose());
    }

    sealed class HelloEvents(TlsAlert answer) : TlsEvents
    {
        public ClientHello? Hello { get; private set; }

        public TlsContext? SwitchTo { get; init; }

        public override TlsAlert OnClientHello(TlsConnection connection, ClientHello hello)
        {
            Hello = hello;
            if (SwitchTo is not null)
            {
                connection.SwitchContext(SwitchTo);
            }
            return answer;
        }
    }

    sealed class ThrowingEvents : TlsEvents
    {
        public override TlsAlert OnClientHello(TlsConnection connection, ClientHello hello) => throw new NotSupportedException();
    }

    sealed class VerifyEvents : TlsEvents
    {
        public List<VerifyStep> Steps { get; } = [];

        public override int OnVerify(in VerifyStep step)
        {
            Steps.Add(step);
            return step.Error;
        }
    }
}
