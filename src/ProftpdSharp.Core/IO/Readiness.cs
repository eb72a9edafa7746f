using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>How a wait ended.</summary>
public enum WaitOutcome
{
    /// <summary>Try the step again.</summary>
    Ready,

    /// <summary>Somebody cancelled the waits of this descriptor: a deadline passed or the session ends.</summary>
    Cancelled,
}

/// <summary>Waits for one descriptor to become readable or writable; at most one waiter for each direction.</summary>
public sealed class Readiness : IDisposable
{
    readonly Poller _poller;
    readonly Lock _lock = new();
    TaskCompletionSource<WaitOutcome>? _reader;
    TaskCompletionSource<WaitOutcome>? _writer;
    bool _cancelled;

    internal Readiness(Poller poller, Descriptor descriptor, ulong token)
    {
        _poller = poller;
        Descriptor = descriptor;
        Token = token;
    }

    internal Descriptor Descriptor { get; }

    internal ulong Token { get; }

    /// <summary>Completes when a read may succeed, or when <see cref="Cancel"/> is called.</summary>
    public Task<WaitOutcome> ReadableAsync() => WaitAsync(ref _reader);

    /// <summary>Completes when a write may succeed, or when <see cref="Cancel"/> is called.</summary>
    public Task<WaitOutcome> WritableAsync() => WaitAsync(ref _writer);

    /// <summary>Ends present waits and, until <see cref="Resume"/>, all later ones.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _cancelled = true;
            Complete(ref _reader, WaitOutcome.Cancelled);
            Complete(ref _writer, WaitOutcome.Cancelled);
        }
    }

    /// <summary>Lets waits work again after <see cref="Cancel"/>.</summary>
    public void Resume()
    {
        lock (_lock)
            _cancelled = false;
    }

    internal void Signal(EpollEvents events)
    {
        const EpollEvents Broken = EpollEvents.Error | EpollEvents.HangUp;
        lock (_lock)
        {
            if ((events & (EpollEvents.In | Broken)) != 0)
                Complete(ref _reader, WaitOutcome.Ready);
            if ((events & (EpollEvents.Out | Broken)) != 0)
                Complete(ref _writer, WaitOutcome.Ready);
            Arm();
        }
    }

    Task<WaitOutcome> WaitAsync(ref TaskCompletionSource<WaitOutcome>? slot)
    {
        lock (_lock)
        {
            if (_cancelled)
                return Task.FromResult(WaitOutcome.Cancelled);
            slot ??= new TaskCompletionSource<WaitOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            Arm();
            return slot.Task;
        }
    }

    void Arm()
    {
        var events = (_reader is null ? EpollEvents.None : EpollEvents.In) | (_writer is null ? EpollEvents.None : EpollEvents.Out);
        if (events != EpollEvents.None)
            _poller.Arm(this, events);
    }

    static void Complete(ref TaskCompletionSource<WaitOutcome>? slot, WaitOutcome outcome)
    {
        slot?.TrySetResult(outcome);
        slot = null;
    }

    public void Dispose()
    {
        Cancel();
        _poller.Remove(this);
    }
}
