using System.Net;
using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

public sealed class SocketsTests : IDisposable
{
    const int Patience = 10_000;

    readonly TempDirectory _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("127.0.0.1", SocketFamily.IPv4)]
    [InlineData("::1", SocketFamily.IPv6)]
    public void A_connection_knows_both_its_ends(string address, SocketFamily family)
    {
        using var listener = Listener(address, family);
        var here = Must(Sockets.GetSocketName(listener));
        using var client = Connected(here, family);
        using var server = Accept(listener, out var peer);

        Assert.Equal(IPAddress.Parse(address), here.Address);
        Assert.NotEqual(0, here.Port);
        Assert.Equal(here, Must(Sockets.GetPeerName(client)));
        Assert.Equal(here, Must(Sockets.GetSocketName(server)));
        Assert.Equal(Must(Sockets.GetSocketName(client)), peer);
        Assert.Equal(peer, Must(Sockets.GetPeerName(server)));
    }

    [Fact]
    public void Addresses_survive_the_way_to_the_kernels_form_and_back()
    {
        foreach (var text in new[] { "192.0.2.1:21", "[2001:db8::1]:65535", "[fe80::1%5]:990", "[::ffff:192.0.2.1]:1" })
        {
            var address = IPEndPoint.Parse(text);
            var room = new byte[SocketAddresses.Room];
            Assert.Equal(address, SocketAddresses.Read(room.AsSpan(0, SocketAddresses.Write(address, room))));
        }
    }

    [Fact]
    public void Bytes_go_both_ways_and_the_end_is_seen()
    {
        var (client, server) = Pair();
        using (client)
        using (server)
        {
            Span<byte> room = stackalloc byte[16];
            Assert.Equal(Errno.EAGAIN, Sockets.Recv(server, room).Error);
            Assert.Equal(5, Must(Sockets.Send(client, "hello"u8)));
            Wait(server, PollEvents.In);
            Assert.Equal(5, Must(Sockets.Recv(server, room, ReceiveFlags.Peek)));
            Assert.Equal("hello", ByteStrings.FromBytes(room[..Must(Sockets.Recv(server, room))]));
            Must(Sockets.Shutdown(client, ShutdownSide.Sending));
            Wait(server, PollEvents.In);
            Assert.Equal(0, Must(Sockets.Recv(server, room)));
        }
    }

    [Fact]
    public void What_was_sent_is_counted_whether_or_not_it_was_read()
    {
        var (client, server) = Pair();
        using (client)
        using (server)
        {
            Assert.Equal(0, Must(Sockets.CountSent(server)));
            var sent = 0L;
            var bytes = new byte[100_000];
            while (Sockets.Send(server, bytes) is { Ok: true, Value: var some })
                sent += some;
            Assert.True(sent > bytes.Length);
            Assert.Equal(sent, Must(Sockets.CountSent(server)));
            Assert.Equal(0, Must(Sockets.CountSent(client)));
        }
    }

    [Fact]
    public void Urgent_bytes_are_seen_apart()
    {
        var (client, server) = Pair();
        using (client)
        using (server)
        {
            Span<byte> room = stackalloc byte[16];
            Assert.Equal(3, Must(Sockets.Send(client, "ab!"u8, SendFlags.OutOfBand)));
            Wait(server, PollEvents.Priority);
            Assert.Equal(1, Must(Sockets.Recv(server, room, ReceiveFlags.OutOfBand)));
            Assert.Equal((byte)'!', room[0]);
            Assert.False(Must(Sockets.AtMark(server)));
            Assert.Equal(2, Must(Sockets.Recv(server, room)));
            Assert.True(Must(Sockets.AtMark(server)));
        }
    }

    [Fact]
    public void Urgent_bytes_stay_in_the_stream_when_asked()
    {
        var (client, server) = Pair();
        using (client)
        using (server)
        {
            Must(Sockets.SetOption(server, SocketOption.OutOfBandInline, 1));
            Must(Sockets.Send(client, "!"u8, SendFlags.OutOfBand).Error);
            Must(Sockets.Send(client, "x"u8).Error);
            Wait(server, PollEvents.In);
            Span<byte> room = stackalloc byte[16];
            Assert.Equal(1, Must(Sockets.Recv(server, room[..1])));
            Assert.Equal((byte)'!', room[0]);
        }
    }

    [Fact]
    public void A_reset_is_an_error_and_not_a_signal()
    {
        var (client, server) = Pair();
        using (server)
        {
            Must(Sockets.SetLinger(client, 0));
            client.Dispose();
            Wait(server, PollEvents.In);
            Assert.Equal(Errno.ECONNRESET, Sockets.Recv(server, stackalloc byte[1]).Error);
            Assert.Equal(Errno.EPIPE, Sockets.Send(server, "x"u8).Error);
            Assert.Equal(Errno.ENOTCONN, Sockets.GetPeerName(server).Error);
        }
    }

    [Fact]
    public void A_refused_connection_says_so()
    {
        using var closed = Must(Sockets.Socket(SocketFamily.IPv4, SocketKind.Stream));
        Must(Sockets.Bind(closed, new IPEndPoint(IPAddress.Loopback, 0)));
        using var client = Must(Sockets.Socket(SocketFamily.IPv4, SocketKind.Stream));
        var error = Sockets.Connect(client, Must(Sockets.GetSocketName(closed)));
        if (error == Errno.EINPROGRESS)
        {
            Wait(client, PollEvents.Out);
            error = Sockets.TakeError(client);
        }
        Assert.Equal(Errno.ECONNREFUSED, error);
        Assert.Equal(Errno.None, Sockets.TakeError(client));
    }

    [Fact]
    public void Reusing_an_address_does_not_share_the_port()
    {
        using var listener = Listener("127.0.0.1", SocketFamily.IPv4);
        using var second = Must(Sockets.Socket(SocketFamily.IPv4, SocketKind.Stream));
        Must(Sockets.SetOption(second, SocketOption.ReuseAddress, 1));
        Assert.Equal(Errno.EADDRINUSE, Sockets.Bind(second, Must(Sockets.GetSocketName(listener))));
    }

    public static TheoryData<string, SocketOption, int> Options => new()
    {
        { "ReuseAddress", SocketOption.ReuseAddress, 1 },
        { "ReusePort", SocketOption.ReusePort, 1 },
        { "KeepAlive", SocketOption.KeepAlive, 1 },
        { "OutOfBandInline", SocketOption.OutOfBandInline, 1 },
        { "NoDelay", SocketOption.NoDelay, 1 },
        { "Cork", SocketOption.Cork, 1 },
        { "MaxSegment", SocketOption.MaxSegment, 536 },
        { "KeepIdle", SocketOption.KeepIdle, 77 },
        { "KeepInterval", SocketOption.KeepInterval, 13 },
        { "KeepCount", SocketOption.KeepCount, 5 },
        { "UserTimeout", SocketOption.UserTimeout, 1234 },
        { "FreeBind", SocketOption.FreeBind, 1 },
        { "IPv6Only", SocketOption.IPv6Only, 1 },
        { "TrafficClass", SocketOption.TrafficClass, 16 },
    };

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Options_read_back_as_they_were_set(string name, SocketOption option, int value)
    {
        using var socket = Must(Sockets.Socket(SocketFamily.IPv6, SocketKind.Stream));
        Must(Sockets.SetOption(socket, option, value));
        Assert.Equal((name, value), (name, Must(Sockets.GetOption(socket, option))));
    }

    [Fact]
    public void Buffers_and_type_of_service()
    {
        using var socket = Must(Sockets.Socket(SocketFamily.IPv4, SocketKind.Stream));
        Must(Sockets.SetOption(socket, SocketOption.SendBuffer, 30000));
        Must(Sockets.SetOption(socket, SocketOption.ReceiveBuffer, 20000));
        Must(Sockets.SetOption(socket, SocketOption.TypeOfService, 8));
        Assert.Equal(60000, Must(Sockets.GetOption(socket, SocketOption.SendBuffer)));
        Assert.Equal(40000, Must(Sockets.GetOption(socket, SocketOption.ReceiveBuffer)));
        Assert.Equal(8, Must(Sockets.GetOption(socket, SocketOption.TypeOfService)));
        Assert.Equal(Errno.ENOTSOCK, Sockets.SetOption(_temp.MakeFile("file"), SocketOption.NoDelay, 1));
    }

    [Fact]
    public void Unix_sockets_tell_who_connected()
    {
        using var listener = Must(Sockets.Socket(SocketFamily.Unix, SocketKind.Stream));
        Must(Sockets.Bind(listener, _temp["socket"]));
        Must(Sockets.Listen(listener, 5));
        using var client = Must(Sockets.Socket(SocketFamily.Unix, SocketKind.Stream));
        Must(Sockets.Connect(client, _temp["socket"]));
        using var server = Accept(listener, out var peer);
        Assert.Null(peer);
        Assert.Equal(
            new PeerCredentials(Environment.ProcessId, Identity.EffectiveUser, Identity.EffectiveGroup),
            Must(Sockets.GetPeerCredentials(server)));
        Assert.Equal(Errno.EAFNOSUPPORT, Sockets.GetSocketName(listener).Error);
    }

    [Fact]
    public void Unix_datagrams_keep_their_bounds()
    {
        using var receiver = Must(Sockets.Socket(SocketFamily.Unix, SocketKind.Datagram));
        Must(Sockets.Bind(receiver, _temp["log"]));
        using var sender = Must(Sockets.Socket(SocketFamily.Unix, SocketKind.Datagram));
        Must(Sockets.Connect(sender, _temp["log"]));
        Must(Sockets.Send(sender, "one"u8).Error);
        Must(Sockets.Send(sender, "three"u8).Error);
        Span<byte> room = stackalloc byte[16];
        Assert.Equal(3, Must(Sockets.Recv(receiver, room)));
        Assert.Equal(5, Must(Sockets.Recv(receiver, room)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/0123456789/01234567")]
    public void Unix_paths_that_do_not_fit_are_EINVAL(string path)
    {
        using var socket = Must(Sockets.Socket(SocketFamily.Unix, SocketKind.Stream));
        Assert.Equal(Errno.EINVAL, Sockets.Bind(socket, path));
        Assert.Equal(Errno.EINVAL, Sockets.Connect(socket, path));
    }

    static Descriptor Listener(string address, SocketFamily family)
    {
        var listener = Must(Sockets.Socket(family, SocketKind.Stream));
        Must(Sockets.SetOption(listener, SocketOption.ReuseAddress, 1));
        Must(Sockets.Bind(listener, new IPEndPoint(IPAddress.Parse(address), 0)));
        Must(Sockets.Listen(listener, 16));
        Assert.Equal(Errno.EAGAIN, Sockets.Accept4(listener).Error);
        return listener;
    }

    static Descriptor Connected(IPEndPoint address, SocketFamily family)
    {
        var client = Must(Sockets.Socket(family, SocketKind.Stream));
        Assert.Contains(Sockets.Connect(client, address), new[] { Errno.None, Errno.EINPROGRESS });
        Wait(client, PollEvents.Out);
        Must(Sockets.TakeError(client));
        return client;
    }

    static Descriptor Accept(Descriptor listener, out IPEndPoint? peer)
    {
        Wait(listener, PollEvents.In);
        var accepted = Must(Sockets.Accept4(listener));
        peer = accepted.Peer;
        return accepted.Socket;
    }

    static (Descriptor Client, Descriptor Server) Pair()
    {
        using var listener = Listener("127.0.0.1", SocketFamily.IPv4);
        var client = Connected(Must(Sockets.GetSocketName(listener)), SocketFamily.IPv4);
        return (client, Accept(listener, out _));
    }

    static void Wait(Descriptor socket, PollEvents events) => Assert.NotEqual(PollEvents.None, Must(Poll.Wait(socket, events, Patience)));
}
