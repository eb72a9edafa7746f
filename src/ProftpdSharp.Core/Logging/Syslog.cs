using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Logging;

/// <summary>
/// Sends to the datagram socket of the system's log daemon. Not through syslog(3), which would show the daemon's pid for every session.
/// </summary>
/// <param name="queue">Where lines wait for the log thread.</param>
/// <param name="path">/dev/log.</param>
sealed class Syslog(LogFiles queue, string path) : QueuedSink(path), IDisposable
{
    /// <summary>Bytes; log daemons cut longer ones themselves.</summary>
    const int Longest = 8192;

    /// <summary>How long the log daemon may take to read before lines are dropped, in milliseconds.</summary>
    const int Patience = 100;

    readonly byte[] _datagram = new byte[Longest];
    Descriptor? _socket;

    /// <param name="facility">The facility.</param>
    /// <param name="level">The level.</param>
    /// <param name="line">The line from its timestamp on, control characters escaped.</param>
    public void Send(SyslogFacility facility, LogLevel level, string line) => queue.Post(this, $"<{((int)facility << 3) | (int)level}>{line}\n");

    protected override Errno Write(string text)
    {
        var length = ByteStrings.Write(text.AsSpan(0, Math.Min(text.Length, Longest)), _datagram);
        var error = TrySend(_datagram.AsSpan(0, length));
        if (error is Errno.None or Errno.EAGAIN)
            return error;
        // The log daemon was restarted: its new socket has the old name.
        Dispose();
        return TrySend(_datagram.AsSpan(0, length));
    }

    Errno TrySend(ReadOnlySpan<byte> datagram)
    {
        if (_socket is null && Connect() is var error && error != Errno.None)
            return error;
        var sent = Sockets.Send(_socket!, datagram);
        if (sent.Error == Errno.EAGAIN && WaitForRoom(_socket!))
            sent = Sockets.Send(_socket!, datagram);
        return sent.Error;
    }

    static bool WaitForRoom(Descriptor socket)
    {
        Span<PollItem> items = [new PollItem(socket, PollEvents.Out)];
        return Poll.Wait(items, Patience) is { Ok: true, Value: > 0 };
    }

    Errno Connect()
    {
        var socket = Sockets.Socket(SocketFamily.Unix, SocketKind.Datagram);
        if (!socket.Ok)
            return socket.Error;
        var error = Sockets.Connect(socket.Value, Path);
        if (error == Errno.None)
            _socket = socket.Value;
        else
            socket.Value.Dispose();
        return error;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
