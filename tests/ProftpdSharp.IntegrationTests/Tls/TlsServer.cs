using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Our server with TLS, and clients that use it.</summary>
static class TlsServer
{
    /// <summary>Starts ours with <see cref="ServerTexts.Tls"/> and more lines.</summary>
    public static Task<TempServer> StartAsync(string more = "", Action<string>? prepare = null, params string[] arguments) =>
        TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Tls + more, ServerTexts.WithTls + prepare, arguments);

    /// <summary>The same for a theory about both servers: <c>upstream</c> or <c>ours</c>.</summary>
    public static Task<TempServer> StartOnAsync(string server, string more = "", Action<string>? prepare = null, params string[] arguments) =>
        TempServer.StartAsync(ServerBinary.Of(server), $"LoadModule mod_tls.c\n{ServerTexts.Tls}{more}", ServerTexts.WithTls + prepare, arguments);

    /// <summary>Starts ours with lines of the test's own about certificates.</summary>
    public static Task<TempServer> StartPlainAsync(string lines, Action<string>? prepare = null) =>
        TempServer.StartAsync(ServerBinary.Ours, $"{ServerTexts.Basic}TLSEngine on\nTLSLog {{ROOT}}/log/tls.log\n{lines}", ServerTexts.WithTls + prepare);

    /// <summary>The same for a theory about both servers: <c>upstream</c> or <c>ours</c>.</summary>
    public static Task<TempServer> StartPlainOnAsync(string server, string lines, Action<string>? prepare = null) => TempServer.StartAsync(
        ServerBinary.Of(server), $"LoadModule mod_tls.c\n{ServerTexts.Basic}TLSEngine on\nTLSLog {{ROOT}}/log/tls.log\n{lines}", ServerTexts.WithTls + prepare);

    public static LogReader TlsLog(this TempServer server) => new($"{server.Root}/log/tls.log");

    /// <summary>Connects, and AUTH TLS.</summary>
    public static async Task<FtpClient> SecureAsync(this TempServer server, ClientTlsSettings? settings = null)
    {
        var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        await client.SecureAsync(settings);
        return client;
    }

    /// <summary>Connects, AUTH TLS, login, PROT P.</summary>
    public static async Task<FtpClient> LogInSecurelyAsync(this TempServer server, ClientTlsSettings? settings = null)
    {
        var client = await server.SecureAsync(settings);
        (await client.CommandAsync("USER alice")).Expect(331);
        (await client.CommandAsync($"PASS {TestAccounts.Password}")).Expect(230);
        (await client.CommandAsync("PROT P")).Expect(200);
        client.ProtectsData = true;
        return client;
    }

    /// <summary>openssl s_client on the control connection.</summary>
    /// <param name="server">The server.</param>
    /// <param name="dialogue">What it is given to send; empty ends at once.</param>
    /// <param name="options">Further options.</param>
    public static Task<CommandResult> RunOpenSslAsync(this TempServer server, string dialogue, params string[] options) =>
        CommandRunner.RunAsync("openssl", ["s_client", "-starttls", "ftp", "-connect", $"127.0.0.1:{server.Port}", .. options], dialogue);
}
