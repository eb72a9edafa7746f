using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>A stream and the waits of its descriptor: what asynchronous code uses. Layers may replace the stream over the same descriptor.</summary>
public sealed class AsyncStream : IDisposable
{
    readonly Readiness _readiness;

    public AsyncStream(NetStream stream, Poller poller)
    {
        Stream = stream;
        _readiness = poller.Register(stream.Descriptor);
    }

    public NetStream Stream { get; private set; }

    /// <summary>Puts another stream over the same descriptor; the old one is not closed.</summary>
    public void Replace(NetStream stream) => Stream = stream;

    /// <summary>Repeats a non-blocking step, waiting as it asks, until it is done, fails or is cancelled (<c>ECANCELED</c>).</summary>
    public async ValueTask<IoStep> RunAsync(Func<IoStep> step)
    {
        while (true)
        {
            var result = step();
            if (result.Status is not (IoStatus.WantRead or IoStatus.WantWrite))
                return result;
            var wait = result.Status == IoStatus.WantRead ? _readiness.ReadableAsync() : _readiness.WritableAsync();
            if (await wait == WaitOutcome.Cancelled)
                return IoStep.Failed(Errno.ECANCELED);
        }
    }

    /// <summary>Sends bytes whole; otherwise the step that failed.</summary>
    public async ValueTask<IoStep> WriteAllAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = bytes.Length;
        while (!bytes.IsEmpty)
        {
            var rest = bytes;
            var step = await RunAsync(() => Stream.TryWrite(rest.Span));
            if (step.Status != IoStatus.Done)
                return step;
            bytes = bytes[step.Count..];
        }
        return IoStep.Done(sent);
    }

    /// <summary>Ends present waits and, until <see cref="Resume"/>, all later ones.</summary>
    public void Cancel() => _readiness.Cancel();

    /// <summary>Lets waits work again, to send a last reply after a deadline.</summary>
    public void Resume() => _readiness.Resume();

    public void Dispose()
    {
        _readiness.Dispose();
        Stream.Dispose();
    }
}
