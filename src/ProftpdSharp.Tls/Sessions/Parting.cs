using ProftpdSharp.Core.IO;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// The end of a connection whose handshake failed. Closing over bytes that were not read would reset it, and the client would never see the alert
/// that says why.
/// </summary>
/// <param name="cancel">Ends the waits of the connection.</param>
/// <param name="resume">Lets them work again.</param>
sealed class Parting(Action cancel, Action resume)
{
    /// <summary>How long the client may take to close its side.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>No client has this much to say to a refusal.</summary>
    const int MostReads = 64;

    volatile bool _expired;

    /// <summary>FIN; what still comes is thrown away until the client ends its side.</summary>
    /// <param name="run">Repeats a step, waiting as it asks.</param>
    /// <param name="stream">The connection without TLS.</param>
    /// <param name="clock">Where the time comes from.</param>
    public async ValueTask LeaveAsync(Func<Func<IoStep>, ValueTask<IoStep>> run, NetStream stream, TimeProvider clock)
    {
        await using (clock.CreateTimer(static state => ((Parting)state!).Expire(), this, Patience, Timeout.InfiniteTimeSpan))
        {
            var unread = new byte[4096];
            var step = await run(stream.TryShutdown);
            for (var i = 0; i < MostReads && step.Status == IoStatus.Done; i++)
                step = await run(() => stream.TryRead(unread));
        }
        if (_expired)
            resume();
    }

    void Expire()
    {
        _expired = true;
        cancel();
    }
}
