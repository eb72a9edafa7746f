using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>What only a whole TLS client can show, most of it about both servers: extensions, tickets, pre-shared keys, renegotiation, resumption across connections.</summary>
public sealed class HandshakeTests
{
    static readonly ClientTlsSettings Tls12 = new() { MaxVersion = TlsVersion.Tls12 };

    [Theory]
    [Trait("modtls", "117")]
    [InlineData("upstream", "", "ftp", "ALPN protocol: ftp")]
    [InlineData("upstream", "", "h2,ftp", "ALPN protocol: ftp")]
    [InlineData("upstream", "", "h2", "No ALPN negotiated")]
    [InlineData("upstream", "TLSNextProtocol off\n", "ftp", "No ALPN negotiated")]
    [InlineData("ours", "", "ftp", "ALPN protocol: ftp")]
    [InlineData("ours", "", "h2,ftp", "ALPN protocol: ftp")]
    [InlineData("ours", "", "h2", "No ALPN negotiated")]
    [InlineData("ours", "TLSNextProtocol off\n", "ftp", "No ALPN negotiated")]
    public async Task ALPN_knows_ftp_only(string on, string directive, string offer, string shown)
    {
        await using var server = await TlsServer.StartOnAsync(on, directive);
        Assert.Contains(shown, (await server.RunOpenSslAsync("", "-alpn", offer)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("modtls", "118")]
    [InlineData("upstream", "", false)]
    [InlineData("upstream", "TLSSessionTickets on\n", true)]
    [InlineData("ours", "", false)]
    [InlineData("ours", "TLSSessionTickets on\n", true)]
    public async Task TLS_1_2_alone_has_session_ids_unless_tickets_are_asked_for(string on, string directive, bool hasTicket)
    {
        await using var server = await TlsServer.StartOnAsync(on, "TLSProtocol TLSv1.2\n" + directive);
        var output = (await server.RunOpenSslAsync("")).Output;
        Assert.Equal(hasTicket, output.Contains("TLS session ticket:", StringComparison.Ordinal));
        if (!hasTicket)
            Assert.Matches("Session-ID: [0-9A-F]{64}\n", output);
    }

    [Theory]
    [Trait("modtls", "119")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_pre_shared_key_opens_and_a_readable_key_file_does_not_count(string on)
    {
        const string Key = "000102030405060708090a0b0c0d0e0f1011121314151617";
        const string Lines = "TLSProtocol TLSv1.2\nTLSCipherSuite PSK\nTLSPreSharedKey me hex:{ROOT}/etc/psk\n";
        void Write(string root, UnixFileMode mode)
        {
            File.WriteAllText($"{root}/etc/psk", Key + "\n");
            File.SetUnixFileMode($"{root}/etc/psk", mode);
        }
        await using var server = await TlsServer.StartOnAsync(on, Lines, root => Write(root, UnixFileMode.UserRead));
        string[] options = ["-psk", Key, "-psk_identity", "me", "-cipher", "PSK", "-tls1_2"];

        Assert.Contains("Cipher    : RSA-PSK-AES256-GCM-SHA384", (await server.RunOpenSslAsync("", options)).Output, StringComparison.Ordinal);
        var other = await server.RunOpenSslAsync("", "-psk", Key, "-psk_identity", "you", "-cipher", "PSK", "-tls1_2");
        Assert.Contains("alert bad record mac", other.Error, StringComparison.Ordinal);
        await server.TlsLog().WaitForAsync(line => line.EndsWith("requested PSK identity 'you' not configured, providing random fake PSK", StringComparison.Ordinal));

        await using var open = await TlsServer.StartOnAsync(on, Lines, root => Write(root, UnixFileMode.UserRead | UnixFileMode.OtherRead));
        Assert.Contains("Cipher is (NONE)", (await open.RunOpenSslAsync("", options)).Output, StringComparison.Ordinal);
        await open.TlsLog().WaitForAsync(line => line.Contains("no shared cipher", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("pains", "2")]
    [Trait("modtls", "99")]
    [InlineData("upstream", TlsVersion.Tls12)]
    [InlineData("upstream", TlsVersion.Tls13)]
    [InlineData("ours", TlsVersion.Tls12)]
    [InlineData("ours", TlsVersion.Tls13)]
    public async Task The_session_of_another_control_connection_is_no_proof(string on, TlsVersion version)
    {
        await using var server = await TlsServer.StartOnAsync(on);
        var settings = new ClientTlsSettings { MinVersion = version, MaxVersion = version };
        await using var victim = await server.LogInSecurelyAsync(settings);
        await using var thief = await server.LogInSecurelyAsync(settings);
        Assert.NotEmpty(await thief.DownloadAsync("NLST"));

        thief.ResumesSessionOf = victim;
        await using var data = await thief.OpenPassiveAsync();
        (await thief.CommandAsync("NLST")).Expect(150);
        await data.StartTlsAsync(thief);
        Assert.True(data.Tls!.Resumed);
        Assert.Empty(await data.ReceiveToEndAsync());
        Assert.Equal("425 Unable to build data connection: Operation not permitted", (await thief.ReadReplyAsync()).Text);

        var log = server.TlsLog();
        await log.WaitForAsync(line => line.Contains("client did not reuse TLS session from control channel, rejecting data connection", StringComparison.OrdinalIgnoreCase));
        thief.ResumesSessionOf = null;
        Assert.NotEmpty(await thief.DownloadAsync("NLST"));
    }

    [Theory]
    [Trait("modtls", "104")]
    [InlineData("upstream", TlsVersion.Tls12)]
    [InlineData("upstream", TlsVersion.Tls13)]
    [InlineData("ours", TlsVersion.Tls12)]
    [InlineData("ours", TlsVersion.Tls13)]
    public async Task A_download_and_the_session_end_with_close_notify(string on, TlsVersion version)
    {
        await using var server = await TlsServer.StartOnAsync(on);
        await using var client = await server.LogInSecurelyAsync(new ClientTlsSettings { MinVersion = version, MaxVersion = version });
        await using var data = await client.OpenPassiveAsync();
        (await client.CommandAsync("RETR hello.txt")).Expect(150);
        await data.StartTlsAsync(client);
        Assert.Equal("hello alice\n", Encoding.Latin1.GetString(await data.ReceiveToEndAsync()).Replace("\r", "", StringComparison.Ordinal));
        Assert.True(data.Tls!.EndedWithNotify);
        (await client.ReadReplyAsync()).Expect(226);
        (await client.CommandAsync("QUIT")).Expect(221);
        Assert.Null(await client.TryReadReplyAsync());
        Assert.True(client.Tls!.EndedWithNotify);
    }

    [Theory]
    [Trait("modtls", "109")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task ABOR_ends_a_protected_download_and_the_session_goes_on(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, "", root =>
        {
            File.WriteAllBytes($"{root}/home/alice/big", new byte[64 << 20]);
            ServerTexts.Own($"{root}/home/alice/big", 60001);
        });
        await using var client = await server.LogInSecurelyAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        await using var data = await client.OpenPassiveAsync();
        (await client.CommandAsync("RETR big")).Expect(150);
        await data.StartTlsAsync(client);
        await data.ReceiveAsync(100_000);
        int[] codes = [(await client.CommandAsync("ABOR")).Code, (await client.ReadReplyAsync()).Code];
        Assert.Equal([226, 426], codes.Order());
        await data.DisposeAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    [Theory]
    [Trait("modtls", "159")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_client_that_renegotiates_is_hung_up_on(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on);
        var client = await server.RunOpenSslAsync("R\n", "-tls1_2");
        Assert.Contains("RENEGOTIATING", client.Error, StringComparison.Ordinal);
        Assert.Contains("no renegotiation", client.Error, StringComparison.Ordinal);
        const string Line = "client-initiated session renegotiation detected, aborting connection";
        await server.TlsLog().WaitForAsync(line => line.EndsWith("warning: " + Line, StringComparison.Ordinal));
        await server.StandardError.WaitForAsync(line => line.EndsWith("mod_tls/2.9.2: " + Line, StringComparison.Ordinal));
        await server.StandardError.WaitForAsync(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("modtls", "160")]
    [Trait("modtls", "161")]
    public async Task TLSRenegotiate_ctrl_asks_for_key_updates_in_TLS_1_3_only()
    {
        await using var server = await TlsServer.StartAsync("TLSRenegotiate ctrl 1\n");
        await using var older = await server.LogInSecurelyAsync(Tls12);
        await using var newer = await server.LogInSecurelyAsync();
        var log = server.TlsLog();
        for (var i = 0; i < 2; i++)
            await log.WaitForAsync(line => line.EndsWith("requesting TLS key updates on control channel (1 sec renegotiation interval)", StringComparison.Ordinal));
        (await newer.CommandAsync("NOOP")).Expect(200);
        (await older.CommandAsync("NOOP")).Expect(200);
        Assert.DoesNotContain(File.ReadLines($"{server.Root}/log/tls.log"), line => line.Contains("requesting TLS renegotiation", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("modtls", "162")]
    public async Task TLSRenegotiate_ctrl_renegotiates_in_TLS_1_2_where_clients_may()
    {
        await using var server = await TlsServer.StartAsync("TLSRenegotiate ctrl 1\nTLSOptions AllowClientRenegotiations\n");
        await using var client = await server.LogInSecurelyAsync(Tls12);
        var log = server.TlsLog();
        await log.WaitForAsync(line => line.EndsWith("requesting TLS renegotiation on control channel (1 sec renegotiation interval)", StringComparison.Ordinal));
        await Waiting.UntilAsync(
            () => client.CommandAsync("NOOP").Result.Code == 200 && log.Peek().Any(line => line.Contains("TLSv1.2 renegotiation accepted, using cipher ", StringComparison.Ordinal)),
            "the renegotiation");
    }

    [Fact]
    [Trait("modtls", "163")]
    public async Task TLSRenegotiate_data_updates_the_keys_of_a_transfer_once()
    {
        const int Size = 8 << 20;
        await using var server = await TlsServer.StartAsync("TLSRenegotiate data 1024\n", root =>
        {
            File.WriteAllBytes($"{root}/home/alice/big", [.. Enumerable.Range(0, Size).Select(i => (byte)i)]);
            ServerTexts.Own($"{root}/home/alice/big", 60001);
        });
        await using var client = await server.LogInSecurelyAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        Assert.Equal(File.ReadAllBytes($"{server.Root}/home/alice/big"), await client.DownloadAsync("RETR big"));
        Assert.Single(
            File.ReadLines($"{server.Root}/log/tls.log"),
            line => line.EndsWith("requesting TLS key updates on data channel (1024 KB data limit)", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("modtls", "141")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task ExportCertData_gives_the_client_certificate_to_the_log(string on)
    {
        await using var server = await TlsServer.StartOnAsync(
            on, "TLSVerifyClient on\nTLSCACertificateFile {ROOT}/tls/ca.pem\nTLSOptions ExportCertData\n"
            + "LogFormat cert \"%{TLS_CLIENT_CERT}e\"\nExtendedLog {ROOT}/log/cert.log MISC cert\n");
        await using (var client = await server.SecureAsync(new ClientTlsSettings { Certificate = $"{server.Root}/tls/client.pem", Key = $"{server.Root}/tls/client.key" }))
            (await client.CommandAsync("NOOP")).Expect(200);
        await new LogReader($"{server.Root}/log/cert.log").WaitForAsync(line => line.Contains("-----END CERTIFICATE-----", StringComparison.Ordinal));
        var pem = File.ReadAllText($"{server.Root}/tls/client.pem").Trim();
        Assert.Contains(pem, File.ReadAllText($"{server.Root}/log/cert.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SSCN_client_refuses_a_server_that_it_cannot_verify()
    {
        await using var source = await TlsServer.StartAsync();
        await using var client = await source.LogInSecurelyAsync();
        (await client.CommandAsync("SSCN ON")).Expect(200);
        await using var other = await TlsServer.StartAsync("TLSOptions NoSessionReuseRequired\n");
        await using var partner = await other.LogInSecurelyAsync();
        var port = FtpClient.PassivePort((await client.CommandAsync("PASV")).Expect(227));
        (await partner.CommandAsync($"PORT {partner.PortArgument(port)}")).Expect(200);
        (await partner.CommandAsync("STOR never")).Expect(150);
        (await client.CommandAsync("RETR hello.txt")).Expect(150);

        Assert.Equal("425 Unable to build data connection: Operation not permitted", (await client.ReadReplyAsync()).Text);
        var log = source.TlsLog();
        await log.WaitForAsync(line => line.EndsWith("making TLS connection for data connection", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.Contains("unable to verify '127.0.0.1' server certificate: ", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith("unable to open data connection: TLS connection failed", StringComparison.Ordinal));
        (await client.CommandAsync("NOOP")).Expect(200);
    }

    [Theory]
    [Trait("modtls", "168")]
    [InlineData("upstream", "-tls1_2")]
    [InlineData("upstream", "-tls1_3")]
    [InlineData("ours", "-tls1_2")]
    [InlineData("ours", "-tls1_3")]
    public async Task A_control_connection_resumes_the_session_of_an_earlier_one_by_its_ticket(string on, string version)
    {
        await using var server = await TlsServer.StartOnAsync(on);
        var saved = $"{server.Root}/session";
        await server.RunOpenSslAsync("NOOP\r\nQUIT\r\n", version, "-ign_eof", "-sess_out", saved);
        var again = await server.RunOpenSslAsync("NOOP\r\nQUIT\r\n", version, "-ign_eof", "-sess_in", saved);
        Assert.Contains("Reused, TLSv1", again.Output, StringComparison.Ordinal);
        var log = server.TlsLog();
        await log.WaitForAsync(line => line.EndsWith(" bits, resumed session)", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith("client reused previous TLS session for control connection", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("modtls", "82")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task An_expired_certificate_is_remarked_on_and_served(string on)
    {
        const string Lines = "TLSRSACertificateFile {ROOT}/tls/old.pem\nTLSRSACertificateKeyFile {ROOT}/tls/old.key\n";
        await using var server = await TlsServer.StartPlainOnAsync(on, Lines, root => WriteExpired($"{root}/tls/old"));

        await server.StandardError.WaitForAsync(line => line.Contains($"mod_tls/2.9.2: certificate '{server.Root}/tls/old.pem': expired on ", StringComparison.Ordinal));
        await using var client = await server.LogInSecurelyAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    static void WriteExpired(string path)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-1));
        File.WriteAllText($"{path}.pem", certificate.ExportCertificatePem() + "\n");
        File.WriteAllText($"{path}.key", key.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetUnixFileMode($"{path}.key", UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
