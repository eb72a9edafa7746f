using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>A listening TCP socket: of the control channel, or behind PASV and EPSV.</summary>
public sealed class ListeningSocket : IDisposable
{
    readonly Descriptor _socket;
    readonly Readiness _readiness;

    ListeningSocket(Descriptor socket, IPEndPoint address, Poller poller)
    {
        _socket = socket;
        Address = address;
        _readiness = poller.Register(socket);
    }

    /// <summary>Where it listens, the port included that the kernel chose.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Binds and listens.</summary>
    /// <param name="address">Where; port 0 lets the kernel choose.</param>
    /// <param name="backlog">Connections that may wait to be accepted.</param>
    /// <param name="poller">Who waits.</param>
    /// <param name="prepare">Sets options before the port is bound.</param>
    public static Result<ListeningSocket> Open(IPEndPoint address, int backlog, Poller poller, Action<Descriptor>? prepare = null)
    {
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var socket = Native.Sockets.Socket(isIPv6 ? SocketFamily.IPv6 : SocketFamily.IPv4, SocketKind.Stream);
        if (!socket.Ok)
            return socket.Error;
        // So that a port in TIME_WAIT can be had again. Not the runtime's ReuseAddress: that also sets SO_REUSEPORT, and a second server would
        // start unnoticed.
        Native.Sockets.SetOption(socket.Value, SocketOption.ReuseAddress, 1);
        if (isIPv6)
            Native.Sockets.SetOption(socket.Value, SocketOption.IPv6Only, address.Address.Equals(IPAddress.IPv6Any) ? 0 : 1);
        prepare?.Invoke(socket.Value);
        var error = Native.Sockets.Bind(socket.Value, address);
        if (error == Errno.None)
            error = Native.Sockets.Listen(socket.Value, backlog);
        var bound = error == Errno.None ? Native.Sockets.GetSocketName(socket.Value) : error;
        if (bound.Ok)
            return new ListeningSocket(socket.Value, bound.Value, poller);
        socket.Value.Dispose();
        return bound.Error;
    }

    /// <summary>Waits for the next connection; <c>ECANCELED</c> once <see cref="Cancel"/> was called.</summary>
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

    /// <summary>Ends the wait of <see cref="AcceptAsync"/>; the accepting task then disposes the socket.</summary>
    public void Cancel() => _readiness.Cancel();

    public void Dispose()
    {
        _readiness.Dispose();
        _socket.Dispose();
    }
}
