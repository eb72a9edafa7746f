using ProftpdSharp.TestSupport;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>curl against Debian's configuration.</summary>
/// <param name="machine">The server.</param>
public sealed class CurlTests(DebianMachine machine) : IClassFixture<DebianMachine>
{
    const long Gigabyte = 1L << 30;

    [Theory]
    [Trait("pains", "24")]
    [Trait("modtls", "108")]
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

        Assert.Equal(await SystemMachine.DigestAsync(source), await SystemMachine.DigestAsync($"{source}.back"));
        var names = (await CurlAsync(channel, "", "--list-only")).Output;
        Assert.DoesNotContain($"{channel}", names, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls12)]
    [InlineData(Channel.Tls13)]
    [InlineData(Channel.Implicit)]
    public async Task A_gigabyte_goes_up_and_down_unharmed(Channel channel)
    {
        var source = await machine.MakeFileAsync($"large-{channel}", Gigabyte);
        var digest = await SystemMachine.DigestAsync(source);

        await CurlAsync(channel, "", "-T", source);
        Assert.Equal(digest, await SystemMachine.DigestAsync($"{machine.Home}/large-{channel}"));
        File.Delete(source);
        await CurlAsync(channel, $"large-{channel}", "-o", source);

        Assert.Equal(digest, await SystemMachine.DigestAsync(source));
        File.Delete(source);
        File.Delete($"{machine.Home}/large-{channel}");
    }

    [Theory]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls13)]
    public async Task An_interrupted_download_goes_on_where_it_ended_but_no_upload(Channel channel)
    {
        var source = await machine.MakeFileAsync($"whole-{channel}", 500_000);
        var bytes = await File.ReadAllBytesAsync(source);
        await File.WriteAllBytesAsync($"{machine.Local}/part-{channel}", bytes[..123_456]);
        await CurlAsync(channel, "", "-T", source);

        await CurlAsync(channel, $"whole-{channel}", "-C", "-", "-o", $"{machine.Local}/part-{channel}");
        Assert.Equal(bytes, await File.ReadAllBytesAsync($"{machine.Local}/part-{channel}"));

        // Without AllowStoreRestart, which Debian does not set, nobody appends to a file (curl goes on with APPE).
        await File.WriteAllBytesAsync($"{machine.Local}/begun", bytes[..99_999]);
        await CurlAsync(channel, $"begun-{channel}", "-T", $"{machine.Local}/begun");
        var refused = await TryCurlAsync(channel, $"begun-{channel}", "-C", "-", "-T", source);
        // The refusal closes the passive port; with TLS, curl may meet that first and take the 451 for the answer to another PASV.
        Assert.Contains(refused.ExitCode, channel == Channel.Clear ? [25] : (int[])[13, 25]);
        Assert.EndsWith(": 451\n", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var result = await machine.RunAsync("curl", ["-sS", "-u", $"{User}:wrong", "ftp://localhost/"]);
        Assert.Equal(67, result.ExitCode);
        await machine.Log("proftpd.log").WaitForAsync(line => line.EndsWith($"USER {User} (Login failed): Incorrect password", StringComparison.Ordinal));
    }

    /// <summary>In clear only: curl 7.88 does not begin the handshake on an active data connection, with no server.</summary>
    [Fact]
    public async Task Active_transfers_work()
    {
        var source = await machine.MakeFileAsync("active", 100_000);
        await CurlAsync(Channel.Clear, "", "-T", source, "--ftp-port", "-");
        await CurlAsync(Channel.Clear, "active", "-o", $"{source}.back", "--ftp-port", "-", "--disable-eprt");
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync($"{source}.back"));
    }

    const string User = SystemMachine.User;

    async Task<CommandResult> CurlAsync(Channel channel, string path, params string[] more) => (await TryCurlAsync(channel, path, more)).EnsureSuccess();

    Task<CommandResult> TryCurlAsync(Channel channel, string path, params string[] more) =>
        machine.RunAsync("curl", ["-sS", "-u", $"{User}:{SystemMachine.Password}", .. Security(channel), .. more, $"{Url(channel)}/{path}"]);

    static string Url(Channel channel) => channel == Channel.Implicit ? "ftps://localhost:990" : "ftp://localhost";

    string[] Security(Channel channel) => channel switch
    {
        Channel.Clear => [],
        Channel.Tls12 => ["--ssl-reqd", "--tlsv1.2", "--tls-max", "1.2", "--cacert", machine.Authority],
        Channel.Tls13 => ["--ssl-reqd", "--tlsv1.3", "--cacert", machine.Authority],
        _ => ["--cacert", machine.Authority],
    };
}
