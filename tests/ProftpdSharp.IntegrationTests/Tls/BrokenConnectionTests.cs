using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Control connections that end as they should not: the lines are those of ProFTPD 1.3.8 for the same bytes.</summary>
public sealed class BrokenConnectionTests
{
    static readonly ClientTlsSettings Tls12 = new() { MaxVersion = TlsVersion.Tls12 };

    [Fact]
    public async Task A_client_that_only_closes_is_told_about_at_the_shutdown()
    {
        await using var server = await TlsServer.StartAsync();
        await using var client = await server.SecureAsync(Tls12);
        client.HalfClose();
        var log = await LogAsync(server, "shutdown while in init");
        Assert.EndsWith(
            "SSL_shutdown error: SSL: \n  (1) error:0A000126:SSL routines::unexpected eof while reading\n  (2) error:0A000197:SSL routines::shutdown while in init\n",
            log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_closes_within_a_line_is_an_error()
    {
        await using var server = await TlsServer.StartAsync();
        await using var client = await server.SecureAsync(Tls12);
        await client.SendRawAsync("NO");
        client.HalfClose();
        await server.StandardError.WaitForAsync(line => line.EndsWith("mod_tls/2.9.2: unexpected OpenSSL error, disconnecting", StringComparison.Ordinal));
        var log = await LogAsync(server, "unexpected OpenSSL error, disconnecting");
        Assert.Contains("panic: SSL_ERROR_SSL, line 11104: \n  (1) error:0A000126:SSL routines::unexpected eof while reading\n", log, StringComparison.Ordinal);
        Assert.DoesNotContain("SSL_shutdown", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ClientHello_of_SSL_3_is_named()
    {
        const string hello = "\x16\x03\x00\x00\x2d\x01\x00\x00\x29\x03\x00";
        await using var server = await TlsServer.StartAsync();
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        (await client.CommandAsync("AUTH TLS")).Expect(234);
        await client.SendRawAsync($"{hello}{new string('\x11', 32)}\x00\x00\x02\x00\x2f\x01\x00");
        var log = await LogAsync(server, "negotiation failed on control channel");
        Assert.Contains("(1) error:0A00018C:SSL routines::version too low\n", log, StringComparison.Ordinal);
        Assert.Contains(" lacks support for client requested TLS protocol version: SSLv3\n", log, StringComparison.Ordinal);
    }

    /// <summary>The whole TLSLog once a line has come.</summary>
    static async Task<string> LogAsync(TempServer server, string end)
    {
        await server.TlsLog().WaitForAsync(line => line.EndsWith(end, StringComparison.Ordinal));
        return await File.ReadAllTextAsync($"{server.Root}/log/tls.log");
    }
}
