using System.Globalization;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>TCPBackLog, TCPNoDelay and SocketOptions, as the kernel has them.</summary>
public sealed class SocketSettingsTests
{
    /// <summary>Takes copies of a process's sockets (pidfd_getfd) and tells peer port, TCP_NODELAY, SO_KEEPALIVE and TCP_KEEPIDLE of the connected ones.</summary>
    const string Inspect = """
        import ctypes, os, socket, sys
        libc = ctypes.CDLL(None, use_errno=True); process = os.pidfd_open(int(sys.argv[1]))
        for name in os.listdir(f'/proc/{sys.argv[1]}/fd'):
            copy = libc.syscall(438, process, int(name), 0)
            try:
                s = socket.socket(fileno=copy)
                if s.family == socket.AF_INET and s.type == socket.SOCK_STREAM:
                    print(s.getpeername()[1], int(s.getsockopt(6, 1) != 0), int(s.getsockopt(1, 9) != 0), s.getsockopt(6, 4))
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
    [InlineData("", "1 1 7200")]
    [InlineData("TCPNoDelay off\nSocketOptions keepalive off\n", "0 0 7200")]
    [InlineData("SocketOptions keepalive 123:4:5\n", "1 1 123")]
    public async Task Control_connections_have_what_is_configured(string settings, string expected)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + settings, ServerTexts.Homes);
        await using var client = await server.LogInAsync();

        var shown = (await CommandRunner.RunAsync("python3", ["-c", Inspect, server.ProcessId.ToString(CultureInfo.InvariantCulture)])).EnsureSuccess().Output;

        Assert.Equal(expected, Assert.Single(shown.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Split(' ', 2)[1]);
    }
}
