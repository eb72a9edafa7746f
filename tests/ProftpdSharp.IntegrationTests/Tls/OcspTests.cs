using System.Diagnostics;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Stapling and the verification of client certificates, with openssl's own responder.</summary>
public sealed class OcspTests
{
    [Theory]
    [Trait("modtls", "167")]
    [InlineData("TLSStapling on\n", "OCSP Response Status: trylater (0x3)")]
    [InlineData("TLSStapling on\nTLSStaplingOptions NoFakeTryLater\n", "OCSP response: no response sent")]
    [InlineData("TLSStapling off\n", "OCSP response: no response sent")]
    public async Task Without_a_responder_the_answer_is_tryLater_or_nothing(string directives, string shown)
    {
        await using var server = await TlsServer.StartAsync($"TLSCACertificateFile {{ROOT}}/tls/ca.pem\n{directives}");
        Assert.Contains(shown, (await server.RunOpenSslAsync("", "-status")).Output, StringComparison.Ordinal);
        if (directives.Contains("NoFake", StringComparison.Ordinal))
            await server.TlsLog().WaitForAsync(line => line.EndsWith("error determining OCSP response length: (unknown)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("TLSStaplingCache fs:/path={ROOT}/responses\n")]
    [InlineData("TLSStaplingCache shm:/file={ROOT}/etc/responses\n")]
    public async Task A_response_is_stapled_and_kept(string cache)
    {
        await using var authority = await Authority.StartAsync();
        await using var server = await StartAsync(authority, $"TLSStapling on\nTLSVerifyClient off\n{cache}");

        var first = (await server.RunOpenSslAsync("", "-status", "-no_ticket")).Output;
        Assert.Contains("OCSP Response Status: successful (0x0)", first, StringComparison.Ordinal);
        Assert.Contains("Cert Status: good", first, StringComparison.Ordinal);

        await authority.StopAsync();
        Assert.Contains("Cert Status: good", (await server.RunOpenSslAsync("", "-status")).Output, StringComparison.Ordinal);
        if (cache.Contains("fs:", StringComparison.Ordinal))
            Assert.Single(Directory.GetFiles($"{server.Root}/responses", "*.der"));
        if (cache.Contains("shm:", StringComparison.Ordinal))
            Assert.True(new FileInfo($"{server.Root}/etc/responses").Length > 4096);
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task TLSStaplingResponder_is_asked_about_a_certificate_that_names_none(string binary)
    {
        await using var authority = await Authority.StartAsync();
        await using var server = await StartOnAsync(binary, authority, "TLSStapling on\n" + $"TLSStaplingResponder {authority.Url}\n", "plain");
        Assert.Contains("Cert Status: good", (await server.RunOpenSslAsync("", "-status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("pains", "19")]
    public async Task A_certificate_that_must_staple_gets_tryLater_in_any_case()
    {
        await using var authority = await Authority.StartAsync();
        await authority.StopAsync();
        await using var server = await StartAsync(authority, "TLSStapling on\nTLSStaplingOptions NoFakeTryLater\nTLSStaplingTimeout 2\n", "must");
        Assert.Contains("OCSP Response Status: trylater (0x3)", (await server.RunOpenSslAsync("", "-status")).Output, StringComparison.Ordinal);
        await server.TlsLog().WaitForAsync(line => line.Contains("unable to get an OCSP response from 'http://127.0.0.1:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task TLSVerifyOrder_ocsp_lets_good_clients_in_and_revoked_ones_not(string binary)
    {
        await using var authority = await Authority.StartAsync();
        await using var server = await StartOnAsync(binary, authority, "TLSVerifyClient on\nTLSVerifyOrder ocsp\n");
        await using (var client = await server.LogInSecurelyAsync(authority.Client("good")))
            Assert.NotEmpty(await client.DownloadAsync("NLST"));
        await server.TlsLog().WaitForAsync(line => line.Contains("client cert 'CN = good' has 'good' (0) status according to OCSP responder at '", StringComparison.Ordinal));

        // As upstream has it: the alert that OpenSSL makes of a failure that the application found.
        foreach (var version in (string[])["-tls1_2", "-tls1_3"])
        {
            var refused = await server.RunOpenSslAsync("NOOP\r\n", "-ign_eof", version, "-cert", $"{authority.Folder}/bad.pem", "-key", $"{authority.Folder}/bad.key");
            Assert.Contains("SSL alert number 40", refused.Output + refused.Error, StringComparison.Ordinal);
        }
        await server.TlsLog().WaitForAsync(line => line.Contains("client cert 'CN = bad' has 'revoked' (1) status according to OCSP responder at '", StringComparison.Ordinal));
        await server.TlsLog().WaitForAsync(line => line.EndsWith("client certificate failed verification: application verification failure", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_virtual_host_that_the_client_names_asks_its_responder_about_the_client()
    {
        await using var authority = await Authority.StartAsync();
        string Host(string name, string verification) => $$"""
            <VirtualHost 127.0.0.1>
              Port {PORT}
              ServerAlias {{name}}
              TLSEngine on
              TLSLog {ROOT}/log/tls.log
              TLSRSACertificateFile {{authority.Folder}}/server.pem
              TLSRSACertificateKeyFile {{authority.Folder}}/server.key
              TLSCACertificateFile {{authority.Folder}}/ca.pem
              {{verification}}
            </VirtualHost>

            """;
        await using var server = await StartAsync(authority, Host("other.test", "TLSVerifyClient off") + Host("named.test", "TLSVerifyClient on\nTLSVerifyOrder ocsp"));
        string[] bad = ["-tls1_2", "-servername", "named.test", "-cert", $"{authority.Folder}/bad.pem", "-key", $"{authority.Folder}/bad.key"];
        var refused = await server.RunOpenSslAsync("", bad);
        Assert.Contains("SSL alert number 40", refused.Output + refused.Error, StringComparison.Ordinal);
        await server.TlsLog().WaitForAsync(line => line.Contains("client cert 'CN = bad' has 'revoked' (1) status according to OCSP responder at '", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_virtual_host_that_the_client_names_staples_from_the_first_handshake_on()
    {
        await using var authority = await Authority.StartAsync();
        await using var server = await StartNamedAsync(authority, "");
        Assert.Contains("Cert Status: good", await StatusAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_in_Redis_serves_other_servers()
    {
        await using var authority = await Authority.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        var lines = redis.Lines + "TLSStaplingCache redis:\n" + SessionCacheTests.Controls + SessionCacheTests.RootMay;
        await using var first = await StartNamedAsync(authority, lines);
        await using var second = await StartNamedAsync(authority, lines);
        // Both have found their way to Redis, and nobody has asked the responder yet.
        (await RedisCacheTests.StoredAsync(first)).Dispose();
        (await RedisCacheTests.StoredAsync(second)).Dispose();

        Assert.Contains("Cert Status: good", await StatusAsync(first), StringComparison.Ordinal);
        await authority.StopAsync();
        Assert.Contains("Cert Status: good", await StatusAsync(second), StringComparison.Ordinal);
        Assert.Contains("Current response cache size: 1", await SessionCacheTests.AskAsync(second, "tls", "ocspcache", "info"), StringComparison.Ordinal);
        Assert.Equal("tls ocspcache: cleared 1 response from 'redis' OCSP cache", await SessionCacheTests.AskAsync(first, "tls", "ocspcache", "clear"));
    }

    /// <summary>The answer of openssl's client for the virtual host that staples.</summary>
    static async Task<string> StatusAsync(TempServer server) => (await server.RunOpenSslAsync("", "-status", "-servername", "named.test")).Output;

    /// <summary>Clients that name no server get the first one, which does not staple.</summary>
    static Task<TempServer> StartNamedAsync(Authority authority, string lines)
    {
        string Host(string name, string certificate) => $$"""
            <VirtualHost 127.0.0.1>
              Port {PORT}
              ServerAlias {{name}}.test
              AuthOrder mod_auth_file.c
              AuthUserFile {ROOT}/etc/passwd
              AuthGroupFile {ROOT}/etc/group
              TLSEngine on
              TLSProtocol TLSv1.2
              TLSRSACertificateFile {{authority.Folder}}/{{certificate}}.pem
              TLSRSACertificateKeyFile {{authority.Folder}}/{{certificate}}.key
              TLSCACertificateFile {{authority.Folder}}/ca.pem
              TLSStapling {{(name == "named" ? "on" : "off")}}
            </VirtualHost>

            """;
        return StartAsync(authority, lines + Host("other", "plain") + Host("named", "server"));
    }

    static Task<TempServer> StartAsync(Authority authority, string lines, string certificate = "server") => StartOnAsync("ours", authority, lines, certificate);

    static Task<TempServer> StartOnAsync(string server, Authority authority, string lines, string certificate = "server") => TlsServer.StartPlainOnAsync(
        server,
        $"TLSRSACertificateFile {authority.Folder}/{certificate}.pem\nTLSRSACertificateKeyFile {authority.Folder}/{certificate}.key\n"
        + $"TLSCACertificateFile {authority.Folder}/ca.pem\n{lines}",
        root => Directory.CreateDirectory($"{root}/responses"));

    /// <summary>An authority whose certificates name a responder that runs until it is stopped.</summary>
    sealed class Authority : IAsyncDisposable
    {
        const string Script = """
            set -e
            printf 'authorityInfoAccess=OCSP;URI:http://127.0.0.1:%s/\n' "$1" >names
            printf 'subjectAltName=DNS:localhost\n' >plain-names
            printf 'authorityInfoAccess=OCSP;URI:http://127.0.0.1:%s/\ntlsfeature=status_request\n' "$1" >must-names
            openssl genrsa -out ca.key 2048
            openssl req -x509 -key ca.key -out ca.pem -subj /CN=CA -days 30
            number=0
            for name in server good bad must plain; do
              number=$((number + 1))
              cp ca.key $name.key
              openssl req -new -key $name.key -out $name.csr -subj /CN=$name
              extensions=names; [ ! -f $name-names ] || extensions=$name-names
              openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -set_serial $number -extfile $extensions -out $name.pem -days 20
            done
            printf 'V\t491122000000Z\t\t01\tunknown\t/CN=server\nV\t491122000000Z\t\t02\tunknown\t/CN=good\n' >index
            printf 'R\t491122000000Z\t250101000000Z\t03\tunknown\t/CN=bad\nV\t491122000000Z\t\t04\tunknown\t/CN=must\n' >>index
            printf 'V\t491122000000Z\t\t05\tunknown\t/CN=plain\n' >>index
            """;

        readonly Process _responder;

        Authority(string folder, int port, Process responder) => (Folder, Url, _responder) = (folder, $"http://127.0.0.1:{port}/", responder);

        public string Folder { get; }

        /// <summary>Where the responder is.</summary>
        public string Url { get; }

        public static async Task<Authority> StartAsync()
        {
            var folder = Directory.CreateTempSubdirectory("proftpd-ocsp-").FullName;
            var port = ListeningPorts.Free();
            (await CommandRunner.RunAsync("/bin/sh", ["-c", $"cd {folder}\n{Script}", "sh", $"{port}"])).EnsureSuccess();
            var responder = Process.Start(new ProcessStartInfo(
                "openssl",
                ["ocsp", "-port", $"{port}", "-index", "index", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key", "-ndays", "1"])
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            await Waiting.UntilAsync(() => ListeningPorts.IsListening(port, responder.Id), "the OCSP responder");
            return new Authority(folder, port, responder);
        }

        public ClientTlsSettings Client(string name) => new() { Certificate = $"{Folder}/{name}.pem", Key = $"{Folder}/{name}.key" };

        public async Task StopAsync()
        {
            _responder.Kill();
            await _responder.WaitForExitAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _responder.Dispose();
            HostFiles.RemoveTree(Folder);
        }
    }
}
