using ProftpdSharp.TestSupport;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Clients;

/// <summary>lftp (GnuTLS) against Debian's configuration.</summary>
/// <param name="machine">The server.</param>
public sealed class LftpTests(DebianMachine machine) : IClassFixture<DebianMachine>
{
    [Theory]
    [Trait("modtls", "108")]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls12)]
    [InlineData(Channel.Tls13)]
    [InlineData(Channel.Implicit)]
    public async Task Files_go_up_and_down_and_are_listed_renamed_and_deleted(Channel channel)
    {
        var source = await machine.MakeFileAsync($"lftp-{channel}", 3_000_001);

        var result = await LftpAsync(
            channel, $"mkdir d-{channel}", $"put {source} -o d-{channel}/up", $"cd d-{channel}", "ls", "mv up moved", $"get moved -o {source}.back", "rm moved",
            "cd ..", $"rmdir d-{channel}", "cls -1");

        Assert.Contains(" 3000001 ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain($"d-{channel}", result.Output, StringComparison.Ordinal);
        Assert.Equal(await SystemMachine.DigestAsync(source), await SystemMachine.DigestAsync($"{source}.back"));
    }

    [Theory]
    [Trait("pains", "24")]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls13)]
    public async Task A_tree_is_mirrored_with_several_connections(Channel channel)
    {
        var tree = Directory.CreateDirectory($"{machine.Local}/tree-{channel}").FullName;
        for (var number = 0; number < 40; number++)
        {
            Directory.CreateDirectory($"{tree}/{number % 4}");
            await File.WriteAllTextAsync($"{tree}/{number % 4}/file {number}", new string('x', number * 1000));
        }

        await LftpAsync(channel, $"mirror -R --parallel=3 {tree} copy-{channel}", $"mirror --parallel=3 copy-{channel} {tree}-back");

        var compared = await CommandRunner.RunAsync("diff", ["-r", tree, $"{tree}-back"]);
        Assert.Equal("", compared.EnsureSuccess().Output);
    }

    [Theory]
    [InlineData(Channel.Clear)]
    [InlineData(Channel.Tls12)]
    [InlineData(Channel.Tls13)]
    public async Task Active_transfers_work(Channel channel)
    {
        var source = await machine.MakeFileAsync($"active-{channel}", 100_000);
        await LftpAsync(channel, "set ftp:passive-mode no", $"put {source}", "cls -1", $"get active-{channel} -o {source}.back");
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync($"{source}.back"));
    }

    async Task<CommandResult> LftpAsync(Channel channel, params string[] commands)
    {
        var open = $"open -u {SystemMachine.User},{SystemMachine.Password} {(channel == Channel.Implicit ? "ftps://localhost:990" : "ftp://localhost")}";
        string[] settings =
        [
            "set cmd:fail-exit yes", "set net:max-retries 2", "set net:timeout 20", "set cmd:at-exit ''", $"set ssl:ca-file {machine.Authority}",
            .. Security(channel),
        ];
        var result = await machine.RunAsync("lftp", ["--norc", "-c", string.Join("; ", [.. settings, open, .. commands])]);
        return result.EnsureSuccess();
    }

    static string[] Security(Channel channel) => channel switch
    {
        Channel.Clear => ["set ftp:ssl-allow no"],
        Channel.Tls12 => ["set ftp:ssl-force yes", "set ftp:ssl-protect-data yes", "set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS1.2"],
        Channel.Tls13 => ["set ftp:ssl-force yes", "set ftp:ssl-protect-data yes", "set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS1.3"],
        _ => ["set ftp:ssl-force yes", "set ftp:ssl-protect-data yes"],
    };
}
