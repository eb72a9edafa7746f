using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>What openssl sees of directives about keys, chains and extensions.</summary>
public sealed class KeyExchangeTests
{
    const string ServerInfo = """
        -----BEGIN SERVERINFOV2 FOR TEST-----
        AAABgAPoAAVoZWxsbw==
        -----END SERVERINFOV2 FOR TEST-----

        """;

    [Fact]
    public async Task TLSDHParamFile_gives_the_group()
    {
        await using var server = await TlsServer.StartAsync("TLSDHParamFile {ROOT}/tls/dh.pem\n", root =>
            OpenSsl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe3072", "-out", $"{root}/tls/dh.pem"));

        var shown = await server.RunOpenSslAsync("", "-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384");

        Assert.Contains("Server Temp Key: DH, 3072 bits", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLSDSACertificateFile_is_shown_to_clients_that_want_DSA()
    {
        const string cipher = "DHE-DSS-AES128-GCM-SHA256:@SECLEVEL=0";
        await using var server = await TlsServer.StartAsync(
            $$"""
            TLSProtocol TLSv1.2
            TLSCipherSuite {{cipher}}
            TLSDSACertificateFile {ROOT}/tls/dsa.pem
            TLSDSACertificateKeyFile {ROOT}/tls/dsa.key

            """,
            root =>
            {
                OpenSsl("dsaparam", "-genkey", "-out", $"{root}/tls/dsa.key", "2048");
                File.SetUnixFileMode($"{root}/tls/dsa.key", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                OpenSsl("req", "-x509", "-new", "-key", $"{root}/tls/dsa.key", "-sha256", "-subj", "/CN=dsa", "-days", "30", "-out", $"{root}/tls/dsa.pem");
            });

        var shown = await server.RunOpenSslAsync("", "-tls1_2", "-cipher", cipher);

        Assert.Contains("subject=CN = dsa", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Peer signature type: DSA", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLSECDHCurve_chooses_the_curves()
    {
        await using var server = await TlsServer.StartAsync("TLSECDHCurve secp384r1\n");

        Assert.Contains("Server Temp Key: ECDH, secp384r1, 384 bits", (await server.RunOpenSslAsync("")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLSCARevocationPath_is_asked_about_clients()
    {
        await using var server = await TlsServer.StartAsync(
            "TLSVerifyClient on\nTLSCACertificateFile {ROOT}/tls/ca.pem\nTLSCARevocationPath {ROOT}/tls/lists\n", root =>
            {
                Directory.CreateDirectory($"{root}/tls/lists");
                File.Copy($"{root}/tls/crl.pem", $"{root}/tls/lists/{OpenSsl("crl", "-noout", "-hash", "-in", $"{root}/tls/crl.pem").Trim()}.r0");
            });

        await server.RunOpenSslAsync("", "-cert", $"{server.Root}/tls/revoked.pem", "-key", $"{server.Root}/tls/revoked.key");

        await server.TlsLog().WaitForAsync(line => line.Contains("certificate revoked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("upstream", 0, false)]
    [InlineData("ours", 0, false)]
    [InlineData("ours", 1, true)]
    public async Task TLSVerifyDepth_bounds_the_authorities_above(string name, int depth, bool isAccepted)
    {
        var binary = ServerBinary.Of(name);
        var lines = $"TLSVerifyClient on\nTLSCACertificateFile {{ROOT}}/tls/root.pem\nTLSVerifyDepth {depth}\n";
        await using var server = await TempServer.StartAsync(
            binary, "LoadModule mod_tls.c\n" + ServerTexts.Tls + lines, root =>
            {
                ServerTexts.WithTls(root);
                MakeChain($"{root}/tls");
            });

        var shown = await server.RunOpenSslAsync("NOOP\r\nQUIT\r\n", "-tls1_2", "-ign_eof", "-quiet",
            "-cert", $"{server.Root}/tls/leaf.pem", "-key", $"{server.Root}/tls/leaf.key", "-cert_chain", $"{server.Root}/tls/chain.pem");

        Assert.True(isAccepted == shown.Output.Contains("221 Goodbye.", StringComparison.Ordinal), string.Join('\n', server.TlsLog().ReadNew()));
    }

    [Fact]
    public async Task TLSServerInfoFile_is_an_extension()
    {
        await using var server = await TlsServer.StartAsync("TLSServerInfoFile {ROOT}/tls/info.pem\n", root => File.WriteAllText($"{root}/tls/info.pem", ServerInfo));

        Assert.Contains("BEGIN SERVERINFO FOR EXTENSION 1000", (await server.RunOpenSslAsync("", "-tls1_2", "-serverinfo", "1000")).Output, StringComparison.Ordinal);
    }

    /// <summary>A root, two authorities below it, and a client's certificate below those. Upstream lets one authority more pass than the manual says.</summary>
    static void MakeChain(string folder)
    {
        string[] authority = ["req", "-x509", "-addext", "basicConstraints=critical,CA:TRUE", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
        OpenSsl([.. authority, "-subj", "/CN=root", "-keyout", $"{folder}/root.key", "-out", $"{folder}/root.pem"]);
        foreach (var (name, signer) in (ReadOnlySpan<(string, string)>)[("first", "root"), ("second", "first"), ("leaf", "second")])
        {
            OpenSsl([.. authority, "-subj", $"/CN={name}", "-keyout", $"{folder}/{name}.key", "-out", $"{folder}/{name}.pem",
                "-CA", $"{folder}/{signer}.pem", "-CAkey", $"{folder}/{signer}.key"]);
        }
        File.WriteAllText($"{folder}/chain.pem", File.ReadAllText($"{folder}/second.pem") + File.ReadAllText($"{folder}/first.pem"));
    }

    static string OpenSsl(params string[] arguments)
    {
        var result = CommandRunner.RunAsync("openssl", arguments).GetAwaiter().GetResult();
        return result.EnsureSuccess().Output;
    }
}
