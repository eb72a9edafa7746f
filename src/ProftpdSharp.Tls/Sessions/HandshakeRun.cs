using ProftpdSharp.Core.IO;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>How a handshake ended.</summary>
enum HandshakeEnd
{
    Done,

    /// <summary>TLSTimeoutHandshake passed.</summary>
    TimedOut,

    /// <summary>The session is being ended for another reason.</summary>
    Cancelled,

    /// <summary>The peer sent close_notify.</summary>
    Closed,

    /// <summary><see cref="HandshakeOutcome.Failure"/> says why.</summary>
    Failed,
}

/// <summary>The outcome of a handshake.</summary>
readonly record struct HandshakeOutcome(HandshakeEnd End, TlsFailure? Failure = null);

/// <summary>One handshake within a time limit, on a connection whose waits others may cancel too.</summary>
/// <param name="run">Repeats a step, waiting as it asks.</param>
/// <param name="cancel">Ends the waits of the connection.</param>
/// <param name="resume">Lets them work again.</param>
sealed class HandshakeRun(Func<Func<IoStep>, ValueTask<IoStep>> run, Action cancel, Action resume)
{
    volatile bool _timedOut;

    public async ValueTask<HandshakeOutcome> CompleteAsync(TlsConnection connection, SessionEvents events, TimeSpan limit, TimeProvider clock)
    {
        TlsResult last;
        var due = limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan;
        await using (clock.CreateTimer(static state => ((HandshakeRun)state!).Expire(), this, due, Timeout.InfiniteTimeSpan))
        {
            do
            {
                await events.PrepareAsync();
                last = events.MayBlock ? await OnThreadOfItsOwnAsync(connection.TryHandshake) : connection.TryHandshake();
            }
            while (last.Status == TlsStatus.Suspended || await WaitAsync(last));
        }
        if (_timedOut && last.Status != TlsStatus.Done)
        {
            resume();
            return new HandshakeOutcome(HandshakeEnd.TimedOut);
        }
        return last.Status switch
        {
            TlsStatus.Done => new HandshakeOutcome(HandshakeEnd.Done),
            TlsStatus.Eof => new HandshakeOutcome(HandshakeEnd.Closed),
            TlsStatus.Failed => new HandshakeOutcome(HandshakeEnd.Failed, last.Failure),
            _ => new HandshakeOutcome(HandshakeEnd.Cancelled),
        };
    }

    /// <summary>Waits as an attempt asks; false when there is nothing to wait for, or no more.</summary>
    async ValueTask<bool> WaitAsync(TlsResult attempt)
    {
        if (attempt.Status is not (TlsStatus.WantRead or TlsStatus.WantWrite))
            return false;
        var hasAsked = false;
        var wait = await run(() =>
        {
            if (hasAsked)
                return IoStep.Done(0);
            hasAsked = true;
            return TlsStream.ToStep(attempt);
        });
        return wait.Status == IoStatus.Done;
    }

    static Task<TlsResult> OnThreadOfItsOwnAsync(Func<TlsResult> step) =>
        Task.Factory.StartNew(step, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void Expire()
    {
        _timedOut = true;
        cancel();
    }
}
