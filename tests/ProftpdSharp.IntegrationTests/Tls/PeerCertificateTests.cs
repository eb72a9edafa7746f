using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>What both servers say about certificates, their own and their clients', to clients and to logs.</summary>
public sealed class PeerCertificateTests
{
    const string Asks = "TLSVerifyClient optional\nTLSCACertificateFile {ROOT}/tls/ca.pem\n";

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_server_that_asks_for_certificates_names_its_authorities(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, Asks);
        var shown = (await server.RunOpenSslAsync("", "-showcerts")).Output;
        Assert.Contains("Acceptable client certificate CA names\nCN = ProftpdSharp Test CA\n", shown, StringComparison.Ordinal);
        // Without TLSCertificateChainFile the chain comes from the authorities, the root too.
        Assert.Equal(2, shown.Split("-----BEGIN CERTIFICATE-----").Length - 1);

        await using var silent = await TlsServer.StartOnAsync(on);
        Assert.Contains("No client certificate CA names sent", (await silent.RunOpenSslAsync("")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_data_connection_presents_the_certificate_of_the_control_connection_or_none(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, Asks + "TLSOptions NoSessionReuseRequired\n");
        await using var client = await server.LogInSecurelyAsync(Presenting(server, "client"));
        await using var other = await server.SecureAsync(Presenting(server, "names") with { ResumesForData = false });
        // Another version than that of the control connection is no harm.
        await using var nobody = await server.SecureAsync(new ClientTlsSettings { MaxVersion = Native.OpenSsl.TlsVersion.Tls12, ResumesForData = false });

        Assert.Equal(226, await ListAsync(client, nobody));
        Assert.Equal(425, await ListAsync(client, other));
        await server.TlsLog().WaitForAsync(line => line.EndsWith("unable to open data connection: control/data certificate mismatch", StringComparison.Ordinal));
        Assert.Equal(226, await ListAsync(client, nobody));
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_tlslogin_file_of_somebody_else_is_shown_beside_the_certificate(string on)
    {
        await using var server = await TlsServer.StartOnAsync(
            on, Asks + "TLSOptions AllowDotLogin\n", root => File.Copy($"{root}/tls/stranger.pem", $"{root}/home/alice/.tlslogin"));
        await using var client = await server.LogInSecurelyAsync(Presenting(server, "client"));
        await server.TlsLog().WaitForAsync(line => line.EndsWith("TLS/X509 .tlslogin check failed for user 'alice'", StringComparison.Ordinal));
        var log = Words(File.ReadAllText($"{server.Root}/log/tls.log"));
        Assert.Contains(".tlslogin local/remote certificate MISMATCH", log, StringComparison.Ordinal);
        Assert.Matches(@"\.tlslogin local file certificate: Certificate: Data: Version: 3 .* Subject: CN = stranger ", log);
        Assert.Matches(@"\.tlslogin remote client certificate: Certificate: Data: Version: 3 .* Subject: CN = alice ", log);
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task ExportCertData_gives_chains_and_the_server_s_certificate(string on)
    {
        await using var server = await TlsServer.StartOnAsync(
            on, Asks + "TLSOptions ExportCertData\nLogFormat certs \"%{TLS_SERVER_CERT}e|%{TLS_CLIENT_CERT_CHAIN1}e|%{TLS_CLIENT_CERT_CHAIN2}e|\"\n"
                + "ExtendedLog {ROOT}/log/certs.log MISC certs\n");
        await server.RunOpenSslAsync(
            "NOOP\r\nQUIT\r\n", "-ign_eof", "-cert", $"{server.Root}/tls/client.pem", "-key", $"{server.Root}/tls/client.key", "-cert_chain", $"{server.Root}/tls/ca.pem");
        await new LogReader($"{server.Root}/log/certs.log").WaitForAsync(line => line.EndsWith("||", StringComparison.Ordinal));
        // As lines: for whoever reads the certificates from there.
        var parts = Words(File.ReadAllText($"{server.Root}/log/certs.log")).Split('|');
        Assert.Equal(Words(File.ReadAllText($"{server.Root}/tls/server.pem")), parts[0].Trim());
        Assert.Equal(Words(File.ReadAllText($"{server.Root}/tls/ca.pem")), parts[1].Trim());
    }

    /// <summary>Notes of 1.3.10.</summary>
    [Fact]
    public async Task Notes_tell_about_the_client_s_certificate_without_any_option()
    {
        await using var server = await TlsServer.StartAsync(
            Asks + "LogFormat notes \"%{note:TLS_CLIENT_S_DN_CN}|%{note:TLS_CLIENT_A_KEY}|%{note:TLS_CLIENT_A_SIG}|%{note:TLS_LIBRARY_VERSION}\"\n"
            + "ExtendedLog {ROOT}/log/notes.log MISC notes\n");
        await using (var client = await server.SecureAsync(Presenting(server, "client")))
            (await client.CommandAsync("NOOP")).Expect(200);
        await new LogReader($"{server.Root}/log/notes.log").WaitForAsync(
            line => line.StartsWith("alice|rsaEncryption|sha256WithRSAEncryption|OpenSSL 3.", StringComparison.Ordinal));
    }

    /// <summary>NLST with a data connection as another client would make it.</summary>
    /// <returns>The code of the last reply.</returns>
    static async Task<int> ListAsync(FtpClient client, FtpClient handshakes)
    {
        await using var data = await client.OpenPassiveAsync();
        (await client.CommandAsync("NLST")).Expect(150);
        await data.StartTlsAsync(handshakes);
        await data.ReceiveToEndAsync();
        return (await client.ReadReplyAsync()).Code;
    }

    static ClientTlsSettings Presenting(TestSupport.Servers.TempServer server, string name) =>
        new() { Certificate = $"{server.Root}/tls/{name}.pem", Key = $"{server.Root}/tls/{name}.key" };

    /// <summary>The text with one blank for any white space.</summary>
    static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
