using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>A socket option with an int value.</summary>
/// <param name="Level">The protocol's number.</param>
/// <param name="Name">The option's number.</param>
public readonly record struct SocketOption(int Level, int Name)
{
    const int Generic = 1;
    const int Tcp = 6;
    const int IPv4 = 0;
    const int IPv6 = 41;

    /// <summary>SO_REUSEADDR: binds over connections in TIME_WAIT. It does not share a port, as .NET's option of that name does.</summary>
    public static SocketOption ReuseAddress => new(Generic, 2);

    /// <summary>SO_REUSEPORT: several listeners on one port.</summary>
    public static SocketOption ReusePort => new(Generic, 15);

    /// <summary>SO_SNDBUF in bytes; reading gives twice what was set.</summary>
    public static SocketOption SendBuffer => new(Generic, 7);

    /// <summary>SO_RCVBUF in bytes; reading gives twice what was set.</summary>
    public static SocketOption ReceiveBuffer => new(Generic, 8);
    public static SocketOption KeepAlive => new(Generic, 9);

    /// <summary>SO_OOBINLINE: urgent bytes stay in the stream.</summary>
    public static SocketOption OutOfBandInline => new(Generic, 10);

    public static SocketOption NoDelay => new(Tcp, 1);
    public static SocketOption MaxSegment => new(Tcp, 2);
    public static SocketOption Cork => new(Tcp, 3);

    /// <summary>Seconds of silence before the first keep-alive probe.</summary>
    public static SocketOption KeepIdle => new(Tcp, 4);

    /// <summary>Seconds between keep-alive probes.</summary>
    public static SocketOption KeepInterval => new(Tcp, 5);

    /// <summary>Unanswered keep-alive probes that end the connection.</summary>
    public static SocketOption KeepCount => new(Tcp, 6);

    /// <summary>Milliseconds that sent bytes may go unacknowledged.</summary>
    public static SocketOption UserTimeout => new(Tcp, 18);

    public static SocketOption TypeOfService => new(IPv4, 1);

    /// <summary>IP_FREEBIND: binds to an address that the machine does not have yet. It serves IPv6 sockets too.</summary>
    public static SocketOption FreeBind => new(IPv4, 15);
    public static SocketOption IPv6Only => new(IPv6, 26);

    /// <summary>IPV6_TCLASS: the type of service of IPv6.</summary>
    public static SocketOption TrafficClass => new(IPv6, 67);
}

/// <summary>The process at the other end of a Unix socket, as it was when it connected.</summary>
public readonly record struct PeerCredentials(int ProcessId, uint Uid, uint Gid);

// Options.
public static unsafe partial class Sockets
{
    const int GenericLevel = 1;
    const int TcpLevel = 6;
    const int TcpInfoOption = 11;
    const int ErrorOption = 4;
    const int LingerOption = 13;
    const int PeerCredentialsOption = 17;

    /// <summary>setsockopt(2); switches take 1 and 0.</summary>
    public static Errno SetOption(SafeHandle socket, SocketOption option, int value) =>
        Call.Outcome(setsockopt(socket, option.Level, option.Name, &value, sizeof(int)));

    /// <summary>getsockopt(2).</summary>
    public static Result<int> GetOption(SafeHandle socket, SocketOption option)
    {
        int value;
        var length = sizeof(int);
        return getsockopt(socket, option.Level, option.Name, &value, &length) == -1 ? Call.LastError : value;
    }

    /// <summary>
    /// SO_LINGER: seconds that closing may take to send what is left; 0 resets the connection; null leaves it to the kernel.
    /// </summary>
    public static Errno SetLinger(SafeHandle socket, int? seconds)
    {
        var linger = stackalloc int[2] { seconds.HasValue ? 1 : 0, seconds ?? 0 };
        return Call.Outcome(setsockopt(socket, GenericLevel, LingerOption, linger, 2 * sizeof(int)));
    }

    /// <summary>
    /// TCP_INFO: bytes that were sent since the connection began, or wait to be, each counted once; a FIN that waits counts as one.
    /// </summary>
    public static Result<long> CountSent(SafeHandle socket)
    {
        TcpCounts counts;
        var length = sizeof(TcpCounts);
        if (getsockopt(socket, TcpLevel, TcpInfoOption, &counts, &length) == -1)
            return Call.LastError;
        return length < sizeof(TcpCounts) ? Errno.ENOSYS : (long)(counts.Sent - counts.SentAgain) + counts.Waiting;
    }

    /// <summary>What is of interest of Linux' tcp_info.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 216)]
    struct TcpCounts
    {
        [FieldOffset(144)] public uint Waiting;
        [FieldOffset(200)] public ulong Sent;
        [FieldOffset(208)] public ulong SentAgain;
    }

    /// <summary>SO_ERROR: the outcome of a connect, or what broke the connection; reading clears it.</summary>
    public static Errno TakeError(SafeHandle socket)
    {
        var error = GetOption(socket, new SocketOption(GenericLevel, ErrorOption));
        return error.Ok ? (Errno)error.Value : error.Error;
    }

    /// <summary>SO_PEERCRED of a connected Unix socket.</summary>
    public static Result<PeerCredentials> GetPeerCredentials(SafeHandle socket)
    {
        var words = stackalloc int[3];
        var length = 3 * sizeof(int);
        return getsockopt(socket, GenericLevel, PeerCredentialsOption, words, &length) == -1
            ? Call.LastError
            : new PeerCredentials(words[0], (uint)words[1], (uint)words[2]);
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int setsockopt(SafeHandle socket, int level, int name, void* value, int length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int getsockopt(SafeHandle socket, int level, int name, void* value, int* length);
}
