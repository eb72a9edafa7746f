using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

/// <summary>The listening socket behind PASV or EPSV; serves one connection.</summary>
public sealed class PassiveListener : IDisposable
{
    readonly Descriptor _socket;
    readonly Readiness _readiness;

    PassiveListener(Descriptor socket, IPEndPoint address, Poller poller)
    {
        _socket = socket;
        Address = address;
        _readiness = poller.Register(socket);
    }

    /// <summary>What the client is told, before any masquerading.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Listens on a local address; port 0 lets the kernel choose.</summary>
    public static Result<PassiveListener> Open(IPAddress local, int port, Poller poller)
    {
        var family = local.AddressFamily == AddressFamily.InterNetworkV6 ? SocketFamily.IPv6 : SocketFamily.IPv4;
        var socket = Native.Sockets.Socket(family, SocketKind.Stream);
        if (!socket.Ok)
            return socket.Error;
        var error = Listen(socket.Value, new IPEndPoint(local, port));
        var bound = error == Errno.None ? Native.Sockets.GetSocketName(socket.Value) : error;
        if (bound.Ok)
            return new PassiveListener(socket.Value, bound.Value, poller);
        socket.Value.Dispose();
        return bound.Error;
    }

    static Errno Listen(Descriptor socket, IPEndPoint address)
    {
        // The ports of a configured range come round again while earlier connections are in TIME_WAIT.
        Native.Sockets.SetOption(socket, SocketOption.ReuseAddress, 1);
        var error = Native.Sockets.Bind(socket, address);
        return error == Errno.None ? Native.Sockets.Listen(socket, 1) : error;
    }

    /// <summary>Waits for the connection; <c>ECANCELED</c> when <see cref="Cancel"/> was called first.</summary>
    public async ValueTask<Result<Accepted>> AcceptAsync()
    {
        while (true)
        {
            var accepted = Native.Sockets.Accept4(_socket);
            if (accepted.Ok || accepted.Error is not (Errno.EAGAIN or Errno.ECONNABORTED))
                return accepted;
            if (await _readiness.ReadableAsync() == WaitOutcome.Cancelled)
                return Errno.ECANCELED;
        }
    }

    public void Cancel() => _readiness.Cancel();

    public void Dispose()
    {
        _readiness.Dispose();
        _socket.Dispose();
    }
}
