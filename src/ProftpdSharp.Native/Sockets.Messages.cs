using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

// Bytes over sockets.
public static unsafe partial class Sockets
{
    const int NoSignal = 0x4000;

    /// <summary>send(2), EPIPE instead of SIGPIPE; the count of bytes taken.</summary>
    public static Result<int> Send(SafeHandle socket, ReadOnlySpan<byte> bytes, SendFlags flags = SendFlags.None)
    {
        fixed (byte* from = bytes)
        {
            nint result;
            do
                result = send(socket, from, (nuint)bytes.Length, (int)flags | NoSignal);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>recv(2); 0 is the end of a stream.</summary>
    public static Result<int> Recv(SafeHandle socket, Span<byte> into, ReceiveFlags flags = ReceiveFlags.None)
    {
        fixed (byte* room = into)
        {
            nint result;
            do
                result = recv(socket, room, (nuint)into.Length, (int)flags);
            while (Call.Interrupted(result));
            return Call.Count(result);
        }
    }

    /// <summary>sockatmark(3): whether the next byte is the one that was sent urgent.</summary>
    public static Result<bool> AtMark(SafeHandle socket)
    {
        var result = sockatmark(socket);
        return result == -1 ? Call.LastError : result == 1;
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint send(SafeHandle socket, byte* bytes, nuint count, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint recv(SafeHandle socket, byte* into, nuint count, int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int sockatmark(SafeHandle socket);
}

/// <summary>send(2) flags.</summary>
[Flags]
public enum SendFlags
{
    None = 0,

    /// <summary>MSG_OOB: the last byte is urgent.</summary>
    OutOfBand = 1,

    /// <summary>MSG_MORE: more follows, so a short packet may wait.</summary>
    More = 0x8000,
}

/// <summary>recv(2) flags.</summary>
[Flags]
public enum ReceiveFlags
{
    None = 0,

    /// <summary>MSG_OOB: the urgent byte, when it is not kept inline.</summary>
    OutOfBand = 1,

    /// <summary>MSG_PEEK: the bytes stay to be read.</summary>
    Peek = 2,
}
