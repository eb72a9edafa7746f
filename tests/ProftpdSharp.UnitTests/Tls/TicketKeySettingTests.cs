using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.UnitTests.Authentication;
using ProftpdSharp.UnitTests.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Tls;

/// <summary>TLSSessionTicketKeys, as clients see it: whether a ticket still resumes.</summary>
public sealed class TicketKeySettingTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    [Theory]
    [InlineData("", 1, true)]
    [InlineData("", 11, true)]
    [InlineData("", 13, false)]
    [InlineData("TLSSessionTicketKeys age 2h count 25\n", 1.5, true)]
    [InlineData("TLSSessionTicketKeys age 2h count 25\n", 2.5, false)]
    [InlineData("TLSSessionTicketKeys age 60\n", 0.01, true)]
    [InlineData("TLSSessionTicketKeys age 60\n", 0.04, false)]
    [InlineData("TLSSessionTicketKeys age 12h count 2\n", 1.5, true)]
    [InlineData("TLSSessionTicketKeys age 12h count 2\n", 2.5, false)]
    [InlineData("TLSSessionTicketKeys count 2\n", 1.5, true)]
    [InlineData("TLSSessionTicketKeys count 2\n", 2.5, false)]
    public void A_ticket_resumes_while_its_key_is_kept(string line, double hours, bool resumes)
    {
        var clock = new SteppedClock();
        var keys = KeysOf(line, clock);
        using var server = ServerContext();
        using var client = TlsContext.Create();
        using var first = new TlsPair(server, client, new TicketEvents(keys));
        first.Handshake();
        using var session = first.ClientSession();

        // Others come and get tickets all the time.
        for (var minutes = 0.5; minutes < hours * 60; minutes += 0.5)
        {
            clock.Now += TimeSpan.FromMinutes(0.5);
            keys.Newest();
        }
        using var later = new TlsPair(server, client, new TicketEvents(keys), session);
        later.Handshake();

        Assert.Equal(resumes, later.Server.SessionReused);
    }

    /// <summary>The keys of a process whose configuration has that line.</summary>
    static TicketKeyRing KeysOf(string line, TimeProvider clock)
    {
        using var sessions = new AuthSessions(line, clock);
        var process = sessions.Host.State(TlsProcess.Key);
        process.ContextsOf(sessions.Connect().Configuration);
        return process.TicketKeys;
    }

    TlsContext ServerContext()
    {
        var context = TlsContext.Create();
        using var certificate = PemFile.ReadCertificate(certificates.ServerFile, out _);
        using var key = PemFile.ReadPrivateKey(certificates.ServerFile, [], out _, out _);
        Assert.Null(context.UseCertificate(certificate!));
        Assert.Null(context.UseKey(key!));
        return context;
    }

    sealed class TicketEvents(TicketKeyRing keys) : TlsEvents
    {
        public override TicketKeyRing TicketKeys { get; } = keys;
    }

    sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
