using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>TCP as it is.</summary>
/// <param name="descriptor">A connected non-blocking socket; closed with the stream.</param>
public sealed class PlainStream(Descriptor descriptor) : NetStream
{
    long _received;
    long _sent;

    public override Descriptor Descriptor { get; } = descriptor;

    public override bool HasBufferedInput => false;

    public override bool SendsFiles => true;

    public override (long Received, long Sent) RawBytes => (Interlocked.Read(ref _received), Interlocked.Read(ref _sent));

    /// <summary>Counts bytes that went to or came from the descriptor around this stream.</summary>
    public void Count(long received, long sent)
    {
        Interlocked.Add(ref _received, received);
        Interlocked.Add(ref _sent, sent);
    }

    public override IoStep TryRead(Span<byte> buffer)
    {
        var result = Sockets.Recv(Descriptor, buffer);
        if (!result.Ok)
            return result.Error is Errno.EAGAIN ? IoStep.WantRead : IoStep.Failed(result.Error);
        Count(result.Value, 0);
        return result.Value == 0 ? IoStep.EndOfStream : IoStep.Done(result.Value);
    }

    public override IoStep TryWrite(ReadOnlySpan<byte> bytes)
    {
        var result = Sockets.Send(Descriptor, bytes);
        if (!result.Ok)
            return result.Error is Errno.EAGAIN ? IoStep.WantWrite : IoStep.Failed(result.Error);
        Count(0, result.Value);
        return IoStep.Done(result.Value);
    }

    public override IoStep TrySendFile(Descriptor file, long offset, int count)
    {
        var step = base.TrySendFile(file, offset, count);
        Count(0, step.Count);
        return step;
    }

    public override IoStep TryShutdown()
    {
        var error = Sockets.Shutdown(Descriptor, ShutdownSide.Sending);
        return error is Errno.None or Errno.ENOTCONN ? IoStep.Done(0) : IoStep.Failed(error);
    }

    protected override void Dispose(bool disposing) => Descriptor.Dispose();
}
