using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

/// <summary>Makes and ends data connections: accepted after PASV, made after PORT.</summary>
static class DataConnection
{
    /// <summary>The connection that the client arranged; without one, upstream connects to the client's own port (RFC 959 section 3.2).</summary>
    public static async ValueTask<Result<AsyncStream>> OpenAsync(Session session, Command command, TransferState state)
    {
        var socket = state.Passive is { } listener
            ? await AwaitAsync(session, command, state, listener)
            : await ConnectAsync(session, command, state.Active ?? session.Addresses.Remote);
        var isPassive = state.Passive is not null;
        state.ForgetConnection();
        if (!socket.Ok)
            return socket.Error;
        state.Peer = (isPassive, Native.Sockets.GetPeerName(socket.Value).Value);
        SocketSettings.ApplyToData(session, socket.Value);
        return new AsyncStream(new PlainStream(socket.Value), session.Host.Poller);
    }

    /// <summary>A client that never connects is as idle as one that says nothing, and its transfer stands still.</summary>
    static async ValueTask<Result<Descriptor>> AwaitAsync(Session session, Command command, TransferState state, ListeningSocket listener)
    {
        var (limit, isStalled) = (state.StallLimit, false);
        session.Deadlines.Restart(Deadline.Idle);
        using var timer = session.Host.Clock.CreateTimer(
            _ =>
            {
                isStalled = true;
                listener.Cancel();
            },
            null,
            limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        var accepted = await AcceptAsync(session, command, listener);
        session.Deadlines.Stop(Deadline.Idle);
        if (!accepted.Ok && session.Passed is { } passed)
        {
            if (passed.Deadline == Deadline.NoTransfer)
                BlameNetwork(session);
            await Expiry.EndAsync(session, passed.Deadline, passed.Limit);
        }
        else if (!accepted.Ok && isStalled)
        {
            Expiry.EndStalled(session, limit);
        }
        return accepted;
    }

    /// <summary>Why a client that wants data does not come for it, mostly.</summary>
    static void BlameNetwork(Session session)
    {
        session.Log.Notice("Passive data transfer failed, possibly due to network issues");
        session.Log.Notice("Check your PassivePorts and MasqueradeAddress settings,");
        session.Log.Notice("and any router, NAT, and firewall rules in the network path.");
    }

    static async ValueTask<Result<Descriptor>> AcceptAsync(Session session, Command command, ListeningSocket listener)
    {
        while (true)
        {
            var accepting = listener.AcceptAsync().AsTask();
            await ControlWatch.UntilAsync(session, command.Table, accepting, listener.Cancel);
            var accepted = await accepting;
            if (!accepted.Ok)
                return accepted.Error;
            var peer = accepted.Value.Peer is { } address ? Unmapped(address.Address) : null;
            if (peer is not null && DataAddresses.Allows(session, peer))
                return accepted.Value.Socket;
            session.Log.Notice($"SECURITY VIOLATION: Passive connection from {peer} rejected.");
            accepted.Value.Socket.Dispose();
        }
    }

    static async ValueTask<Result<Descriptor>> ConnectAsync(Session session, Command command, IPEndPoint target)
    {
        var family = target.AddressFamily == AddressFamily.InterNetworkV6 ? SocketFamily.IPv6 : SocketFamily.IPv4;
        var socket = Native.Sockets.Socket(family, SocketKind.Stream);
        if (!socket.Ok)
            return socket.Error;
        SocketSettings.PrepareData(session, socket.Value);
        BindSource(socket.Value, session.Addresses.Local);
        var error = Native.Sockets.Connect(socket.Value, target);
        if (error == Errno.EINPROGRESS)
            error = await FinishAsync(session, command, socket.Value);
        if (error == Errno.None)
            return socket.Value;
        socket.Value.Dispose();
        return error;
    }

    /// <summary>The source is the control address and, as RFC 959 wants it, the port below the control port where we may bind it (20).</summary>
    static void BindSource(Descriptor socket, IPEndPoint control)
    {
        Native.Sockets.SetOption(socket, SocketOption.ReuseAddress, 1);
        if (control.Port is < 2 or > 1024 || Native.Sockets.Bind(socket, new IPEndPoint(control.Address, control.Port - 1)) != Errno.None)
            Native.Sockets.Bind(socket, new IPEndPoint(control.Address, 0));
    }

    /// <summary>The kernel says how long a client that does not answer is waited for; it may give up before.</summary>
    static async ValueTask<Errno> FinishAsync(Session session, Command command, Descriptor socket)
    {
        using var readiness = session.Host.Poller.Register(socket);
        var connecting = readiness.WritableAsync();
        await ControlWatch.UntilAsync(session, command.Table, connecting, readiness.Cancel, line => !ControlWatch.IsForNow(line));
        return await connecting == WaitOutcome.Ready ? Native.Sockets.TakeError(socket) : Errno.ECANCELED;
    }

    /// <summary>
    /// Gives the client TimeoutLinger to end its side, then closes: closing before its last bytes (a close_notify) arrived would answer them with a reset that
    /// can destroy what it has not read yet.
    /// </summary>
    /// <param name="session">Whose connection.</param>
    /// <param name="data">The connection, of which our side has ended; disposed at the end.</param>
    public static async Task LingerAsync(Session session, AsyncStream data)
    {
        using var closing = data;
        using var timer = session.Host.Clock.CreateTimer(
            static state => ((AsyncStream)state!).Cancel(), data, session.State(TransferState.Key).Linger, Timeout.InfiniteTimeSpan);
        var rest = new byte[512];
        var status = IoStatus.Done;
        while (status == IoStatus.Done)
            status = (await data.RunAsync(() => data.Stream.TryRead(rest))).Status;
    }

    static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
