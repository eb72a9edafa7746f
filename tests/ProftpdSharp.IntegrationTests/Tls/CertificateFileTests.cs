using System.Text.RegularExpressions;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Keys behind pass phrases, archives, revocation lists, and files that change while the server runs.</summary>
public sealed class CertificateFileTests
{
    internal const string Encrypted = "TLSRSACertificateFile {ROOT}/tls/server.pem\nTLSRSACertificateKeyFile {ROOT}/tls/locked.key\n";

    [Fact]
    [Trait("modtls", "121")]
    public async Task The_pass_phrase_provider_is_told_the_server_and_the_kind_of_key()
    {
        await using var server = await TlsServer.StartPlainAsync($"{Encrypted}TLSPassPhraseProvider {{ROOT}}/etc/provider\n", root => Lock(root, "opensesame"));
        await using var client = await server.SecureAsync();

        Assert.Equal($"Integration:{server.Port} RSA\n", File.ReadAllText($"{server.Root}/log/asked"));
        // SIGHUP does not ask again.
        File.AppendAllText($"{server.Root}/etc/proftpd.conf", "ServerIdent on \"again\"\n");
        server.Signal(Mono.Unix.Native.Signum.SIGHUP);
        await Waiting.UntilAsync(() => GreetingAsync(server).Result == "220 again", "the new configuration");
        await using var later = await server.SecureAsync();
        Assert.Single(File.ReadAllLines($"{server.Root}/log/asked"));
    }

    [Theory]
    [Trait("modtls", "122")]
    [InlineData("ours", "")]
    [InlineData("ours", "opensesame")]
    [InlineData("upstream", "")]
    [InlineData("upstream", "opensesame")]
    public async Task A_PKCS12_archive_serves_with_and_without_pass_phrase(string binary, string phrase)
    {
        await using var server = await TlsServer.StartPlainOnAsync(
            binary,
            "TLSPKCS12File {ROOT}/tls/server.p12\nTLSPassPhraseProvider {ROOT}/etc/provider\n",
            root =>
            {
                Lock(root, phrase);
                OpenSsl("pkcs12", "-export", "-in", $"{root}/tls/server.pem", "-inkey", $"{root}/tls/server.key", "-out", $"{root}/tls/server.p12", "-passout", $"pass:{phrase}");
            });
        await using var client = await server.LogInSecurelyAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    [Fact]
    [Trait("pains", "19")]
    public async Task A_revoked_certificate_is_refused()
    {
        await using var server = await TlsServer.StartAsync("TLSVerifyClient on\nTLSCACertificateFile {ROOT}/tls/ca.pem\nTLSCARevocationFile {ROOT}/tls/crl.pem\n");
        await Assert.ThrowsAsync<ClientTlsException>(() => ConnectAsync(server, "revoked"));
        await server.TlsLog().WaitForAsync(line => line.EndsWith("client certificate failed verification: certificate revoked", StringComparison.Ordinal));
        await ConnectAsync(server, "client");
    }

    [Fact]
    [Trait("pains", "7")]
    public async Task A_certificate_that_is_renewed_serves_within_a_second()
    {
        await using var server = await TlsServer.StartAsync();
        Assert.StartsWith("TLSv1.2", await VersionAsync(server), StringComparison.Ordinal);
        Assert.Contains("CN = localhost", await SubjectAsync(server), StringComparison.Ordinal);

        // First a pair that does not match: the old one stays, and the log says why.
        File.Copy($"{server.Root}/tls/elsewhere.pem", $"{server.Root}/tls/server.pem", overwrite: true);
        var log = server.StandardError;
        await Waiting.UntilAsync(() => SubjectAsync(server).Result.Contains("localhost", StringComparison.Ordinal)
            && log.Peek().Any(line => line.Contains("has changed and cannot be used", StringComparison.Ordinal)), "the refusal of the mismatch");
        File.Copy($"{server.Root}/tls/elsewhere.key", $"{server.Root}/tls/server.key", overwrite: true);
        await Waiting.UntilAsync(() => SubjectAsync(server).Result.Contains("elsewhere.test", StringComparison.Ordinal), "the new certificate");
        await log.WaitForAsync(line => line.Contains("has changed, new connections use it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revocation_list_that_is_renewed_counts_within_a_second()
    {
        await using var server = await TlsServer.StartAsync(
            "TLSVerifyClient on\nTLSCACertificateFile {ROOT}/tls/ca.pem\nTLSCARevocationFile {ROOT}/tls/list.pem\n",
            root => File.Copy($"{root}/tls/old-crl.pem", $"{root}/tls/list.pem"));
        await Assert.ThrowsAsync<ClientTlsException>(() => ConnectAsync(server, "client"));
        File.Copy($"{server.Root}/tls/crl.pem", $"{server.Root}/tls/list.pem", overwrite: true);
        await Waiting.UntilAsync(() => ConnectAsync(server, "client").ContinueWith(task => task.Exception is null, TaskScheduler.Default).Result, "the new list");
    }

    [Fact]
    public async Task TLSCertificateWatch_off_keeps_what_was_loaded()
    {
        await using var server = await TlsServer.StartAsync(
            "<IfModule mod_proftpdsharp.c>\nTLSCertificateWatch off\n</IfModule>\n");
        Assert.Contains("CN = localhost", await SubjectAsync(server), StringComparison.Ordinal);
        File.Copy($"{server.Root}/tls/elsewhere.pem", $"{server.Root}/tls/server.pem", overwrite: true);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1200));
        await timer.WaitForNextTickAsync();
        Assert.Contains("CN = localhost", await SubjectAsync(server), StringComparison.Ordinal);
        Assert.DoesNotContain(server.StandardError.Peek(), line => line.Contains("has changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_will_expire_soon_is_named_at_the_start_and_by_the_check()
    {
        await using var server = await TlsServer.StartAsync(
            "TLSRSACertificateFile {ROOT}/tls/server.pem\n",
            root => OpenSsl("req", "-x509", "-key", $"{root}/tls/server.key", "-days", "6", "-subj", "/CN=soon", "-out", $"{root}/tls/server.pem"));
        // Six days to the second, unless a second has passed.
        await server.StandardError.WaitForAsync(line => Regex.IsMatch(line, "/tls/server.pem': expires in [56] days \\(on "));
        var check = await CommandRunner.RunAsync(ServerBinary.Ours.Path, ["-t", "-c", $"{server.Root}/etc/proftpd.conf"]);
        Assert.Matches("expires in [56] days", check.Output + check.Error);
    }

    [Fact]
    public async Task A_key_log_that_others_can_read_is_refused()
    {
        await using var server = await TlsServer.StartAsync(
            "TLSKeyLogFile {ROOT}/log/keys.log\n",
            root =>
            {
                File.WriteAllText($"{root}/log/keys.log", "");
                File.SetUnixFileMode($"{root}/log/keys.log", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            });
        await using var client = await server.LogInSecurelyAsync();
        Assert.Equal("", File.ReadAllText($"{server.Root}/log/keys.log"));
        await server.TlsLog().WaitForAsync(line => line.EndsWith("/log/keys.log': others may read or write it", StringComparison.Ordinal));
    }

    static async Task ConnectAsync(TempServer server, string name)
    {
        await using var client = await server.SecureAsync(new ClientTlsSettings
        {
            MaxVersion = Native.OpenSsl.TlsVersion.Tls12,
            Certificate = $"{server.Root}/tls/{name}.pem",
            Key = $"{server.Root}/tls/{name}.key",
        });
    }

    static async Task<string> GreetingAsync(TempServer server)
    {
        await using var client = await server.ConnectAsync();
        return (await client.ReadReplyAsync()).Text;
    }

    static async Task<string> VersionAsync(TempServer server)
    {
        await using var client = await server.SecureAsync(new ClientTlsSettings { MaxVersion = Native.OpenSsl.TlsVersion.Tls12 });
        return client.Tls!.Version;
    }

    internal static async Task<string> SubjectAsync(TempServer server) =>
        (await server.RunOpenSslAsync("")).Output.Split('\n').First(line => line.StartsWith("subject=", StringComparison.Ordinal));

    /// <summary>An encrypted key, and a program that knows a pass phrase for it.</summary>
    internal static void Lock(string root, string phrase)
    {
        OpenSsl("rsa", "-aes128", "-in", $"{root}/tls/server.key", "-out", $"{root}/tls/locked.key", "-passout", "pass:opensesame");
        var provider = $"{root}/etc/provider";
        File.WriteAllText(provider, $"#!/bin/sh\necho \"$1 $2\" >>{root}/log/asked\n[ -z '{phrase}' ] || echo '{phrase}'\n");
        File.SetUnixFileMode(provider, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    internal static void OpenSsl(params string[] arguments)
    {
        using var openssl = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("openssl", arguments) { RedirectStandardError = true })!;
        var errors = openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        Assert.True(openssl.ExitCode == 0, errors);
    }
}
