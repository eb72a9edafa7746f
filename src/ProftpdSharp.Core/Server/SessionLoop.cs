using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Core.Server;

/// <summary>One session from its first hook to its end, top to bottom.</summary>
public sealed class SessionLoop(Session session, ServerState state)
{
    /// <summary>Verbs by which upstream knows a browser that was led here to attack us; it hangs up without a word (Bug 4143).</summary>
    static readonly HashSet<string> HttpVerbs = new(["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"], StringComparer.Ordinal);

    /// <summary>Whether the log knows of the session.</summary>
    bool _isOpen;

    /// <summary>Serves the session; returns when it is over and its connection is closed.</summary>
    public async Task RunAsync()
    {
        session.SwitchServerAsync = server =>
        {
            session.Server = server;
            return StartAsync(session, state);
        };
        try
        {
            // Limits and the log line of a refusal go by the client's name.
            await ReverseNames.LookUpAsync(session);
            if (ClientAdmission.Admit(session) && await ClientLimits.AdmitAsync(session))
                await StartAsync(session, state);
            if (session.Ending is null)
            {
                session.Log.Info("FTP session opened.");
                _isOpen = true;
            }
            while (session.Ending is null)
                await ServeOneAsync();
        }
        catch (IOException exception)
        {
            session.Log.Error($"session ended: {exception.Message}");
            session.End(DisconnectReason.InternalError, exception.Message);
        }
        finally
        {
            await FinishAsync();
        }
    }

    /// <summary>Runs the start hooks: at the beginning, and again when HOST or SNI gave the session another server.</summary>
    static async ValueTask StartAsync(Session session, ServerState state)
    {
        foreach (var hook in state.Features.SelectMany(feature => feature.SessionStarts))
        {
            if (session.Ending is null)
                await hook(session);
        }
    }

    async ValueTask ServeOneAsync()
    {
        session.Deadlines.Start(Deadline.Idle, session.TopScope.Get(Timeouts.TimeoutIdle));
        var line = await session.Control.ReadLineAsync();
        session.Deadlines.Stop(Deadline.Idle);
        switch (line.Status)
        {
            case LineStatus.Line:
                await HandleAsync(session.Understand(line.Text));
                break;
            case LineStatus.TooLong:
                session.Log.Notice(ControlWatch.TooLong);
                break;
            case LineStatus.Cancelled when session.Passed is { } passed:
                await Expiry.EndAsync(session, passed.Deadline, passed.Limit);
                break;
            default:
                session.Log.Trace("command", 6, "client sent EOF, closing control connection");
                session.End(DisconnectReason.ClientEof);
                break;
        }
    }

    async ValueTask HandleAsync(string text)
    {
        if (state.Commands.Parse(text) is not { } command)
        {
            await session.SendNowAsync(500, CommandTable.NoCommand);
            return;
        }
        if (HttpVerbs.Contains(command.Verb) && state.Commands.Rows(command.Verb).Count == 0)
        {
            session.End(DisconnectReason.Denied, "Protocol mismatch");
            return;
        }
        session.CurrentCommand = command.LogLine;
        await CommandDispatcher.DispatchAsync(session, command);
        await AbortAsync();
        session.CurrentCommand = null;
        session.PreviousVerb = command.Verb;
    }

    /// <summary>The ABOR that stopped the command's transfer.</summary>
    async ValueTask AbortAsync()
    {
        var transfers = session.State(TransferState.Key);
        if (transfers.PendingAbort is not { } abort)
            return;
        transfers.PendingAbort = null;
        if (session.Ending is null)
            await CommandDispatcher.DispatchAsync(session, abort);
    }

    async ValueTask FinishAsync()
    {
        foreach (var hook in state.Features.SelectMany(feature => feature.SessionEnds))
            hook(session);
        if (_isOpen && session.Ending is not { Reason: DisconnectReason.Denied, Detail: null })
            session.Log.Info("FTP session closed.");
        session.Deadlines.Dispose();
        // Before the client can know: it may come back at once, and then count as one.
        session.Host.Sessions.Remove(session);
        session.Control.Resume();
        await CloseAsync();
        session.Control.Dispose();
        session.Interruption.Dispose();
        session.Files.Leave();
        session.Log.Dispose();
    }

    /// <summary>Closes in an orderly way, within bounds: a client that does not read must not keep the session.</summary>
    async ValueTask CloseAsync()
    {
        using var timer = session.Host.Clock.CreateTimer(
            static control => ((ControlConnection)control!).Cancel(), session.Control, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        await session.Control.RunAsync(session.Control.Stream.TryShutdown);
    }
}
