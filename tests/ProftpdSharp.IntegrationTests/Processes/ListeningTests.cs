using System.Net;
using System.Net.Sockets;
using Mono.Unix.Native;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>Where the server answers, how often, and how connections reach it otherwise.</summary>
public sealed class ListeningTests
{
    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Virtual_hosts_answer_on_their_own_addresses_and_ports(string name)
    {
        var other = ListeningPorts.Free();
        var text = ServerTexts.Basic + $$"""
            ServerIdent on main
            <VirtualHost 127.0.0.2>
              Port {PORT}
              ServerIdent on second-address
            </VirtualHost>
            <VirtualHost 127.0.0.1>
              Port {{other}}
              ServerIdent on second-port
            </VirtualHost>
            <VirtualHost 127.0.0.3 127.0.0.4>
              Port {{other}}
              ServerIdent on two-addresses
            </VirtualHost>

            """;
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), text, ServerTexts.Homes);

        Assert.Equal("220 main", await GreetingAsync("127.0.0.1", server.Port));
        Assert.Equal("220 second-address", await GreetingAsync("127.0.0.2", server.Port));
        Assert.Equal("220 second-port", await GreetingAsync("127.0.0.1", other));
        Assert.Equal("220 two-addresses", await GreetingAsync("127.0.0.3", other));
        Assert.Equal("220 two-addresses", await GreetingAsync("127.0.0.4", other));
    }

    /// <summary>One server on all addresses of a port, be it for its wildcard address or its DefaultServer: the first that wants them gets them.</summary>
    [Theory]
    [InlineData("upstream", "", "", "wild", "two")]
    [InlineData("ours", "", "", "wild", "two")]
    [InlineData("upstream", "DefaultServer on\n", "", "main", "two")]
    [InlineData("ours", "DefaultServer on\n", "", "main", "two")]
    [InlineData("upstream", "", "DefaultServer on\n", "wild", "wild")]
    [InlineData("ours", "", "DefaultServer on\n", "wild", "wild")]
    public async Task Other_addresses_of_a_port_belong_to_one_server(string name, string ofMain, string ofTwo, string elsewhere, string second)
    {
        var text = ServerTexts.Basic.Replace("DefaultServer on\n", ofMain, StringComparison.Ordinal).Replace("SocketBindTight on\n", "", StringComparison.Ordinal) + $$"""
            ServerIdent on main
            <VirtualHost 0.0.0.0>
              Port {PORT}
              ServerIdent on wild
            </VirtualHost>
            <VirtualHost 127.0.0.2>
              Port {PORT}
              ServerIdent on two
              {{ofTwo}}
            </VirtualHost>

            """;
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), text);

        Assert.Equal("220 main", await GreetingAsync("127.0.0.1", server.Port));
        Assert.Equal($"220 {second}", await GreetingAsync("127.0.0.2", server.Port));
        Assert.Equal($"220 {elsewhere}", await GreetingAsync("127.0.0.9", server.Port));
    }

    [Theory]
    [InlineData("upstream", "", "220 main")]
    [InlineData("ours", "", "220 main")]
    [InlineData("upstream", "DefaultServer on\n", "220 two")]
    [InlineData("ours", "DefaultServer on\n", "220 two")]
    public async Task An_address_of_no_server_is_for_the_DefaultServer_else_for_localhost(string name, string ofTwo, string greeting)
    {
        var text = ServerTexts.Basic.Replace("DefaultServer on\n", "", StringComparison.Ordinal).Replace("SocketBindTight on\n", "", StringComparison.Ordinal)
            + $"ServerIdent on main\n<VirtualHost 127.0.0.2>\nPort {{PORT}}\nServerIdent on two\n{ofTwo}</VirtualHost>\n";
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), text);

        Assert.Equal("220 two", await GreetingAsync("127.0.0.2", server.Port));
        Assert.Equal(greeting, await GreetingAsync("127.0.0.9", server.Port));
    }

    [Fact]
    public async Task Port_0_makes_a_server_that_is_not_listened_for()
    {
        var text = ServerTexts.Basic + "<VirtualHost 127.0.0.2>\n  Port 0\n</VirtualHost>\n";
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, text);
        Assert.StartsWith("220 ", await GreetingAsync("127.0.0.1", server.Port), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("pains", "16")]
    public async Task Beyond_MaxInstances_connections_are_closed_without_a_word()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "MaxInstances 2\n", ServerTexts.Homes);
        await using var first = await server.LogInAsync();
        await using var second = await server.LogInAsync("bob");

        await using var third = await server.ConnectAsync();
        Assert.Null(await third.TryReadReplyAsync());
        await server.StandardError.WaitForAsync(line => line.Contains("MaxInstances (2) reached, new connection denied", StringComparison.Ordinal));

        (await second.CommandAsync("QUIT")).Expect(221);
        Assert.Null(await second.TryReadReplyAsync());
        await using var fourth = await server.LogInAsync();
    }

    [Theory]
    [InlineData("upstream", "proftpd", "inetd")]
    [InlineData("ours", "proftpd", "inetd")]
    [InlineData("ours", "in.proftpd", "standalone")]
    [InlineData("ours", "in.proftpd", "inetd")]
    public async Task Under_inetd_the_connection_on_descriptor_0_is_served(string server, string name, string type)
    {
        var text = ServerTexts.Basic.Replace("ServerType standalone", $"ServerType {type}", StringComparison.Ordinal);
        using var folder = await ServerFolder.CreateAsync(text, ServerTexts.Homes);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        // The shell makes the connection its standard input, as inetd does with one that it accepted.
        var run = CommandRunner.RunAsync(
            "/bin/bash",
            ["-c", "exec 0<>/dev/tcp/127.0.0.1/$3; exec -a $2 \"$0\" -c \"$1\"", ServerBinary.Of(server).Path, folder.ConfigPath, name, $"{((IPEndPoint)listener.LocalEndpoint).Port}"]);

        await using (var client = FtpClient.Over(await listener.AcceptSocketAsync()))
        {
            client.Deadline = TimeSpan.FromSeconds(30);
            await Logins.LogInAsync(client);
            (await client.CommandAsync("TYPE I")).Expect(200);
            Assert.Equal("hello alice\n", System.Text.Encoding.ASCII.GetString(await client.DownloadAsync("RETR hello.txt")));
            (await client.CommandAsync("QUIT")).Expect(221);
        }

        var result = await run;
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
        Assert.False(File.Exists($"{folder.Root}/log/proftpd.pid"));
        Assert.Contains("/hello.txt b _ o r alice ftp 0 * c", File.ReadAllText($"{folder.Root}/log/xferlog"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_X_one_session_is_served()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes, "-X");
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("QUIT")).Expect(221);

        await Waiting.UntilAsync(() => server.HasExited, "the server's end");
    }

    [Fact]
    public async Task Started_by_an_ordinary_user_it_serves_that_user()
    {
        using var programs = new OrdinaryUserProgram();
        const uint Nobody = 65534;
        var text = ServerTexts.Basic.Replace("{ROOT}/etc/passwd", "{ROOT}/home/passwd", StringComparison.Ordinal)
            .Replace("{ROOT}/etc/group", "{ROOT}/home/group", StringComparison.Ordinal);
        await using var server = await TempServer.StartAsync(programs.Binary, text, root =>
        {
            // root prepares, nobody owns.
            File.WriteAllText($"{root}/home/passwd", File.ReadAllText($"{root}/etc/passwd").Replace(":60001:60001:", $":{Nobody}:{Nobody}:", StringComparison.Ordinal));
            File.WriteAllText($"{root}/home/group", $"nogroup:x:{Nobody}:\n");
            File.SetUnixFileMode($"{root}/home/passwd", UnixFileMode.UserRead);
            File.SetUnixFileMode($"{root}/home/group", UnixFileMode.UserRead);
            Directory.CreateDirectory($"{root}/home/alice");
            foreach (var path in (string[])["home", "home/alice", "home/passwd", "home/group", "log"])
                ServerTexts.Own($"{root}/{path}", (int)Nobody);
        });
        await using var client = await server.LogInAsync();

        await client.UploadAsync("STOR mine", "mine"u8.ToArray());

        Assert.Equal("mine"u8.ToArray(), await client.DownloadAsync("RETR mine"));
        _ = Syscall.stat($"{server.Root}/home/alice/mine", out var status);
        Assert.Equal(Nobody, status.st_uid);
        await using var other = await server.ConnectAsync();
        (await other.ReadReplyAsync()).Expect(220);
        (await other.CommandAsync("USER bob")).Expect(331);
        (await other.CommandAsync($"PASS {TestAccounts.Password}")).Expect(530);
    }

    static async Task<string> GreetingAsync(string address, int port)
    {
        await using var client = await FtpClient.ConnectAsync(new IPEndPoint(IPAddress.Parse(address), port));
        return (await client.ReadReplyAsync()).Text;
    }
}
