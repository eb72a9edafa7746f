using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
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

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task MaxConnectionRate_counts_those_that_are_still_there(string name)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), ServerTexts.Basic + "MaxConnectionRate 1 600\n", ServerTexts.Homes);
        for (var i = 0; i < 5; i++)
            await (await TakenAsync()).DisposeAsync();
        await using var staying = await TakenAsync();
        server.StandardError.SkipToEnd();
        await using var refused = await server.ConnectAsync();

        Assert.Null(await refused.TryReadReplyAsync());
        await server.StandardError.WaitForAsync(line => line.EndsWith("MaxConnectionRate (1/600 secs) reached, new connection denied", StringComparison.Ordinal));

        async Task<FtpClient> TakenAsync()
        {
            for (var began = Stopwatch.StartNew(); began.Elapsed < TimeSpan.FromSeconds(30);)
            {
                // The one before may not be gone yet; this one then is refused.
                var client = await server.ConnectAsync();
                if (await client.TryReadReplyAsync() is not null)
                    return client;
                await client.DisposeAsync();
            }
            throw new TimeoutException("no place came free");
        }
    }

    static Task UntilShownAsync(TempServer server, string count) => Waiting.UntilAsync(
        () => CommandRunner.RunAsync("/usr/bin/ftpcount", ["-f", $"{server.Root}/log/scoreboard"]).GetAwaiter().GetResult().Output.Contains(count, StringComparison.Ordinal),
        $"ftpcount's {count}");

    [Theory]
    [Trait("pains", "5")]
    [InlineData("upstream", "TimeoutNoTransfer 2", "RETR hello.txt", "421 No transfer timeout (2 seconds): closing control connection", "FTP no transfer timeout, disconnected", "EXIT - - 0 - - {HOME}/hello.txt {HOME}/hello.txt - Timeout exceeded: TimeoutNoTransfer\n")]
    [InlineData("ours", "TimeoutNoTransfer 2", "RETR hello.txt", "421 No transfer timeout (2 seconds): closing control connection", "FTP no transfer timeout, disconnected", "EXIT - - 0 - - {HOME}/hello.txt {HOME}/hello.txt - Timeout exceeded: TimeoutNoTransfer\n")]
    [InlineData("upstream", "TimeoutIdle 2", "LIST", "421 Idle timeout (2 seconds): closing control connection", "Client session idle timeout, disconnected", "EXIT - - 0 - - - - - Timeout exceeded: TimeoutIdle\n")]
    [InlineData("ours", "TimeoutIdle 2", "LIST", "421 Idle timeout (2 seconds): closing control connection", "Client session idle timeout, disconnected", "EXIT - - 0 - - - - - Timeout exceeded: TimeoutIdle\n")]
    [InlineData("upstream", "TimeoutStalled 2", "STOR new", null, "Data transfer stall timeout: 2 seconds", Stalled)]
    [InlineData("ours", "TimeoutStalled 2", "STOR new", null, "Data transfer stall timeout: 2 seconds", Stalled)]
    public async Task Nobody_waits_for_ever_for_a_client_that_does_not_make_its_data_connection(
        string on, string directive, string command, string? reply, string logged, string rows)
    {
        const string Log = """
            LogFormat how "%m %s %S %b %{transfer-status} %{transfer-failure} %F %f %{file-offset} %E"
            ExtendedLog {ROOT}/log/ext.log READ,WRITE,DIRS,EXIT how

            """;
        await using var server = await TempServer.StartAsync(ServerBinary.Of(on), $"{ServerTexts.Basic}{directive}\n{Log}", ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("EPSV")).Expect(229);
        await client.SendLineAsync(command);

        Assert.Equal(reply, (await client.TryReadReplyAsync())?.Text);
        Assert.Null(reply is null ? null : await client.TryReadReplyAsync());
        if (directive.StartsWith("TimeoutNoTransfer", StringComparison.Ordinal))
            await server.StandardError.WaitForAsync(line => line.EndsWith("Check your PassivePorts and MasqueradeAddress settings,", StringComparison.Ordinal));
        await server.StandardError.WaitForAsync(line => line.EndsWith(logged, StringComparison.Ordinal));
        var path = $"{server.Root}/log/ext.log";
        await Waiting.UntilAsync(() => File.ReadAllText(path).Contains("EXIT", StringComparison.Ordinal), "the row of the session's end");
        Assert.Equal(rows.Replace("{HOME}", $"{server.Root}/home/alice", StringComparison.Ordinal), await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("STOR new", true)]
    [InlineData("RETR hello.txt", true)]
    [InlineData("LIST", true)]
    [InlineData("STOR new", false)]
    public async Task Who_does_not_make_his_data_connection_may_abort_or_leave(string command, bool aborts)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("EPSV")).Expect(229);
        await client.SendLineAsync(command);
        if (aborts)
            await client.SendLineAsync("ABOR");
        else
            client.HalfClose();

        Assert.Equal("426 Transfer aborted. Data connection closed.", (await client.ReadReplyAsync()).Text);
        Assert.Equal(aborts ? "226 Abort successful" : null, (await client.TryReadReplyAsync())?.Text);
        if (aborts)
            (await client.CommandAsync("NOOP")).Expect(200);
        Assert.False(File.Exists($"{server.Root}/home/alice/new"));
    }

    [Fact]
    public async Task Who_does_not_answer_at_his_port_may_abort()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(0);
        // One connection that nobody accepts fills the queue; the kernel ignores the next.
        using var first = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(silent.LocalEndPoint!);
        (await client.CommandAsync($"PORT {client.PortArgument(((IPEndPoint)silent.LocalEndPoint!).Port)}")).Expect(200);
        await client.SendLineAsync("RETR hello.txt");
        await client.SendLineAsync("ABOR");
        await client.SendLineAsync("PWD");

        Assert.Equal("426 Transfer aborted. Data connection closed.", (await client.ReadReplyAsync()).Text);
        (await client.ReadReplyAsync()).Expect(226);
        (await client.ReadReplyAsync()).Expect(257);
    }

    /// <summary>ProFTPD says that nothing was sent.</summary>
    [Fact]
    public async Task A_download_that_TimeoutSession_ends_is_logged_with_what_was_sent()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "TimeoutSession 2\n", root =>
        {
            ServerTexts.Homes(root);
            using var file = File.Create($"{root}/home/alice/big");
            file.SetLength(100 << 20);
        });
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        await using var data = await client.OpenPassiveAsync();
        (await client.CommandAsync("RETR big")).Expect(150);
        (await client.ReadReplyAsync()).Expect(421);
        Assert.Null(await client.TryReadReplyAsync());

        var path = $"{server.Root}/log/xferlog";
        await Waiting.UntilAsync(() => File.ReadAllText(path).EndsWith(" i\n", StringComparison.Ordinal), "the row of the download");
        var words = (await File.ReadAllTextAsync(path)).Split(' ');
        Assert.InRange(long.Parse(words[7], System.Globalization.CultureInfo.InvariantCulture), 1, (100 << 20) - 1);
    }

    const string Stalled = "STOR - - 0 success unknown {HOME}/new {HOME}/new 0 \nEXIT - - 0 - - {HOME}/new {HOME}/new - Timeout exceeded: TimeoutStalled during data transfer\n";
}
