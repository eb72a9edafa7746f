using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>The scoreboards of running servers, seen through upstream's programs and ours.</summary>
public sealed class ScoreboardTests : IDisposable
{
    readonly string _programs = Directory.CreateTempSubdirectory("utilities-").FullName;

    public ScoreboardTests()
    {
        foreach (var name in (string[])["ftpwho", "ftpcount", "ftpscrub"])
            File.CreateSymbolicLink($"{_programs}/{name}", ServerBinary.Ours.Path);
    }

    public void Dispose() => Directory.Delete(_programs, recursive: true);

    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Both_show_the_sessions_of_both_servers_alike(string server)
    {
        await using var running = await TempServer.StartAsync(
            ServerBinary.Of(server), ServerTexts.Basic, ServerTexts.Homes);
        await using var alice = await running.LogInAsync();
        await using var bob = await running.LogInAsync("bob");
        (await bob.CommandAsync("MKD x")).Expect(257);
        await using var nameless = await running.ConnectAsync();
        await nameless.ReadReplyAsync();
        var file = $"{running.Root}/log/scoreboard";
        await Waiting.UntilAsync(() => Count(file) == 3, "three sessions");

        foreach (var command in (string[])["ftpwho", "ftpwho -v", "ftpwho -o oneline", "ftpwho -v -o oneline", "ftpwho -v -o json", "ftpwho -S Integration", "ftpcount", "ftpcount -S nobody"])
            await SameAsync(file, command);
        Assert.Contains(" bob ", (await RunAsync(file, "ftpwho -o oneline")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_that_cannot_listen_leaves_the_scoreboard_alone()
    {
        await using var running = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        await using var alice = await running.LogInAsync();
        var file = $"{running.Root}/log/scoreboard";
        await Waiting.UntilAsync(() => Count(file) == 1, "the session");

        var second = await CommandRunner.RunAsync(ServerBinary.Ours.Path, ["-c", $"{running.Root}/etc/proftpd.conf"]);

        Assert.Equal(1, second.ExitCode);
        Assert.Equal(1, Count(file));
        Assert.Contains(" alice ", (await RunAsync(file, "ftpwho -o oneline")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScoreboardScrub_mends_what_others_damaged()
    {
        await using var mended = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "ScoreboardScrub 2\nScoreboardMutex {ROOT}/log/mutex\n", ServerTexts.Homes);
        await using var alice = await mended.LogInAsync();
        var file = $"{mended.Root}/log/scoreboard";
        await Waiting.UntilAsync(() => Count(file) == 1, "the session");
        Assert.True(File.Exists($"{mended.Root}/log/mutex"));
        // Upstream's program takes session numbers for dead processes.
        (await CommandRunner.RunAsync("/usr/sbin/ftpscrub", ["-f", file])).EnsureSuccess();
        await Waiting.UntilAsync(() => Count(file) == 1, "the session again");
        File.Delete(file);
        await Waiting.UntilAsync(() => File.Exists(file) && Count(file) == 1, "the scoreboard again");
    }

    async Task SameAsync(string file, string command)
    {
        // The seconds of idle times may pass between the two.
        for (var attempt = 1; ; attempt++)
        {
            var (ours, theirs) = (await RunAsync(file, command), await CommandRunner.RunAsync(Words(command)[0], [.. Words(command)[1..], "-f", file]));
            if (ours == theirs)
                return;
            if (attempt == 10)
                Assert.Equal(theirs, ours);
        }
    }

    Task<CommandResult> RunAsync(string file, string command) =>
        CommandRunner.RunAsync($"{_programs}/{Words(command)[0]}", [.. Words(command)[1..], "-f", file]);

    static string[] Words(string command) => command.Split(' ');

    static int Count(string file) => Core.Scoreboard.ScoreboardReader.Read(file).Entries.Count;
}
