using ProftpdSharp.TestSupport;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>curl against Debian's configuration.</summary>
/// <param name="machine">The server.</param>
public sealed class CurlTests(DebianMachine machine) : IClassFixture<DebianMachine>
{
    const long Large = 1L << 30;

    [Theory]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls12)]
    [InlineData(Channel.Tls13)]
    [InlineData(Channel.Implicit)]
    public async Task Files_go_up_and_down_and_are_listed_renamed_and_deleted(Channel channel)
    {
        var source = await machine.MakeFileAsync($"curl-{channel}", 3_000_001);

        await CurlAsync(channel, "", "-T", source, "--ftp-create-dirs");
        var listing = await CurlAsync(channel, "");
        Assert.Contains($" {User} ", listing.Output, StringComparison.Ordinal);
        Assert.Contains($" 3000001 ", listing.Output, StringComparison.Ordinal);
        await CurlAsync(channel, "", "-Q", $"RNFR curl-{channel}", "-Q", $"RNTO moved-{channel}");
        await CurlAsync(channel, $"moved-{channel}", "-o", $"{source}.back");
        await CurlAsync(channel, "", "-Q", $"DELE moved-{channel}");

        Assert.Equal(await DebianMachine.DigestAsync(source), await DebianMachine.DigestAsync($"{source}.back"));
        var names = (await CurlAsync(channel, "", "--list-only")).Output;
        Assert.DoesNotContain($"{channel}", names, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls13)]
    public async Task A_gigabyte_goes_up_and_down_unharmed(Channel channel)
    {
        var source = await machine.MakeFileAsync($"large-{channel}", Large);
        var digest = await DebianMachine.DigestAsync(source);

        await CurlAsync(channel, "", "-T", source);
        Assert.Equal(digest, await DebianMachine.DigestAsync($"{machine.Home}/large-{channel}"));
        File.Delete(source);
        await CurlAsync(channel, $"large-{channel}", "-o", source);

        Assert.Equal(digest, await DebianMachine.DigestAsync(source));
        File.Delete(source);
        File.Delete($"{machine.Home}/large-{channel}");
    }

    [Theory]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls13)]
    public async Task An_interrupted_download_and_upload_go_on_where_they_ended(Channel channel)
    {
        var source = await machine.MakeFileAsync($"whole-{channel}", 500_000);
        var bytes = await File.ReadAllBytesAsync(source);
        await File.WriteAllBytesAsync($"{machine.Local}/part-{channel}", bytes[..123_456]);
        await CurlAsync(channel, "", "-T", source);

        await CurlAsync(channel, $"whole-{channel}", "-C", "-", "-o", $"{machine.Local}/part-{channel}");
        Assert.Equal(bytes, await File.ReadAllBytesAsync($"{machine.Local}/part-{channel}"));

        // curl appends (APPE) when it goes on with an upload.
        await File.WriteAllBytesAsync($"{machine.Home}/begun-{channel}", bytes[..99_999]);
        Mono.Unix.Native.Syscall.chown($"{machine.Home}/begun-{channel}", 61001, 61001);
        await CurlAsync(channel, $"begun-{channel}", "-C", "-", "-T", source);
        Assert.Equal(bytes, await File.ReadAllBytesAsync($"{machine.Home}/begun-{channel}"));
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var result = await machine.RunAsync("curl", ["-sS", "-u", $"{User}:wrong", "ftp://localhost/"]);
        Assert.Equal(67, result.ExitCode);
        await machine.Log("proftpd.log").WaitForAsync(line => line.EndsWith($"USER {User} (Login failed): Incorrect password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Active_transfers_work()
    {
        var source = await machine.MakeFileAsync("active", 100_000);
        await CurlAsync(Channel.Clear, "", "-T", source, "--ftp-port", "127.0.0.1");
        await CurlAsync(Channel.Tls13, "active", "-o", $"{source}.back", "--ftp-port", "127.0.0.1");
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync($"{source}.back"));
    }

    const string User = DebianMachine.User;

    async Task<CommandResult> CurlAsync(Channel channel, string path, params string[] more)
    {
        var result = await machine.RunAsync(
            "curl", ["-sS", "-u", $"{User}:{DebianMachine.Password}", .. Security(channel), .. more, $"{Url(channel)}/{path}"]);
        return result.EnsureSuccess();
    }

    static string Url(Channel channel) => channel == Channel.Implicit ? "ftps://localhost:990" : "ftp://localhost";

    string[] Security(Channel channel) => channel switch
    {
        Channel.Clear => [],
        Channel.Tls12 => ["--ssl-reqd", "--tlsv1.2", "--tls-max", "1.2", "--cacert", machine.Authority],
        Channel.Tls13 => ["--ssl-reqd", "--tlsv1.3", "--cacert", machine.Authority],
        _ => ["--cacert", machine.Authority],
    };
}
