using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>
/// Handshakes of every kind, good and bad, one after the other: afterwards the server has no descriptor, session or thread more than before, and about
/// the same memory. <c>PROFTPD_SOAK=20000</c> in the environment sets how many.
/// </summary>
public sealed class HandshakeSoakTests
{
    const int AtOnce = 8;

    /// <summary>What a client sends after 234, instead of or before a ClientHello.</summary>
    static readonly byte[][] Beginnings =
    [
        "NOOP\r\n"u8.ToArray(),
        [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))],
        // A record that promises more than comes, an SSLv3 ClientHello, an SSLv2 one, and an alert.
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01],
        [0x16, 0x03, 0x00, 0x00, 0x2d, 0x01, 0x00, 0x00, 0x29, 0x03, 0x00, .. new byte[32], 0x00, 0x00, 0x02, 0x00, 0x05, 0x01, 0x00],
        [0x80, 0x2e, 0x01, 0x00, 0x02, 0x00, 0x15, 0x00, 0x00, 0x00, 0x10, .. new byte[37]],
        [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28],
        [],
    ];

    [Fact]
    [Trait("pains", "5")]
    public async Task Nothing_is_left_behind()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("PROFTPD_SOAK") ?? "400", CultureInfo.InvariantCulture);
        await using var server = await TlsServer.StartAsync("MaxInstances 100\nTLSTimeoutHandshake 20\n");
        await RunAsync(server, Math.Max(100, count / 10));
        await SettledAsync(server);
        var before = Usage.Of(server.ProcessId);

        await RunAsync(server, count);

        await SettledAsync(server);
        await Waiting.UntilAsync(() => Usage.Of(server.ProcessId).Descriptors <= before.Descriptors + 2, "the end of the descriptors", TimeSpan.FromSeconds(30));
        var after = Usage.Of(server.ProcessId);
        Assert.True(after.Threads <= before.Threads + 6, $"{before} -> {after}");
        Assert.True(after.Resident <= before.Resident * 5 / 4 + (32L << 20), $"{before} -> {after}");
        await using var client = await server.LogInSecurelyAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    static async Task RunAsync(TempServer server, int count) =>
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            if (number % 4 == 0)
                await GoodAsync(server);
            else
                await BadAsync(server, number);
        });

    static async Task GoodAsync(TempServer server)
    {
        await using var client = await server.SecureAsync();
        (await client.CommandAsync("NOOP")).Expect(200);
        (await client.CommandAsync("QUIT")).Expect(221);
    }

    /// <summary>AUTH TLS, one of the beginnings, and FIN or RST, at once or after the server's answer.</summary>
    static async Task BadAsync(TempServer server, int number)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var expiry = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await socket.ConnectAsync(server.EndPoint, expiry.Token);
        if (number % 3 > 0)
            await ReadAsync(socket, "220 ", expiry.Token);
        await socket.SendAsync("AUTH TLS\r\n"u8.ToArray(), expiry.Token);
        if (number % 3 > 0)
            await ReadAsync(socket, "234 ", expiry.Token);
        await socket.SendAsync(Beginnings[number % Beginnings.Length], expiry.Token);
        if (number % 2 == 0)
            socket.LingerState = new LingerOption(true, 0);
    }

    static async Task ReadAsync(Socket socket, string expected, CancellationToken cancellation)
    {
        var text = "";
        var buffer = new byte[512];
        while (!text.Contains('\n', StringComparison.Ordinal) && await socket.ReceiveAsync(buffer, cancellation) is > 0 and var received)
            text += Encoding.Latin1.GetString(buffer, 0, received);
        Assert.StartsWith(expected, text, StringComparison.Ordinal);
    }

    /// <summary>Every session that was opened is closed.</summary>
    static Task SettledAsync(TempServer server) => Waiting.UntilAsync(
        () =>
        {
            var lines = File.ReadAllLines($"{server.Root}/log/stderr.log");
            return lines.Count(line => line.EndsWith("FTP session opened.", StringComparison.Ordinal))
                == lines.Count(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal));
        },
        "the end of all sessions",
        TimeSpan.FromMinutes(1));

    /// <summary>What the kernel says that a process holds.</summary>
    readonly record struct Usage(int Descriptors, int Threads, long Resident)
    {
        public static Usage Of(int process) => new(
            Directory.GetFiles($"/proc/{process}/fd").Length,
            Directory.GetDirectories($"/proc/{process}/task").Length,
            long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
    }
}
