using Xunit;

namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>openssl s_client, Debian's ftp-ssl and tnftp against Debian's configuration.</summary>
/// <param name="machine">The server.</param>
public sealed class OtherClientTests(DebianMachine machine) : IClassFixture<DebianMachine>
{
    const string User = SystemMachine.User;

    [Theory]
    [InlineData("-tls1_2", "TLSv1.2")]
    [InlineData("-tls1_3", "TLSv1.3")]
    public async Task Openssl_s_client_talks_to_the_control_channel(string option, string version)
    {
        var dialogue = $"USER {User}\r\nPASS {SystemMachine.Password}\r\nPWD\r\nQUIT\r\n";

        var result = await machine.RunAsync(
            "openssl",
            ["s_client", "-starttls", "ftp", option, "-CAfile", machine.Authority, "-verify_return_error", "-connect", "localhost:21", "-ign_eof"],
            dialogue);

        Assert.Contains("Verify return code: 0 (ok)", result.Output, StringComparison.Ordinal);
        Assert.Contains(version, result.Output, StringComparison.Ordinal);
        Assert.Contains($"230 User {User} logged in", result.Output, StringComparison.Ordinal);
        Assert.Contains($"257 \"{machine.Home}\" is the current directory", result.Output, StringComparison.Ordinal);
        Assert.Contains("221 Goodbye.", result.Output, StringComparison.Ordinal);
        await machine.Log("tls.log").WaitForAsync(line => line.Contains($"{version} connection accepted, using cipher ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("pains", "24")]
    public async Task Tnftp_uploads_lists_and_downloads()
    {
        var source = await machine.MakeFileAsync("tnftp", 200_000);

        var result = await machine.RunAsync("tnftp", ["-n", "-v", "localhost"], Script(source));

        Assert.Contains("226 Transfer complete", result.Output, StringComparison.Ordinal);
        Assert.Contains("250 Rename successful", result.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync($"{source}.back"));
    }

    [Fact]
    public async Task Ftp_ssl_protects_both_channels()
    {
        var source = await machine.MakeFileAsync("ftpssl", 200_000);
        var log = machine.Log("tls.log");
        log.SkipToEnd();

        var result = await machine.RunAsync("ftp-ssl", ["-n", "-v", "-z", "secure", "-z", "verify=0", "localhost"], Script(source));

        Assert.Contains("226 Transfer complete", result.Output, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync($"{source}.back"));
        await log.WaitForAsync(line => line.Contains(" connection accepted, using cipher ", StringComparison.Ordinal));
    }

    static string Script(string source) => $"""
        user {User} {SystemMachine.Password}
        binary
        put {source} uploaded
        rename uploaded moved
        ls
        get moved {source}.back
        delete moved
        bye

        """;
}
