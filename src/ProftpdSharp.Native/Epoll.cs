using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>What to wait for, and what happened.</summary>
[Flags]
public enum EpollEvents : uint
{
    None = 0,
    In = 0x1,
    Priority = 0x2,
    Out = 0x4,

    /// <summary>Reported unasked.</summary>
    Error = 0x8,

    /// <summary>Reported unasked.</summary>
    HangUp = 0x10,
    ReadHangUp = 0x2000,

    /// <summary>One event, then silence until modified.</summary>
    OneShot = 0x4000_0000,

    /// <summary>Only when it becomes ready, not as long as it is.</summary>
    EdgeTriggered = 0x8000_0000,
}

/// <param name="Token">What the descriptor was added with.</param>
public readonly record struct EpollEvent(EpollEvents Events, ulong Token);

/// <summary>epoll(7). Waiting and changing from several threads at once is allowed.</summary>
public sealed unsafe partial class Epoll : IDisposable
{
    const int MostAtOnce = 256;
    const int CloseOnExec = 0x8_0000;

    /// <summary>struct epoll_event is packed on x86_64 and nowhere else.</summary>
    static readonly bool Packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    static readonly int EventSize = Packed ? 12 : 16;
    static readonly int TokenAt = Packed ? 4 : 8;

    readonly Descriptor _descriptor;

    Epoll(Descriptor descriptor) => _descriptor = descriptor;

    public static Result<Epoll> Create()
    {
        var created = Call.Owned(epoll_create1(CloseOnExec));
        return created.Ok ? new Epoll(created.Value) : created.Error;
    }

    /// <summary>EEXIST when it is there already; EPERM for regular files, which are always ready.</summary>
    public Errno Add(SafeHandle target, EpollEvents events, ulong token) => Control(1, target, events, token);

    /// <summary>ENOENT when it was never added. Also wakes a one-shot again.</summary>
    public Errno Modify(SafeHandle target, EpollEvents events, ulong token) => Control(3, target, events, token);

    /// <summary>ENOENT when it was never added. Closing the last descriptor of a socket removes it too.</summary>
    public Errno Remove(SafeHandle target) => Control(2, target, EpollEvents.None, 0);

    /// <summary>Waits for events; how many were filled in, 0 when the time is over.</summary>
    /// <param name="into">At most 256 are filled in.</param>
    /// <param name="timeout">Milliseconds; -1 waits for ever, 0 only looks.</param>
    public Result<int> Wait(Span<EpollEvent> into, int timeout)
    {
        var most = Math.Min(into.Length, MostAtOnce);
        Span<byte> room = stackalloc byte[most * EventSize];
        var waiting = new Waiting(timeout);
        int count;
        fixed (byte* events = room)
        {
            do
                count = epoll_wait(_descriptor, events, most, waiting.Remaining);
            while (Call.Interrupted(count));
        }
        for (var i = 0; i < count; i++)
            into[i] = Read(room[(i * EventSize)..]);
        return Call.Count(count);
    }

    public void Dispose() => _descriptor.Dispose();

    static EpollEvent Read(ReadOnlySpan<byte> bytes) =>
        new((EpollEvents)BitConverter.ToUInt32(bytes), BitConverter.ToUInt64(bytes[TokenAt..]));

    Errno Control(int operation, SafeHandle target, EpollEvents events, ulong token)
    {
        Span<byte> room = stackalloc byte[16];
        room.Clear();
        BitConverter.TryWriteBytes(room, (uint)events);
        BitConverter.TryWriteBytes(room[TokenAt..], token);
        fixed (byte* wanted = room)
            return Call.Outcome(epoll_ctl(_descriptor, operation, target, wanted));
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int epoll_ctl(Descriptor epoll, int operation, SafeHandle target, byte* wanted);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int epoll_wait(Descriptor epoll, byte* events, int most, int timeout);
}
