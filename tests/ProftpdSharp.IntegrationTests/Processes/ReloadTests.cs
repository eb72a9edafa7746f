using Mono.Unix.Native;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>SIGHUP.</summary>
public sealed class ReloadTests
{
    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task New_sessions_get_the_new_settings_and_old_ones_keep_theirs(string name)
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(Named("before"), ServerTexts.Homes), binary: ServerBinary.Of(name));
        await server.UntilListeningAsync();
        var pid = server.ProcessId;
        await using var old = await Logins.LogInAsync(await server.ConnectAsync());

        server.Folder.Configure(Named("after") + "DeferWelcome off\nMaxLoginAttempts 1\n<Limit PWD>\nDenyAll\n</Limit>\n");
        await ReloadAsync(server);

        await using var fresh = await server.ConnectAsync();
        Assert.Equal("220 after", (await fresh.ReadReplyAsync()).Text);
        (await old.CommandAsync("PWD")).Expect(257);
        Assert.Equal(pid, server.ProcessId);
    }

    [Fact]
    [Trait("pains", "7")]
    public async Task A_file_that_fails_keeps_the_old_one_serving()
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(Named("before")));
        var log = new LogReader($"{server.Folder.Root}/log/system.log");

        server.Folder.Configure(Named("after") + "Nonsense on\n");
        Assert.Equal(0, Syscall.kill(server.ProcessId, Signum.SIGHUP));

        await log.WaitForAsync(line => line.Contains("fatal: unknown configuration directive 'Nonsense' on line ", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.Contains("the previous one keeps serving", StringComparison.Ordinal));
        await using var client = await server.ConnectAsync();
        Assert.Equal("220 before", (await client.ReadReplyAsync()).Text);
    }

    [Fact]
    public async Task Upstream_ends_with_a_file_that_fails_and_leaves_its_PidFile()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Oracle, Named("before"));

        server.Folder.Configure(Named("after") + "Nonsense on\n");
        server.Signal(Signum.SIGHUP);

        await Waiting.UntilAsync(() => server.HasExited, "its end");
        Assert.Equal(0, await server.StopAsync());
        Assert.True(File.Exists($"{server.Root}/log/proftpd.pid"));
    }

    [Fact]
    public async Task A_changed_port_is_listened_on_instead_of_the_old_one()
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(Named("before")));
        var port = ListeningPorts.Free();

        server.Folder.Configure(Named("after").Replace("Port {PORT}", $"Port {port}", StringComparison.Ordinal));
        Assert.Equal(0, Syscall.kill(server.ProcessId, Signum.SIGHUP));

        await Waiting.UntilAsync(() => ListeningPorts.IsListening(port, server.ProcessId), "the new port");
        await Waiting.UntilAsync(() => !ListeningPorts.IsListening(server.Folder.Port, server.ProcessId), "the end of the old port");
        await using var client = await FtpClient.ConnectAsync(new(System.Net.IPAddress.Loopback, port));
        Assert.Equal("220 after", (await client.ReadReplyAsync()).Text);
    }

    [Fact]
    public async Task A_port_that_is_taken_keeps_the_old_configuration_serving()
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(Named("before")));
        var log = new LogReader($"{server.Folder.Root}/log/system.log");
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        server.Folder.Configure(Named("after").Replace("Port {PORT}", $"Port {((System.Net.IPEndPoint)taken.LocalEndpoint).Port}", StringComparison.Ordinal));
        Assert.Equal(0, Syscall.kill(server.ProcessId, Signum.SIGHUP));

        await log.WaitForAsync(line => line.Contains("the previous one keeps serving", StringComparison.Ordinal));
        await using var client = await server.ConnectAsync();
        Assert.Equal("220 before", (await client.ReadReplyAsync()).Text);
    }

    [Fact]
    public async Task Logs_that_were_rotated_are_opened_again()
    {
        await using var server = await BackgroundServer.StartAsync(
            await ServerFolder.CreateAsync(Named("x") + "ExtendedLog {ROOT}/log/extended.log ALL\n", ServerTexts.Homes));
        await using var client = await Logins.LogInAsync(await server.ConnectAsync());
        await client.DownloadAsync("RETR hello.txt");
        var logs = $"{server.Folder.Root}/log";
        await new LogReader($"{logs}/xferlog").WaitForAsync(line => line.Contains("/hello.txt ", StringComparison.Ordinal));
        foreach (var name in (string[])["system.log", "xferlog", "extended.log"])
            File.Move($"{logs}/{name}", $"{logs}/{name}.1");

        await ReloadAsync(server);
        await client.DownloadAsync("RETR hello.txt");

        await new LogReader($"{logs}/xferlog").WaitForAsync(line => line.Contains("/hello.txt ", StringComparison.Ordinal));
        await new LogReader($"{logs}/extended.log").WaitForAsync(line => line.Contains("RETR hello.txt", StringComparison.Ordinal));
        await using var other = await server.ConnectAsync();
        await Logins.LogInAsync(other, "bob");
        await other.CommandAsync("QUIT");
        Assert.Single(await File.ReadAllLinesAsync($"{logs}/xferlog.1"));
    }

    [Fact]
    [Trait("pains", "5")]
    public async Task Many_reloads_leave_no_descriptors_behind()
    {
        const int Reloads = 50;
        await using var server = await BackgroundServer.StartAsync(
            await ServerFolder.CreateAsync(ServerTexts.Tls + "ServerIdent on 0\nExtendedLog {ROOT}/log/extended.log ALL\n", ServerTexts.WithTls));
        await ReloadToAsync(1);
        var before = Descriptors();

        for (var number = 2; number <= Reloads; number++)
            await ReloadToAsync(number);

        // The runtime itself may open an assembly that it did not need before, and the last session may still be going.
        await Waiting.UntilAsync(() => Descriptors() <= before + 4, "the descriptors of old configurations to be closed");

        async Task ReloadToAsync(int number)
        {
            server.Folder.Configure(ServerTexts.Tls + $"ServerIdent on {number}\nExtendedLog {{ROOT}}/log/extended.log ALL\n");
            await ReloadAsync(server);
            await using var client = await server.ConnectAsync();
            Assert.Equal($"220 {number}", (await client.ReadReplyAsync()).Text);
        }

        int Descriptors() => Directory.GetFiles($"/proc/{server.ProcessId}/fd").Length;
    }

    static string Named(string name) => ServerTexts.Basic + $"ServerIdent on {name}\n";

    /// <summary>Sends SIGHUP and waits until the greeting is the configured one, which is the last thing to come into force.</summary>
    static async Task ReloadAsync(BackgroundServer server)
    {
        var wanted = File.ReadLines(server.Folder.ConfigPath).First(line => line.StartsWith("ServerIdent ", StringComparison.Ordinal))["ServerIdent on ".Length..];
        var log = new LogReader($"{server.Folder.Root}/log/system.log");
        log.SkipToEnd();
        Assert.Equal(0, Syscall.kill(server.ProcessId, Signum.SIGHUP));
        using var expiry = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!expiry.IsCancellationRequested)
        {
            await using var client = await server.ConnectAsync();
            if ((await client.ReadReplyAsync()).Text == $"220 {wanted}" && !log.Path.EndsWith(".1", StringComparison.Ordinal) && File.Exists(log.Path))
                return;
        }
        throw new TimeoutException($"the configuration '{wanted}' did not come into force");
    }
}
