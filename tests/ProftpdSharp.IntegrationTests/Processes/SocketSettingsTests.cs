using System.Globalization;
using System.Net.Sockets;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>TCPBackLog, TCPNoDelay and SocketOptions, as the kernel has them.</summary>
public sealed class SocketSettingsTests
{
    /// <summary>
    /// Takes copies of a process's sockets (pidfd_getfd) and tells of the connected ones: own port, TCP_NODELAY, SO_KEEPALIVE, TCP_KEEPIDLE, IP_TOS,
    /// TCP_MAXSEG, SO_RCVBUF.
    /// </summary>
    const string Inspect = """
        import ctypes, os, socket, sys
        libc = ctypes.CDLL(None, use_errno=True); process = os.pidfd_open(int(sys.argv[1]))
        for name in os.listdir(f'/proc/{sys.argv[1]}/fd'):
            copy = libc.syscall(438, process, int(name), 0)
            try:
                s = socket.socket(fileno=copy)
                if s.family == socket.AF_INET and s.type == socket.SOCK_STREAM:
                    s.getpeername(); print(s.getsockname()[1], int(s.getsockopt(6, 1) != 0), int(s.getsockopt(1, 9) != 0), s.getsockopt(6, 4), s.getsockopt(0, 1), s.getsockopt(6, 2), s.getsockopt(1, 8))
            except OSError:
                pass
        """;

    [Fact]
    public async Task TCPBackLog_is_the_length_of_the_queue()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "TCPBackLog 23\n", ServerTexts.Homes);

        var shown = (await CommandRunner.RunAsync("ss", ["-Hltn", $"sport = :{server.Port}"])).EnsureSuccess().Output;

        // State, queue, longest queue, ...
        Assert.Equal("23", shown.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
    }

    [Theory]
    [InlineData("", "1 1 7200 0")]
    [InlineData("TCPNoDelay off\nSocketOptions keepalive off\n", "0 0 7200 0")]
    [InlineData("SocketOptions keepalive 123:4:5\n", "1 1 123 0")]
    public async Task Control_connections_have_what_is_configured(string settings, string expected)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + settings, ServerTexts.Homes);
        await using var client = await server.LogInAsync();

        Assert.Equal(expected, string.Join(' ', Assert.Single(await ConnectionsAsync(server))[1..5]));
    }

    /// <summary>Bulk data goes as IPTOS_THROUGHPUT, as upstream's, but without its Nagle algorithm.</summary>
    [Theory]
    [Trait("pains", "14.nagle")]
    [InlineData("", "1 1 7200 8", null, null)]
    [InlineData("TCPNoDelay off\nSocketOptions keepalive off\n", "0 0 7200 8", null, null)]
    [InlineData("SocketOptions keepalive 123:4:5 maxseg 900 rcvbuf 300000 sndbuf 300000\n", "1 1 123 8", 900, 600_000)]
    public async Task Data_connections_have_it_too(string settings, string expected, int? segment, int? buffer)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + settings, ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        foreach (var isPassive in (bool[])[true, false])
        {
            await using var data = isPassive ? await client.OpenPassiveAsync() : await client.OpenActiveAsync();
            (await client.CommandAsync("STOR up")).Expect(150);
            await data.AcceptAsync();

            var shown = Assert.Single(await ConnectionsAsync(server), words => words[0] != server.Port.ToString(CultureInfo.InvariantCulture));

            Assert.Equal(expected, string.Join(' ', shown[1..5]));
            if (segment is { } bytes)
                Assert.InRange(int.Parse(shown[5], CultureInfo.InvariantCulture), bytes - 50, bytes);
            if (buffer is not null)
                Assert.Equal(buffer.ToString(), shown[6]);
            await data.CloseAsync();
            (await client.ReadReplyAsync()).Expect(226);
        }
    }

    [Theory]
    [InlineData("SocketOptions reuseport on\n", true)]
    [InlineData("", false)]
    public async Task With_reuseport_another_server_may_listen_beside_it(string settings, bool isShared)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + settings, ServerTexts.Homes);
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // .NET's option sets SO_REUSEPORT too.
        other.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        Assert.Equal(isShared, Record.Exception(() => other.Bind(server.EndPoint)) is null);
    }

    static async Task<string[][]> ConnectionsAsync(TempServer server)
    {
        var shown = (await CommandRunner.RunAsync("python3", ["-c", Inspect, server.ProcessId.ToString(CultureInfo.InvariantCulture)])).EnsureSuccess().Output;
        return [.. shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
    }
}
