using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProftpdSharp.TestSupport.Ftp;

/// <summary>
/// A line client that hides nothing: it sends the bytes it is given and shows the lines that come. Every operation ends by
/// <see cref="Deadline"/> with a TimeoutException. Text is Latin-1, one character a byte.
/// </summary>
public sealed partial class FtpClient : IAsyncDisposable
{
    readonly Socket _socket;
    readonly NetworkStream _clear;
    readonly LineBuffer _buffer = new();
    Stream _control;

    FtpClient(Socket socket)
    {
        _socket = socket;
        _clear = new NetworkStream(socket, ownsSocket: true);
        _control = _clear;
    }

    /// <summary>How long any single operation may take; thirty seconds unless changed.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The client's own address and port on the control connection.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>The server's address and port on the control connection.</summary>
    public IPEndPoint RemoteEndPoint => (IPEndPoint)_socket.RemoteEndPoint!;

    /// <summary>Connects; the greeting is the first reply to read.</summary>
    public static async Task<FtpClient> ConnectAsync(IPEndPoint server, IPAddress? from = null)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            using var expiry = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await socket.ConnectAsync(server, expiry.Token);
            return new FtpClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A client on a connection that is there already; the greeting is the first reply to read.</summary>
    public static FtpClient Over(Socket connected) => new(connected);

    /// <summary>Sends a line; CRLF is added.</summary>
    public Task SendLineAsync(string line) => SendRawAsync(line + "\r\n");

    /// <summary>Sends exactly these bytes (Latin-1).</summary>
    public Task SendRawAsync(string bytes) => TimedAsync("send", async cancellation =>
    {
        await _control.WriteAsync(Encoding.Latin1.GetBytes(bytes), cancellation);
        await _control.FlushAsync(cancellation);
        return true;
    });

    /// <summary>Reads one whole reply, continuation lines included.</summary>
    /// <exception cref="FtpException">The connection ended first, or the line is no reply.</exception>
    public async Task<FtpReply> ReadReplyAsync() =>
        await TryReadReplyAsync() ?? throw new FtpException("the server closed the connection instead of replying");

    /// <summary>Reads one whole reply, or null when the server has closed (or reset) the connection.</summary>
    public Task<FtpReply?> TryReadReplyAsync() => TimedAsync<FtpReply?>("reply", async cancellation =>
    {
        var lines = new List<string>();
        while (await ReadLineAsync(cancellation) is { } line)
        {
            lines.Add(line);
            if (IsLast(line, lines[0]))
                return new FtpReply(CodeOf(lines[0]), lines);
        }
        return lines.Count == 0 ? null : throw new FtpException("the connection ended inside a reply: " + string.Join('\n', lines));
    });

    /// <summary>Whether anything (or the end) comes from the server within a time; for recording replies that nobody expected.</summary>
    public bool WaitForInput(TimeSpan time) => _buffer.HasBytes || _socket.Poll(time, SelectMode.SelectRead);

    /// <summary>Sends a line and reads one reply.</summary>
    public async Task<FtpReply> CommandAsync(string line)
    {
        await SendLineAsync(line);
        return await ReadReplyAsync();
    }

    /// <summary>USER and PASS, expecting 331 and 230; returns the 230.</summary>
    public async Task<FtpReply> LoginAsync(string user, string password = TestAccounts.Password)
    {
        (await CommandAsync("USER " + user)).Expect(331);
        return (await CommandAsync("PASS " + password)).Expect(230);
    }

    /// <summary>ABOR as RFC 959 wants it: Telnet Interrupt Process, then the Synch mark out of band, then the line.</summary>
    public async Task SendUrgentAbortAsync()
    {
        await SendRawAsync("\xFF\xF4");
        _socket.Send([0xFF], SocketFlags.OutOfBand);
        await SendRawAsync("\xF2" + "ABOR\r\n");
    }

    /// <summary>Sends FIN; replies can still be read.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>From now on the client's machine is as good as switched off: nothing is sent, and nothing that comes is acknowledged.</summary>
    public void FallSilent() => Deafness.Befall(_socket);

    /// <summary>Ends the connection with RST.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndTlsAsync();
        await _clear.DisposeAsync();
    }

    async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        try
        {
            return await _buffer.ReadLineAsync(_control, cancellation);
        }
        catch (IOException reset) when (reset.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return null;
        }
    }

    async Task<T> TimedAsync<T>(string what, Func<CancellationToken, Task<T>> operation)
    {
        using var expiry = new CancellationTokenSource(Deadline);
        try
        {
            return await operation(expiry.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no {what} within {Deadline}");
        }
    }

    static bool IsLast(string line, string first) => Reply(line) is [_, _, _, ' ', ..] reply && Reply(first).StartsWith(reply[..3], StringComparison.Ordinal) && char.IsAsciiDigit(reply[0]);

    static int CodeOf(string line) =>
        Reply(line) is { Length: >= 3 } reply && int.TryParse(reply[..3], out var code) ? code : throw new FtpException("not a reply: " + line);

    /// <summary>A line without the answers to Telnet commands that come before it.</summary>
    static ReadOnlySpan<char> Reply(ReadOnlySpan<char> line)
    {
        while (line is ['\xFF', _, _, ..])
            line = line[3..];
        return line;
    }
}
