using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>Clients that are gone without a word, and those that come only to see whether somebody listens: none keeps its place.</summary>
public sealed class LostClientTests
{
    const string OneClient = """
        MaxClients 1
        TimeoutLogin 0
        TimeoutIdle 0
        TimeoutNoTransfer 0
        TimeoutStalled 2
        SocketOptions keepalive 1:2:1

        """;

    [Theory]
    [Trait("pains", "16.half-open")]
    [InlineData("upstream", "")]
    [InlineData("ours", "")]
    [InlineData("ours", "RETR big")]
    [InlineData("ours", "STOR new")]
    public async Task A_machine_that_is_switched_off_makes_room(string name, string transfer)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), ServerTexts.Basic + OneClient, root =>
        {
            ServerTexts.Homes(root);
            using var file = File.Create($"{root}/home/alice/big");
            file.SetLength(100 << 20);
        });
        await using var lost = await server.LogInAsync();
        await using var data = transfer.Length > 0 ? await lost.OpenPassiveAsync() : null;
        if (data is not null)
        {
            (await lost.CommandAsync(transfer)).Expect(150);
            data.FallSilent();
        }
        lost.FallSilent();

        await server.StandardError.WaitForAsync(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal));

        await UntilShownAsync(server, "0 users");
        await using var next = await server.LogInAsync("bob");
        await UntilShownAsync(server, "1 user");
    }

    [Fact]
    [Trait("pains", "16.probes")]
    public async Task Probes_keep_no_places()
    {
        const int Probes = 100;
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "MaxInstances 3\nMaxConnectionsPerHost 3\n", ServerTexts.Homes);
        for (var i = 0; i < Probes; i++)
        {
            // A place may not be free yet; that probe then ends at once.
            var probe = await server.ConnectAsync();
            if (i % 2 == 0)
                probe.Reset();
            else
                await probe.DisposeAsync();
        }
        await server.StandardError.WaitUntilAsync(lines => Count(lines, "FTP session opened.") == Count(lines, "FTP session closed."));

        await UntilShownAsync(server, "0 users");
        await using var first = await server.LogInAsync();
        await using var second = await server.LogInAsync();
        await using var third = await server.LogInAsync();
        await UntilShownAsync(server, "3 users");

        static int Count(IReadOnlyList<string> lines, string end) => lines.Count(line => line.EndsWith(end, StringComparison.Ordinal));
    }

    static Task UntilShownAsync(TempServer server, string count) => Waiting.UntilAsync(
        () => CommandRunner.RunAsync("/usr/bin/ftpcount", ["-f", $"{server.Root}/log/scoreboard"]).GetAwaiter().GetResult().Output.Contains(count, StringComparison.Ordinal),
        $"ftpcount's {count}");
}
