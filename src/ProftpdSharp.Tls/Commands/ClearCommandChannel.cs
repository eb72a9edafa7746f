using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Tls.Sessions;

namespace ProftpdSharp.Tls.Commands;

/// <summary>CCC (RFC 4217 section 12.3): TLS ends on the control connection, the connection goes on in clear.</summary>
static class ClearCommandChannel
{
    const string Unwilling = "Unwilling to accept security parameters";

    /// <summary>How long a client may take to answer our close_notify, or to send its next command without one.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static readonly Feature Feature = new("CCC");

    // Upstream's HELP marks it with an asterisk, though it works.
    static ClearCommandChannel() => Feature.Unimplemented("CCC", CommandClass.Sec, HandleAsync, "(clears protection level)");

    static async ValueTask<Outcome> HandleAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (!state.Engine)
            return Outcome.Declined;
        if (!session.IsLoggedIn)
            return session.Fail(530, "Please login with USER and PASS");
        if (!state.HasMechanism)
            return Outcome.Declined;
        if (!state.OnControl)
            return session.Fail(533, "CCC not allowed on insecure control connection");
        if (state.Required.Control)
        {
            state.Write("CCC: unwilling to accept security parameters: TLSRequired setting does not allow for unprotected control channel");
            return session.Fail(534, Unwilling);
        }
        if (!(await Limits.CheckAsync(session, command)).Allowed)
        {
            state.Write("CCC: unwilling to accept security parameters");
            return session.Fail(534, Unwilling);
        }
        if (!Trial.Withholds(session) && state.Control is { } stream)
            await ClearAsync(session, state, stream);
        return Outcome.Handled;
    }

    static async ValueTask ClearAsync(Session session, TlsState state, TlsStream stream)
    {
        state.Write("received CCC, clearing control channel protection");
        await session.SendNowAsync(200, "Clearing control channel protection");
        await session.Control.RunAsync(stream.TryCloseNotify);
        await AwaitAnswerAsync(session, stream);
        state.Rekeying?.Dispose();
        stream.Leave();
        session.Control.Replace(stream.Inner);
        state.Control = null;
        state.HadCcc = true;
    }

    /// <summary>Waits for the client's close_notify, unless its next command comes in clear: some clients never close TLS.</summary>
    static async ValueTask AwaitAnswerAsync(Session session, TlsStream stream)
    {
        var control = session.Control;
        var expired = 0;
        await using (session.Host.Clock.CreateTimer(_ => Expire(), null, Patience, Timeout.InfiniteTimeSpan))
        {
            if (!await IsClearTextAsync(control, stream))
                await control.RunAsync(stream.TryAwaitCloseNotify);
        }
        if (Volatile.Read(ref expired) == 1)
            control.Resume();

        void Expire()
        {
            Volatile.Write(ref expired, 1);
            control.Cancel();
        }
    }

    /// <summary>Looks at the next three bytes without taking them: a TLS record does not begin with three printable ones.</summary>
    static async ValueTask<bool> IsClearTextAsync(ControlConnection control, TlsStream stream)
    {
        var peeked = new byte[3];
        var step = await control.RunAsync(() =>
        {
            var received = Sockets.Recv(stream.Descriptor, peeked, ReceiveFlags.Peek);
            return received switch
            {
                { Ok: true, Value: 0 } => IoStep.EndOfStream,
                { Ok: true } => IoStep.Done(received.Value),
                { Error: Errno.EAGAIN } => IoStep.WantRead,
                _ => IoStep.Failed(received.Error),
            };
        });
        return step.Status == IoStatus.Done && !peeked.AsSpan(0, step.Count).ContainsAnyExceptInRange((byte)0x20, (byte)0x7e);
    }
}
