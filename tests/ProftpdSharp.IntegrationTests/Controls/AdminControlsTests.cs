using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Controls;

/// <summary>What administrators do to a running server through ftpdctl.</summary>
public sealed class AdminControlsTests
{
    const int Nobody = 65534;

    const string Class = """
        <Class local>
          From 127.0.0.1
        </Class>

        """;

    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Kick_ends_sessions_by_user_host_and_class(string server)
    {
        var binary = ServerBinary.Of(server);
        await using var controlled = await Controlled.StartAsync(binary, Controlled.Everybody + Class);
        await using var first = await controlled.Server.LogInAsync();
        await using var second = await controlled.Server.LogInAsync();
        await using var bob = await controlled.Server.LogInAsync("bob");

        Assert.Equal("kicked user 'alice' (1 clients)", await controlled.AskAsync("kick", "user", "-n", "1", "alice"));
        Task[] ends = [EndAsync(first), EndAsync(second)];
        await await Task.WhenAny(ends);
        (await bob.CommandAsync("NOOP")).Expect(200);
        Assert.Equal("kicked user 'alice'\nuser 'carol' not connected", await controlled.AskAsync("kick", "user", "alice", "carol"));
        await Task.WhenAll(ends);
        Assert.Equal("kicked class 'local'", await controlled.AskAsync("kick", "class", "local"));
        await EndAsync(bob);
        await using var nameless = await controlled.Server.ConnectAsync();
        await nameless.ReadReplyAsync();
        Assert.Equal("kicked host '127.0.0.1'", await controlled.AskAsync("kick", "host", "127.0.0.1"));
        await EndAsync(nameless);
    }

    [Fact]
    public async Task Kick_session_stands_for_kill_of_a_process()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        await using var alice = await controlled.Server.LogInAsync();
        var number = (await LoginLineAsync(controlled)).Split('[', ']')[1];

        Assert.Equal($"kicked session '{number}'\nsession '1' not connected", await controlled.AskAsync("kick", "session", number, "1"));

        await EndAsync(alice);
    }

    [Fact]
    public async Task Kick_reaches_a_session_in_the_middle_of_a_transfer()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        var alice = await controlled.Server.LogInAsync();
        await using (alice)
        {
            await using var data = await alice.OpenPassiveAsync();
            await alice.SendLineAsync("STOR slow");
            (await alice.ReadReplyAsync()).Expect(150);

            Assert.Equal("kicked user 'alice'", await controlled.AskAsync("kick", "user", "alice"));

            await controlled.Server.StandardError.WaitForAsync(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_server_that_is_down_refuses_connections_and_keeps_its_sessions()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        var address = $"127.0.0.1#{controlled.Server.Port}";
        await using var alice = await controlled.Server.LogInAsync();

        Assert.Equal($"down: {address} disabled", await controlled.AskAsync("down", address));
        Assert.Equal($"down: {address} already disabled", await controlled.AskAsync("down", address));
        Assert.Equal($"status: {address} DOWN", await controlled.AskAsync("status", "all"));
        await Waiting.UntilAsync(() => !ListeningPorts.IsListening(controlled.Server.Port, controlled.Server.ProcessId), "the listener's end");
        (await alice.CommandAsync("NOOP")).Expect(200);

        Assert.Equal($"up: {address} enabled", await controlled.AskAsync("up", address));
        Assert.Equal($"up: {address} already enabled", await controlled.AskAsync("up", address));
        await using var bob = await controlled.Server.LogInAsync("bob");
    }

    [Fact]
    public async Task Restart_reads_the_configuration_anew()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        Assert.StartsWith("server restarted 0 times since ", await controlled.AskAsync("restart", "count"), StringComparison.Ordinal);
        await File.AppendAllTextAsync($"{controlled.Server.Root}/etc/proftpd.conf", "ServerIdent on anew\n");

        Assert.Equal("restarted server", await controlled.AskAsync("restart"));

        await Waiting.UntilAsync(() => Greeting(controlled) == "220 anew", "the new configuration");
        await Waiting.UntilAsync(() => File.Exists(controlled.SocketPath), "the socket");
        Assert.StartsWith("server restarted 1 time since ", await controlled.AskAsync("restart", "count"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_ends_the_daemon_and_graceful_waits_for_sessions()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        var alice = await controlled.Server.LogInAsync();
        var answer = controlled.AskAsync("shutdown", "graceful", "60");
        await new LogReader($"{controlled.Server.Root}/log/controls.log").WaitForAsync(line => line.EndsWith("shutdown: waiting for 1 sessions to end", StringComparison.Ordinal));
        (await alice.CommandAsync("NOOP")).Expect(200);
        await alice.DisposeAsync();

        Assert.Equal("shutting down", await answer);

        await Waiting.UntilAsync(() => controlled.Server.HasExited, "the daemon's end");
    }

    [Fact]
    public async Task Debug_level_shows_more_of_new_sessions()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        var log = controlled.Server.StandardError;
        const string Shown = "session requested from client in unknown class";
        await using (await controlled.Server.LogInAsync())
            Assert.DoesNotContain(log.Peek(), line => line.Contains(Shown, StringComparison.Ordinal));

        Assert.Equal("debug level set to 5", await controlled.AskAsync("debug", "level", "5"));

        await using var client = await controlled.Server.LogInAsync("bob");
        await log.WaitForAsync(line => line.EndsWith(Shown, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Config_changes_a_directive_for_new_sessions(string server)
    {
        var binary = ServerBinary.Of(server);
        await using var controlled = await Controlled.StartAsync(binary, Controlled.Everybody);
        var address = $"127.0.0.1:{controlled.Server.Port}";
        Task<string> ConfigAsync(params string[] words) => controlled.AskAsync(["config", .. words]);
        Assert.Equal("config: missing required parameters", await ConfigAsync());
        Assert.Equal("config: unknown config action: 'foo'", await ConfigAsync("foo"));
        Assert.Equal("config set: missing required parameters", await ConfigAsync("set", address, "AccessGrantMsg"));
        Assert.Equal("config remove: missing required parameters", await ConfigAsync("remove", address));
        Assert.Equal("config remove: wrong number of parameters", await ConfigAsync("remove", address, "AccessGrantMsg", "x"));
        Assert.Equal("config: no such server: 127.0.0.1#1", await ConfigAsync("set", "127.0.0.1#1", "AccessGrantMsg", "x"));
        Assert.Equal("config set: unknown configuration directive 'Foo'", await ConfigAsync("set", address, "Foo", "x"));
        Assert.Equal("config set: AllowOverwrite: expected boolean parameter", await ConfigAsync("set", address, "AllowOverwrite", "maybe"));
        Assert.Equal("config remove: AccessGrantMsg not found in configuration", await ConfigAsync("remove", address, "AccessGrantMsg"));

        Assert.Equal("config set: AccessGrantMsg configured", await ConfigAsync("set", address, "accessgrantmsg", "one"));
        Assert.Equal("config set: AccessGrantMsg configured", await ConfigAsync("set", address, "AccessGrantMsg", "two"));
        Assert.Equal("AccessGrantMsg: not retrievable\nFoo: directive not found", await controlled.AskAsync("get", "config", "AccessGrantMsg", "Foo"));
        Assert.Equal("230 two", await GrantAsync(controlled));
        Assert.Equal("config remove: AccessGrantMsg removed", await ConfigAsync("remove", address, "AccessGrantMsg"));
        Assert.Equal("AccessGrantMsg: directive not found", await controlled.AskAsync("get", "config", "AccessGrantMsg"));
        Assert.Equal("230 User alice logged in", await GrantAsync(controlled));
    }

    [Fact]
    public async Task Config_changes_what_directories_inherited_from_the_file()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours, Controlled.Everybody + "<Directory {ROOT}/home>\n  HideNoAccess on\n</Directory>\n");
        var address = $"127.0.0.1:{controlled.Server.Port}";
        Assert.Equal(150, await StoreAsync());
        await controlled.AskAsync("config", "set", address, "AllowOverwrite", "off");
        Assert.Equal(550, await StoreAsync());
        await controlled.AskAsync("config", "set", address, "AllowOverwrite", "on");
        Assert.Equal(150, await StoreAsync());
        await controlled.AskAsync("config", "remove", address, "AllowOverwrite");
        Assert.Equal(550, await StoreAsync());

        async Task<int> StoreAsync()
        {
            await using var alice = await controlled.Server.LogInAsync();
            await using var data = await alice.OpenPassiveAsync();
            return (await alice.CommandAsync("STOR hello.txt")).Code;
        }
    }

    [Fact]
    public async Task Config_leaves_sections_and_addresses_to_the_file()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        var address = $"127.0.0.1:{controlled.Server.Port}";
        Assert.Equal("config set: <Directory>: restart needed", await controlled.AskAsync("config", "set", address, "<Directory", "/>"));
        Assert.Equal("config set: Include: restart needed", await controlled.AskAsync("config", "set", address, "Include", "/nowhere"));
        Assert.Equal("config remove: Port: restart needed", await controlled.AskAsync("config", "remove", address, "Port"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Details_of_actions_are_upstreams(string server)
    {
        var binary = ServerBinary.Of(server);
        await using var controlled = await Controlled.StartAsync(binary);
        Assert.Equal("dns: error: expected 'clear' command: 'foo'", await controlled.AskAsync("dns", "cache", "foo"));
        Assert.Equal("trace: set channel 'auth' to levels 0-0", await controlled.AskAsync("trace", "auth:0"));
        Assert.StartsWith("Channel    Level", await controlled.AskAsync("trace", "info", "x"), StringComparison.Ordinal);
        Assert.Equal("down: no such server: 127.0.0.2#21", await controlled.AskAsync("down", "127.0.0.2"));
        await controlled.Server.StandardError.WaitForAsync(line => line.EndsWith("notice: no ipbind found for 127.0.0.2:21", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disabled_action_is_unknown_until_it_is_enabled()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        Assert.Equal("'status' control disabled", await controlled.AskAsync("rmctrl", "status"));
        Assert.Equal("unsupported action requested", await controlled.AskAsync("status", "all"));
        Assert.DoesNotContain("status", await controlled.AskAsync("lsctrl"), StringComparison.Ordinal);
        Assert.Equal("'status' control enabled", await controlled.AskAsync("insctrl", "status"));
        Assert.EndsWith(" UP", await controlled.AskAsync("status", "all"), StringComparison.Ordinal);
        Assert.Equal("all controls disabled\nrestart the daemon to re-enable controls", await controlled.AskAsync("rmctrl", "all"));
        await Waiting.UntilAsync(() => !File.Exists(controlled.SocketPath), "the socket's end");
    }

    [Fact]
    public async Task Delay_shows_and_forgets_the_times_of_logins_to_those_who_may()
    {
        await using var controlled = await Controlled.StartAsync(
            ServerBinary.Ours, "DelayControlsACLs info allow user root\nDelayControlsACLs reset allow user nobody\n", isDelaying: true);
        Assert.Equal("delay: missing required parameters", await controlled.AskAsync("delay"));
        Assert.Equal("unknown delay action: 'x'", await controlled.AskAsync("delay", "x"));
        Assert.Equal("access denied", await controlled.AskAsync("delay", "reset"));
        await using var alice = await controlled.Server.LogInAsync();
        Assert.StartsWith("USER values (usecs):\n + 1 values:\n", await controlled.AskAsync("delay", "info"), StringComparison.Ordinal);
        Assert.Equal("DelayTable reset", await controlled.AskAsync(Nobody, Nobody, "delay", "reset"));
        Assert.StartsWith("USER values (usecs):\n + 0 values:\n", await controlled.AskAsync("delay", "info"), StringComparison.Ordinal);
    }

    static async Task<string> LoginLineAsync(Controlled controlled) =>
        await controlled.Server.StandardError.WaitForAsync(line => line.EndsWith("Login successful.", StringComparison.Ordinal));

    static async Task<string> GrantAsync(Controlled controlled)
    {
        await using var client = await controlled.Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("USER alice");
        return (await client.CommandAsync("PASS secret")).ToString();
    }

    static async Task EndAsync(FtpClient client) => Assert.Null(await client.TryReadReplyAsync());

    static string Greeting(Controlled controlled)
    {
        using var client = new System.Net.Sockets.TcpClient("127.0.0.1", controlled.Server.Port);
        using var reader = new StreamReader(client.GetStream());
        return reader.ReadLine() ?? "";
    }
}
