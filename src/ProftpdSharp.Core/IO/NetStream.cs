using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>What a non-blocking step on a stream came to.</summary>
public enum IoStatus
{
    /// <summary><see cref="IoStep.Count"/> bytes were moved, or the handshake or shutdown is complete.</summary>
    Done,

    /// <summary>Nothing moved; try again when the descriptor is readable.</summary>
    WantRead,

    /// <summary>Nothing moved; try again when the descriptor is writable.</summary>
    WantWrite,

    /// <summary>The peer ended its side.</summary>
    EndOfStream,

    /// <summary>The connection is broken; <see cref="IoStep.Error"/> says how.</summary>
    Failed,
}

/// <summary>The outcome of one non-blocking step.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Count">Bytes moved when <see cref="IoStatus.Done"/>.</param>
/// <param name="Error">The C error when <see cref="IoStatus.Failed"/>; <c>EPROTO</c> for a TLS failure that has no errno.</param>
public readonly record struct IoStep(IoStatus Status, int Count, Errno Error)
{
    public static readonly IoStep WantRead = new(IoStatus.WantRead, 0, Errno.None);
    public static readonly IoStep WantWrite = new(IoStatus.WantWrite, 0, Errno.None);
    public static readonly IoStep EndOfStream = new(IoStatus.EndOfStream, 0, Errno.None);

    public static IoStep Done(int count) => new(IoStatus.Done, count, Errno.None);

    public static IoStep Failed(Errno error) => new(IoStatus.Failed, 0, error);
}

/// <summary>
/// A connected stream over one non-blocking descriptor: plain TCP, or a module's layer over it. Only non-blocking steps, so that the asynchronous
/// control loop (waiting on <see cref="Readiness"/>) and a transfer's own thread (waiting in poll) use the same code. Steps may be called from
/// different threads; an implementation with state of its own serialises them.
/// </summary>
public abstract class NetStream : IDisposable
{
    /// <summary>The descriptor to wait on.</summary>
    public abstract Descriptor Descriptor { get; }

    /// <summary>True when a read can return bytes without the descriptor becoming readable.</summary>
    public abstract bool HasBufferedInput { get; }

    /// <summary>True when the kernel can take a file's bytes itself: <see cref="TrySendFile"/>.</summary>
    public abstract bool SendsFiles { get; }

    /// <summary>Bytes received from and sent to the peer, framing included, for <c>%I</c> and <c>%O</c>.</summary>
    public abstract (long Received, long Sent) RawBytes { get; }

    public abstract IoStep TryRead(Span<byte> buffer);

    public abstract IoStep TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Sends bytes of a file without reading them, where <see cref="SendsFiles"/>.</summary>
    /// <param name="file">The open file; its position stays.</param>
    /// <param name="offset">Where in the file they begin.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>Done with 0 bytes at the end of the file; EINVAL, ENOSYS or EOPNOTSUPP where its file system cannot, and nothing is lost.</returns>
    public virtual IoStep TrySendFile(Descriptor file, long offset, int count)
    {
        var sent = Files.Sendfile(Descriptor, file, ref offset, count);
        if (sent.Ok)
            return IoStep.Done(sent.Value);
        return sent.Error is Errno.EAGAIN ? IoStep.WantWrite : IoStep.Failed(sent.Error);
    }

    /// <summary>Ends our side in an orderly way (close_notify for TLS, FIN for TCP); may want to be repeated.</summary>
    public abstract IoStep TryShutdown();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
