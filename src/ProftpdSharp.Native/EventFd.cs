using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>eventfd(2): wakes a thread that waits in poll or epoll.</summary>
public sealed partial class EventFd : IDisposable
{
    const int CloseOnExecNonBlocking = 0x8_0800;

    EventFd(Descriptor descriptor) => Descriptor = descriptor;

    /// <summary>Readable from a signal until it is taken.</summary>
    public Descriptor Descriptor { get; }

    public static Result<EventFd> Create()
    {
        var created = Call.Owned(eventfd(0, CloseOnExecNonBlocking));
        return created.Ok ? new EventFd(created.Value) : created.Error;
    }

    /// <summary>Makes it readable. Never waits.</summary>
    public Errno Signal()
    {
        Span<byte> one = stackalloc byte[8];
        BitConverter.TryWriteBytes(one, 1ul);
        var written = Files.Write(Descriptor, one);
        // EAGAIN: the counter is full, so it is readable as it is.
        return written.Error == Errno.EAGAIN ? Errno.None : written.Error;
    }

    /// <summary>Takes the signals so far; false when there was none.</summary>
    public bool Take()
    {
        Span<byte> count = stackalloc byte[8];
        return Files.Read(Descriptor, count).Ok;
    }

    public void Dispose() => Descriptor.Dispose();

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);
}
