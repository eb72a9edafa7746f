using System.Net;
using System.Net.Sockets;

namespace ProftpdSharp.TestSupport.Ftp;

/// <summary>The data connection's client end: connected (passive) or listening (active). All operations have a deadline.</summary>
public sealed class DataConnection : IAsyncDisposable
{
    readonly TimeSpan _deadline;
    readonly Socket? _listener;
    Socket? _socket;
    Stream? _stream;

    DataConnection(Socket? listener, Socket? connected, TimeSpan deadline)
    {
        _listener = listener;
        _socket = connected;
        _stream = connected is null ? null : new NetworkStream(connected, ownsSocket: true);
        _deadline = deadline;
    }

    /// <summary>The port that the server is told to connect to; 0 for passive connections.</summary>
    public int ListeningPort => _listener is null ? 0 : ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The server's end; for an active connection known after the first use.</summary>
    public IPEndPoint? Peer => (IPEndPoint?)_socket?.RemoteEndPoint;

    /// <summary>The connection's TLS, or null in clear.</summary>
    public ClientTlsStream? Tls => _stream as ClientTlsStream;

    /// <summary>Connects to a passive port, from an address where one is given.</summary>
    public static async Task<DataConnection> ConnectAsync(IPEndPoint server, TimeSpan deadline, IPAddress? from = null)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            using var expiry = new CancellationTokenSource(deadline);
            await socket.ConnectAsync(server, expiry.Token);
            return new DataConnection(null, socket, deadline);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Listens on an ephemeral port for the server's connection.</summary>
    public static DataConnection Listen(IPAddress address, TimeSpan deadline)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(address, 0));
        listener.Listen(1);
        return new DataConnection(listener, null, deadline);
    }

    /// <summary>Waits for the server's connection; nothing to do for passive ones.</summary>
    public Task AcceptAsync() => StreamAsync();

    /// <summary>TLS handshake as client with the settings of the control connection.</summary>
    public async Task StartTlsAsync(FtpClient control)
    {
        await StreamAsync();
        _stream = await control.WrapDataAsync(_socket!);
    }

    /// <summary>Everything until the server ends the connection; over TLS close_notify is answered, or OpenSSL would not resume the session again.</summary>
    public async Task<byte[]> ReceiveToEndAsync()
    {
        var stream = await StreamAsync();
        var all = new MemoryStream();
        await TimedAsync("end of data", async cancellation =>
        {
            await stream.CopyToAsync(all, cancellation);
            return true;
        });
        await SendCloseNotifyAsync();
        return all.ToArray();
    }

    /// <summary>Exactly this many bytes.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        var stream = await StreamAsync();
        var bytes = new byte[count];
        await TimedAsync("data", async cancellation =>
        {
            await stream.ReadExactlyAsync(bytes, cancellation);
            return true;
        });
        return bytes;
    }

    /// <summary>Sends bytes and keeps the connection open.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var stream = await StreamAsync();
        await TimedAsync("room to send", async cancellation =>
        {
            await stream.WriteAsync(bytes, cancellation);
            await stream.FlushAsync(cancellation);
            return true;
        });
    }

    /// <summary>From now on nothing that comes is acknowledged.</summary>
    public void FallSilent() => Deafness.Befall(_socket!);

    /// <summary>The end of an upload: close_notify over TLS, then FIN.</summary>
    public async Task CloseAsync()
    {
        await StreamAsync();
        await SendCloseNotifyAsync();
        await DisposeAsync();
    }

    /// <summary>FIN without close_notify; like <see cref="CloseAsync"/> in clear.</summary>
    public async Task CloseWithoutNotifyAsync()
    {
        await StreamAsync();
        _socket!.Dispose();
    }

    /// <summary>RST.</summary>
    public async Task ResetAsync()
    {
        await StreamAsync();
        _socket!.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener?.Dispose();
        if (_stream is not null)
            await _stream.DisposeAsync();
        _socket?.Dispose();
    }

    async Task SendCloseNotifyAsync()
    {
        if (Tls is not { } tls)
            return;
        await TimedAsync("close_notify", async cancellation =>
        {
            await tls.SendCloseNotifyAsync(cancellation);
            return true;
        });
    }

    async Task<Stream> StreamAsync()
    {
        if (_stream is not null)
            return _stream;
        _socket = await TimedAsync("data connection", cancellation => _listener!.AcceptAsync(cancellation).AsTask());
        _socket.NoDelay = true;
        return _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    async Task<T> TimedAsync<T>(string what, Func<CancellationToken, Task<T>> operation)
    {
        using var expiry = new CancellationTokenSource(_deadline);
        try
        {
            return await operation(expiry.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no {what} within {_deadline}");
        }
    }
}
