using System.Net;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// Sockets: made, named and connected. Always close-on-exec and non-blocking: EAGAIN and EINPROGRESS are ordinary outcomes.
/// </summary>
public static unsafe partial class Sockets
{
    const int CloseOnExec = 0x8_0000;
    const int NonBlocking = 0x800;

    /// <summary>socket(2). EAFNOSUPPORT where the kernel has no IPv6.</summary>
    public static Result<Descriptor> Socket(SocketFamily family, SocketKind kind) =>
        Call.Owned(socket((int)family, (int)kind | CloseOnExec | NonBlocking, 0));

    /// <summary>bind(2); port 0 takes a free one.</summary>
    public static Errno Bind(SafeHandle socket, IPEndPoint address)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        return Bind(socket, room[..SocketAddresses.Write(address, room)]);
    }

    /// <summary>bind(2) of a Unix socket, which makes the file; EADDRINUSE when it is there already.</summary>
    public static Errno Bind(SafeHandle socket, string path)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        var length = SocketAddresses.Write(path, room);
        return length == 0 ? Errno.EINVAL : Bind(socket, room[..length]);
    }

    /// <param name="backlog">Connections that may wait; the kernel has an upper limit of its own.</param>
    public static Errno Listen(SafeHandle socket, int backlog) => Call.Outcome(listen(socket, backlog));

    /// <summary>
    /// accept4(2). Besides EAGAIN, errors of a single connection (ECONNABORTED ...) end nothing; EMFILE and ENFILE ask for a pause.
    /// </summary>
    public static Result<Accepted> Accept4(SafeHandle listener)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        var length = room.Length;
        fixed (byte* address = room)
        {
            int result;
            do
                result = accept4(listener, address, &length, CloseOnExec | NonBlocking);
            while (Call.Interrupted(result));
            return result == -1 ? Call.LastError : new Accepted(Descriptor.Own(result), SocketAddresses.Read(room[..length]));
        }
    }

    /// <summary>connect(2). EINPROGRESS: wait until writable, then ask <see cref="TakeError"/>.</summary>
    public static Errno Connect(SafeHandle socket, IPEndPoint address)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        return Connect(socket, room[..SocketAddresses.Write(address, room)]);
    }

    /// <summary>connect(2) to a Unix socket. EAGAIN when its backlog is full.</summary>
    public static Errno Connect(SafeHandle socket, string path)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        var length = SocketAddresses.Write(path, room);
        return length == 0 ? Errno.EINVAL : Connect(socket, room[..length]);
    }

    /// <summary>getsockname(2): this end. EAFNOSUPPORT when it is not an internet socket.</summary>
    public static Result<IPEndPoint> GetSocketName(SafeHandle socket)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        var length = room.Length;
        fixed (byte* address = room)
            return getsockname(socket, address, &length) == -1 ? Call.LastError : Internet(room[..length]);
    }

    /// <summary>getpeername(2): the other end. ENOTCONN when there is none any more.</summary>
    public static Result<IPEndPoint> GetPeerName(SafeHandle socket)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        var length = room.Length;
        fixed (byte* address = room)
            return getpeername(socket, address, &length) == -1 ? Call.LastError : Internet(room[..length]);
    }

    /// <summary>getpeername(2) of a Unix socket: the path that the other end is bound to; null when it has none.</summary>
    public static string? GetPeerPath(SafeHandle socket)
    {
        Span<byte> room = stackalloc byte[SocketAddresses.Room];
        var length = room.Length;
        fixed (byte* address = room)
            return getpeername(socket, address, &length) == -1 ? null : SocketAddresses.ReadPath(room[..length]);
    }

    /// <summary>shutdown(2).</summary>
    public static Errno Shutdown(SafeHandle socket, ShutdownSide side) => Call.Outcome(shutdown(socket, (int)side));

    static Result<IPEndPoint> Internet(ReadOnlySpan<byte> address) =>
        SocketAddresses.Read(address) is { } found ? found : Errno.EAFNOSUPPORT;

    static Errno Bind(SafeHandle socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = address)
            return Call.Outcome(bind(socket, bytes, address.Length));
    }

    static Errno Connect(SafeHandle socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* bytes = address)
        {
            // An interrupted connect goes on by itself; a second one would say EALREADY.
            var error = Call.Outcome(connect(socket, bytes, address.Length));
            return error == Errno.EINTR ? Errno.EINPROGRESS : error;
        }
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int socket(int family, int kind, int protocol);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int bind(SafeHandle socket, byte* address, int length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int listen(SafeHandle socket, int backlog);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int accept4(SafeHandle socket, byte* address, int* length, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int connect(SafeHandle socket, byte* address, int length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int getsockname(SafeHandle socket, byte* address, int* length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int getpeername(SafeHandle socket, byte* address, int* length);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int shutdown(SafeHandle socket, int side);
}

/// <summary>A connection taken from a listener.</summary>
/// <param name="Peer">Null on Unix sockets.</param>
public readonly record struct Accepted(Descriptor Socket, IPEndPoint? Peer);

/// <summary>What shutdown(2) ends.</summary>
public enum ShutdownSide
{
    Receiving = 0,

    /// <summary>The peer reads the end after what was sent.</summary>
    Sending = 1,
    Both = 2,
}
