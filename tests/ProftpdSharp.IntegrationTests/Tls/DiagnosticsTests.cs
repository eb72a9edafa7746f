using ProftpdSharp.TestSupport.Ftp;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>What both servers write into the TLSLog for those who look for the reason of something.</summary>
public sealed class DiagnosticsTests
{
    /// <summary>A ClientHello of TLS 1.2 that leads nowhere, with an unknown cipher suite, a legacy one, and three extensions.</summary>
    const string Hello = "\x16\x03\x01\x00\x47\x01\x00\x00\x43\x03\x03\x00\x01\x02\x03" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAA" + "\x02xy"
        + "\x00\x06\xc0\x30\x56\x01\x00\xff\x01\x00\x00\x12\x00\x0b\x00\x02\x01\x00\x00\x17\x00\x00\x0a\x0a\x00\x04\x01\x02\x03\x04";

    const string Decoded = """
        ClientHello:
          client_version = TLS 1.2
          random:
            gmt_unix_time = Thu Jan 01 18:20:51 1970 (not guaranteed to be accurate)
            random_bytes (28 bytes)
              41414141414141414141414141414141414141414141414141414141
          session_id (2 bytes)
            7879
          cipher_suites (6 bytes)
            TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 (0xc030)
            [unknown/unsupported] (0x5601)
            TLS_EMPTY_RENEGOTIATION_INFO_SCSV (0xff)
          compression_methods (1 byte)
            None
          extensions (18 bytes)
            extension_type = ec_point_formats (2 bytes)
            extension_type = extended_master_secret (0 bytes)
            extension_type = [unknown/unsupported] (4 bytes)


        """;

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task EnableDiags_shows_what_a_ClientHello_says(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, "TLSOptions EnableDiags\n");
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        (await client.CommandAsync("AUTH TLS")).Expect(234);
        await client.SendRawAsync(Hello);
        var log = await LogAsync(server, "TLS/TLS-C negotiation failed on control channel");
        Assert.Contains($"]: [msg] \n{Decoded}", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task EnableDiags_shows_tickets_and_encrypted_extensions(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, "TLSOptions EnableDiags\n");
        await server.RunOpenSslAsync("NOOP\r\nQUIT\r\n", "-ign_eof", "-alpn", "ftp");
        var log = await LogAsync(server, "session cache size exceeded: ");
        Assert.Contains(
            "[msg] \nEncryptedExtensions:\n  extensions (10 bytes)\n    extension_type = application_layer_protocol_negotiation (6 bytes)\n\n", log, StringComparison.Ordinal);
        Assert.Matches(
            @"\[msg\] \nServerHello:\n  server_version = TLS 1.2\n(.*\n)*  extensions \(46 bytes\)\n    extension_type = supported_versions \(2 bytes\)\n    extension_type = key_share \(36 bytes\)\n\n",
            log);
        Assert.Matches(
            @"\[msg\] \nNewSessionTicket:\n  ticket_lifetime_hint\n    15840 \(sec\)\n  ticket_age_add\n    \d+ \(sec\)\n  ticket_nonce \(8 bytes\)\n    0{16}\n"
            + @"  ticket \(\d+ bytes\)\n    [0-9a-f]+\n  extensions \(0 bytes\)\n\n",
            log);

        await server.RunOpenSslAsync("NOOP\r\nQUIT\r\n", "-ign_eof", "-tls1_2");
        await server.TlsLog().WaitUntilAsync(lines => lines.Count(line => line.Contains("session cache size exceeded: ", StringComparison.Ordinal)) == 2);
        Assert.Matches(
            @"\[msg\] \nNewSessionTicket:\n  ticket_lifetime_hint\n    15840 \(sec\)\n  ticket \(\d+ bytes\)\n    [0-9a-f]+\n\n", File.ReadAllText($"{server.Root}/log/tls.log"));
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task Files_of_pre_shared_keys_that_cannot_be_used_are_named(string on)
    {
        const string key = "000102030405060708090a0b0c0d0e0f1011121314151617";
        await using var server = await TlsServer.StartOnAsync(
            on,
            "TLSPreSharedKey a hex:{ROOT}/etc/open\nTLSPreSharedKey b hex:{ROOT}/etc/written\nTLSPreSharedKey c hex:{ROOT}/etc/short\n"
            + "TLSPreSharedKey d hex:{ROOT}/etc/empty\nTLSPreSharedKey e hex:{ROOT}/etc/missing\nTLSServerInfoFile {ROOT}/etc/nothing\n",
            root =>
            {
                Write($"{root}/etc/open", key, UnixFileMode.OtherRead);
                Write($"{root}/etc/written", key, UnixFileMode.OtherWrite);
                Write($"{root}/etc/short", "abcd", UnixFileMode.UserWrite);
                Write($"{root}/etc/empty", "", UnixFileMode.UserWrite);
            },
            "-d", "2");
        await using var client = await server.SecureAsync();
        foreach (var text in (string[])
            [
                "unable to use TLSPreSharedKey file '{ROOT}/etc/open': file is world-readable",
                "unable to use TLSPreSharedKey file '{ROOT}/etc/written': file is world-writable",
                "read 4 bytes from TLSPreSharedKey file '{ROOT}/etc/short', need at least 20 bytes of key data, ignoring",
                "read zero bytes from TLSPreSharedKey file '{ROOT}/etc/empty', ignoring",
                "error opening TLSPreSharedKey file '{ROOT}/etc/missing': No such file or directory",
            ])
        {
            await server.StandardError.WaitForAsync(line => line.EndsWith("mod_tls/2.9.2: " + text.Replace("{ROOT}", server.Root, StringComparison.Ordinal), StringComparison.Ordinal));
        }
        await server.TlsLog().WaitForAsync(line => line.EndsWith($"error setting server info using '{server.Root}/etc/nothing': ", StringComparison.Ordinal));
    }

    /// <summary>Upstream shows the text instead, which may be most of a secret.</summary>
    [Fact]
    public async Task A_pre_shared_key_that_is_no_number_is_not_shown()
    {
        await using var server = await TlsServer.StartAsync(
            "TLSPreSharedKey a hex:{ROOT}/etc/wrong\n", root => Write($"{root}/etc/wrong", "not-a-number-but-20-bytes-long", UnixFileMode.UserWrite), "-d", "2");
        await using var client = await server.SecureAsync();
        await server.StandardError.WaitForAsync(line => line.EndsWith("/etc/wrong': not a hex number", StringComparison.Ordinal));
    }

    /// <summary>1.3.10: a ticket more before a transfer when the session of the control connection ends within ten seconds. Our own: none for a long one.</summary>
    [Theory]
    [InlineData("", 2)]
    [InlineData("TLSSessionCache internal: 5\n", 3)]
    public async Task A_session_that_ends_soon_is_renewed_before_a_transfer(string cache, int tickets)
    {
        await using var server = await TlsServer.StartAsync(cache + "TLSOptions EnableDiags\n");
        await using (var client = await server.LogInSecurelyAsync())
        {
            (await client.CommandAsync("RETR missing")).Expect(550);
            (await client.CommandAsync("QUIT")).Expect(221);
        }
        await LogAsync(server, "session cache size exceeded: ");
        Assert.Equal(tickets, Tickets(server));
    }

    /// <summary>Not even after a full handshake, where 1.3.8 sends two.</summary>
    [Fact]
    public async Task An_upload_gets_no_tickets()
    {
        await using var server = await TlsServer.StartAsync("TLSOptions EnableDiags NoSessionReuseRequired\n");
        await using (var client = await server.LogInSecurelyAsync(new ClientTlsSettings { MinVersion = Native.OpenSsl.TlsVersion.Tls13, ResumesForData = false }))
        {
            await client.UploadAsync("STOR new", "text"u8.ToArray());
            (await client.CommandAsync("QUIT")).Expect(221);
        }
        await LogAsync(server, "session cache size exceeded: ");
        Assert.Equal(2, Tickets(server));
    }

    static int Tickets(TestSupport.Servers.TempServer server) =>
        File.ReadLines($"{server.Root}/log/tls.log").Count(line => line.Contains("[msg] sent TLSv1.3 'NewSessionTicket'", StringComparison.Ordinal));

    static void Write(string path, string text, UnixFileMode mode)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | mode);
    }

    static async Task<string> LogAsync(TestSupport.Servers.TempServer server, string text)
    {
        await server.TlsLog().WaitForAsync(line => line.Contains(text, StringComparison.Ordinal));
        return File.ReadAllText($"{server.Root}/log/tls.log");
    }
}
