using System.Net.Sockets;
using System.Text.RegularExpressions;
using Mono.Unix.Native;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Controls;

/// <summary>The controls socket: both ftpdctl talk to both servers and are told the same.</summary>
public sealed class ControlsTests
{
    const int Root = 0;
    const int Daemon = 1;
    const int Nobody = 65534;

    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Both_programs_are_answered_alike_by_both_servers(string server)
    {
        await using var controlled = await StartAsync(server, Controlled.Everybody + "ModuleControlsACLs all allow user *\n");
        var address = $"127.0.0.1#{controlled.Server.Port}";
        (string[] Request, string Answer)[] dialogue =
        [
            (["foo"], "unsupported action requested"),
            (["status", "all"], $"status: {address} UP"),
            (["status", address, "127.0.0.1"], $"status: {address} UP\nstatus: no server associated with 127.0.0.1#21"),
            (["kick", "user", "-n", "2", "alice"], "user 'alice' not connected"),
            (["kick", "user", "-x", "alice"], "unsupported option: 'x'"),
            (["debug", "level"], "debug level set to 0"),
            (["get", "config", "Nonsense"], "Nonsense: directive not found"),
            (["get", "config", "Port"], "Port: not retrievable"),
            (["lsmod", "x"], "wrong number of parameters"),
            (["insmod", "foo", "mod_ls.c"], "error loading 'foo': Bad module name\nerror loading 'mod_ls.c': Already loaded"),
            (["rmmod", "mod_copy.c"], "error unloading 'mod_copy.c': Module not loaded"),
            (["rmctrl", "lsctrl"], "'lsctrl' control cannot be removed"),
        ];
        foreach (var (request, answer) in dialogue)
        {
            foreach (var result in (CommandResult[])[await controlled.UpstreamAsync(request), await controlled.OursAsync(request)])
            {
                Assert.Equal((0, "", answer.Replace("\n", "\nftpdctl: ", StringComparison.Ordinal)), (result.ExitCode, result.Error, Told(result)));
            }
        }

        Assert.Contains("\n  mod_xfer.c\n", await controlled.AskAsync("lsmod"), StringComparison.Ordinal);

        static string Told(CommandResult result) => result.Output.TrimEnd('\n')["ftpdctl: ".Length..];
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Access_lists_let_in_by_user_or_by_group(string server)
    {
        await using var controlled = await StartAsync(server, """
            ControlsSocketACL deny user root
            ControlsACLs all allow user *
            ControlsACLs lsctrl deny user nobody
            ControlsACLs lsctrl allow group nogroup
            AdminControlsACLs kick allow user nobody
            AdminControlsACLs kick allow user daemon
            AdminControlsACLs kick allow group nogroup

            """);
        const string Denied = "access denied";
        const string Absent = "user 'x' not connected";
        Assert.Equal(Denied, await controlled.AskAsync(Root, Root, "lsctrl"));
        Assert.EndsWith("up (mod_ctrls_admin.c)", await controlled.AskAsync(Nobody, Nobody, "lsctrl"), StringComparison.Ordinal);
        Assert.Equal(Denied, await controlled.AskAsync(Nobody, Root, "lsctrl"));
        Assert.EndsWith("up (mod_ctrls_admin.c)", await controlled.AskAsync(Daemon, Daemon, "lsctrl"), StringComparison.Ordinal);
        Assert.Equal(Absent, await controlled.AskAsync(Daemon, Daemon, "kick", "user", "x"));
        Assert.Equal(Absent, await controlled.AskAsync(Nobody, Nobody, "kick", "user", "x"));
        Assert.Equal(Denied, await controlled.AskAsync(Nobody, Root, "kick", "user", "x"));
        Assert.Equal(Denied, await controlled.AskAsync(Daemon, Daemon, "status", "all"));
    }

    /// <summary>Upstream's ftpdctl binds a name in /tmp and never removes it: another user's with the same process id could not connect any more.</summary>
    [Theory]
    [MemberData(nameof(Servers))]
    public async Task What_ftpdctl_leaves_in_tmp_is_removed(string server)
    {
        await using var controlled = await StartAsync(server, Controlled.Everybody);
        foreach (var user in (int[])[Root, Nobody])
        {
            var result = await CommandRunner.RunAsync("setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", "sh", "-c",
                $"""
                /usr/bin/ftpdctl -s {controlled.SocketPath} status all &
                name=$(printf /tmp/ftp.cl%05d $!)
                wait $!
                if [ -e $name ]; then echo left; else echo gone; fi
                """]);
            Assert.EndsWith(" UP\ngone\n", result.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>A client may call itself what it likes; only what ftpdctl makes is removed.</summary>
    [Fact]
    public async Task Other_names_of_clients_stay()
    {
        await using var controlled = await StartAsync(ServerBinary.Ours.Name, Controlled.Everybody);
        var name = $"{controlled.Server.Root}/log/client.sock";
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Bind(new UnixDomainSocketEndPoint(name));
        await client.ConnectAsync(new UnixDomainSocketEndPoint(controlled.SocketPath));
        await controlled.AskAsync("status", "all");
        Assert.True(File.Exists(name));
    }

    /// <summary>1.3.8 lets everybody in where there are no lists at all, against its manual (upstream's issue 2210).</summary>
    [Fact]
    [Trait("pains", "20.2210")]
    public async Task Nobody_may_do_anything_without_access_lists()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours, "");
        Assert.Equal("access denied", await controlled.AskAsync("help"));
        Assert.Equal("access denied", await controlled.AskAsync("status", "all"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_log_tells_who_asked_for_what_and_was_told_what(string server)
    {
        await using var controlled = await StartAsync(server, Controlled.Everybody + "AdminControlsEngine shutdown,restart\n");
        Assert.Equal("'help' control disabled", await controlled.AskAsync("rmctrl", "help"));
        Assert.Equal("unsupported action requested", await controlled.AskAsync("foo"));
        Assert.Equal("unsupported action requested", await controlled.AskAsync(Nobody, Nobody, "restart"));
        Assert.Equal("missing required parameters", await controlled.AskAsync("kick"));
        Assert.Equal("dns: UseReverseDNS set to 'off'", await controlled.AskAsync("dns", "off"));

        var log = new LogReader($"{controlled.Server.Root}/log/controls.log");
        await log.WaitUntilAsync(lines => lines.Count(line => line.Contains(": closed", StringComparison.Ordinal)) == 5);

        Assert.Equal(
            """
            mod_ctrls/0.9.5: accepted connection from root/root client
            mod_ctrls/0.9.5: recvd from root/root client: 'rmctrl help'
            mod_ctrls/0.9.5: sent to root/root client: return value: 0
            mod_ctrls/0.9.5: sent to root/root client: ''help' control disabled'
            mod_ctrls/0.9.5: closed connection to root/root client
            mod_ctrls/0.9.5: accepted connection from root/root client
            mod_ctrls/0.9.5: recvd from root/root client: (invalid action)
            mod_ctrls/0.9.5: sent to root/root client: 'unsupported action requested'
            mod_ctrls/0.9.5: closed connection to root/root client
            mod_ctrls/0.9.5: accepted connection from nobody/nogroup client
            mod_ctrls/0.9.5: recvd from nobody/nogroup client: (invalid action)
            mod_ctrls/0.9.5: sent to nobody/nogroup client: 'unsupported action requested'
            mod_ctrls/0.9.5: closed connection to nobody/nogroup client
            mod_ctrls/0.9.5: accepted connection from root/root client
            mod_ctrls/0.9.5: sent to root/root client: return value: -1
            mod_ctrls/0.9.5: sent to root/root client: 'missing required parameters'
            mod_ctrls/0.9.5: closed connection to root/root client
            mod_ctrls/0.9.5: accepted connection from root/root client
            mod_ctrls/0.9.5: recvd from root/root client: 'dns off'
            mod_ctrls_admin/0.9.9: dns: UseReverseDNS set to 'off'
            mod_ctrls/0.9.5: sent to root/root client: return value: 0
            mod_ctrls/0.9.5: sent to root/root client: 'dns: UseReverseDNS set to 'off''
            mod_ctrls/0.9.5: closed connection to root/root client
            """,
            string.Join('\n', log.Peek().Select(line => Regex.Replace(line, @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (\S+)\[\d+\]", "$1"))));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task The_socket_is_everybodys_and_belongs_to_ControlsSocketOwner(string server)
    {
        await using var controlled = await StartAsync(server, Controlled.Everybody + "ControlsSocketOwner nobody nogroup\n");
        await Waiting.UntilAsync(() => Status().st_uid == Nobody, "the owner");
        Assert.Equal((uint)Nobody, Status().st_gid);
        Assert.Equal(FilePermissions.S_IFSOCK | FilePermissions.ACCESSPERMS, Status().st_mode);

        Stat Status()
        {
            Assert.Equal(0, Syscall.lstat(controlled.SocketPath, out var status));
            return status;
        }
    }

    [Fact]
    public async Task ControlsEngine_off_makes_no_socket()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours, "ControlsEngine off\n");
        Assert.False(File.Exists(controlled.SocketPath));
        Assert.Equal(
            $"error contacting server using '{controlled.SocketPath}': No such file or directory", await controlled.AskAsync("help"));
    }

    [Fact]
    public async Task The_socket_goes_with_the_server()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours);
        Assert.True(File.Exists(controlled.SocketPath));
        await controlled.Server.StopAsync();
        Assert.False(File.Exists(controlled.SocketPath));
    }

    [Fact]
    public async Task A_client_that_talks_nonsense_is_left_and_others_wait_for_one_that_says_nothing()
    {
        await using var controlled = await Controlled.StartAsync(ServerBinary.Ours, Controlled.Everybody + "ControlsMaxClients 1\n");
        using (var babbler = Connect())
        {
            await babbler.SendAsync(new byte[] { 0, 0, 0, 0, 255, 255, 255, 255 });
            Assert.Equal(0, await babbler.ReceiveAsync(new byte[100]));
        }

        var silent = Connect();
        var asking = controlled.AskAsync("status", "all");
        await Assert.ThrowsAsync<TimeoutException>(() => asking.WaitAsync(TimeSpan.FromSeconds(1)));
        silent.Dispose();
        Assert.EndsWith(" UP", await asking, StringComparison.Ordinal);

        Socket Connect()
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(controlled.SocketPath));
            return socket;
        }
    }

    static Task<Controlled> StartAsync(string server, string more = Controlled.Everybody) =>
        Controlled.StartAsync(ServerBinary.Of(server), more);
}
