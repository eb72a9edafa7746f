using System.Net;
using System.Net.Sockets;
using System.Text;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Clients of <see cref="HandshakeSoakTests"/>: good ones, and those that end with FIN or RST at every step of a handshake or speak something else.</summary>
sealed class SoakClients
{
    /// <summary>How a protected transfer goes.</summary>
    static readonly Func<FtpClient, DataConnection, Task>[] Transfers =
    [
        static async (client, data) =>
        {
            await data.StartTlsAsync(client);
            await data.ReceiveToEndAsync();
        },
        static async (client, data) =>
        {
            client.ResumesForData = false;
            await data.StartTlsAsync(client);
        },
        static (_, data) => data.SendAsync("GARBAGE\r\n"u8.ToArray()),
        static async (_, data) =>
        {
            await data.SendAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 });
            await data.CloseWithoutNotifyAsync();
        },
        static (_, data) => data.ResetAsync(),
        static (_, data) => data.CloseWithoutNotifyAsync(),
        static async (client, data) =>
        {
            await data.StartTlsAsync(client);
            await data.ResetAsync();
        },
        static async (client, data) =>
        {
            await data.StartTlsAsync(client);
            await data.CloseWithoutNotifyAsync();
        },
    ];

    /// <summary>What a client sends after 234 and before it ends.</summary>
    readonly byte[][] _beginnings;

    SoakClients(byte[] hello) => _beginnings =
    [
        "NOOP\r\n"u8.ToArray(),
        [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))],
        // A record that promises more than comes, an SSLv3 ClientHello, an SSLv2 one, and an alert.
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01],
        [0x16, 0x03, 0x00, 0x00, 0x2d, 0x01, 0x00, 0x00, 0x29, 0x03, 0x00, .. new byte[32], 0x00, 0x00, 0x02, 0x00, 0x05, 0x01, 0x00],
        [0x80, 0x2e, 0x01, 0x00, 0x02, 0x00, 0x15, 0x00, 0x00, 0x00, 0x10, .. new byte[37]],
        [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28],
        [],
        // A true ClientHello: its record's head, half of it, all of it, and all of it with what is no answer to a ServerHello.
        hello[..5],
        hello[..(hello.Length / 2)],
        hello,
        [.. hello, 0x17, 0x03, 0x03, 0x00, 0x05, 1, 2, 3, 4, 5],
    ];

    public static async Task<SoakClients> MakeAsync() => new(await HelloAsync());

    /// <summary>One client; which one it is, the number says.</summary>
    public Task RunAsync(TempServer server, int number) => (number % 8) switch
    {
        0 => QuitAsync(server),
        1 => LeaveAsync(server, number / 8),
        2 => TransferAsync(server, number / 8),
        _ => BreakAsync(server, number),
    };

    static async Task QuitAsync(TempServer server)
    {
        await using var client = await server.SecureAsync();
        (await client.CommandAsync("NOOP")).Expect(200);
        (await client.CommandAsync("QUIT")).Expect(221);
    }

    /// <summary>A whole handshake, then FIN or RST without close_notify, at once or within a command.</summary>
    static async Task LeaveAsync(TempServer server, int number)
    {
        using var expiry = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var socket = await ConnectAsync(server, expiry.Token);
        await AskForTlsAsync(socket, waits: true, expiry.Token);
        await using (var tls = await ClientTlsStream.ConnectAsync(socket, new ClientTlsSettings(), null, expiry.Token))
        {
            if (number % 4 > 1)
                await tls.WriteAsync("USER al"u8.ToArray(), expiry.Token);
        }
        End(socket, number);
    }

    static async Task TransferAsync(TempServer server, int number)
    {
        await using var client = await server.LogInSecurelyAsync();
        await using (var data = await client.OpenPassiveAsync())
        {
            (await client.CommandAsync("NLST")).Expect(150);
            await Transfers[number % Transfers.Length](client, data);
            Assert.Contains((await client.ReadReplyAsync()).Code, (int[])[226, 425, 426]);
        }
        client.ResumesForData = true;
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
        (await client.CommandAsync("QUIT")).Expect(221);
    }

    /// <summary>AUTH TLS, one of the beginnings, and FIN or RST, at once or after the server's answer.</summary>
    async Task BreakAsync(TempServer server, int number)
    {
        using var expiry = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var socket = await ConnectAsync(server, expiry.Token);
        await AskForTlsAsync(socket, number % 3 > 0, expiry.Token);
        await socket.SendAsync(_beginnings[number % _beginnings.Length], expiry.Token);
        if (number % _beginnings.Length == 9 && number % 5 > 0)
            Assert.True(await socket.ReceiveAsync(new byte[1], expiry.Token) > 0);
        End(socket, number);
    }

    static async Task<Socket> ConnectAsync(TempServer server, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.EndPoint, cancellation);
        return socket;
    }

    static async Task AskForTlsAsync(Socket socket, bool waits, CancellationToken cancellation)
    {
        if (waits)
            await ReadAsync(socket, "220 ", cancellation);
        await socket.SendAsync("AUTH TLS\r\n"u8.ToArray(), cancellation);
        if (waits)
            await ReadAsync(socket, "234 ", cancellation);
    }

    static void End(Socket socket, int number)
    {
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

    /// <summary>The ClientHello of a client that gets no answer.</summary>
    static async Task<byte[]> HelloAsync()
    {
        using var expiry = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint, expiry.Token);
        var handshake = ClientTlsStream.ConnectAsync(client, new ClientTlsSettings(), null, expiry.Token);
        var hello = new byte[16384];
        int length;
        using (var peer = await listener.AcceptSocketAsync(expiry.Token))
            length = await peer.ReceiveAsync(hello, expiry.Token);
        await Assert.ThrowsAnyAsync<IOException>(() => handshake);
        Assert.Equal(length, 5 + (hello[3] << 8) + hello[4]);
        return hello[..length];
    }
}
