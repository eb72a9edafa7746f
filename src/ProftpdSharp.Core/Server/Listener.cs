using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Server;

/// <summary>One listening socket of the control channel.</summary>
public sealed class Listener : IDisposable
{
    readonly Descriptor _socket;
    readonly Readiness _readiness;

    Listener(Descriptor socket, IPEndPoint address, Poller poller)
    {
        _socket = socket;
        Address = address;
        _readiness = poller.Register(socket);
    }

    public IPEndPoint Address { get; }

    /// <summary>Binds and listens.</summary>
    /// <param name="address">Where.</param>
    /// <param name="backlog">TCPBackLog.</param>
    /// <param name="poller">Who waits.</param>
    public static Result<Listener> Open(IPEndPoint address, int backlog, Poller poller)
    {
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var socket = Native.Sockets.Socket(isIPv6 ? SocketFamily.IPv6 : SocketFamily.IPv4, SocketKind.Stream);
        if (!socket.Ok)
            return socket.Error;
        // Not the runtime's ReuseAddress: that also sets SO_REUSEPORT, and a second server would start unnoticed.
        Native.Sockets.SetOption(socket.Value, SocketOption.ReuseAddress, 1);
        if (isIPv6)
            Native.Sockets.SetOption(socket.Value, SocketOption.IPv6Only, address.Address.Equals(IPAddress.IPv6Any) ? 0 : 1);
        var error = Native.Sockets.Bind(socket.Value, address);
        if (error == Errno.None)
            error = Native.Sockets.Listen(socket.Value, backlog);
        if (error == Errno.None)
            return new Listener(socket.Value, address, poller);
        socket.Value.Dispose();
        return error;
    }

    /// <summary>Waits for the next connection; <c>ECANCELED</c> once the listener is closed.</summary>
    public async ValueTask<Result<Accepted>> AcceptAsync()
    {
        while (true)
        {
            var accepted = Native.Sockets.Accept4(_socket);
            if (accepted.Ok || accepted.Error != Errno.EAGAIN)
                return accepted;
            if (await _readiness.ReadableAsync() == WaitOutcome.Cancelled)
                return Errno.ECANCELED;
        }
    }

    /// <summary>Ends the wait of <see cref="AcceptAsync"/>; the accepting task then disposes the listener.</summary>
    public void Cancel() => _readiness.Cancel();

    public void Dispose()
    {
        _readiness.Dispose();
        _socket.Dispose();
    }
}
