using ProftpdSharp.Core.Responses;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Commands;

/// <summary>
/// The one gate of every command and the only place that knows the order of the phases: PRE, the command, POST, flush, LOG; or, when something
/// refused or failed, POST_ERR, flush, LOG_ERR.
/// </summary>
public static class CommandDispatcher
{
    /// <summary>Runs one command to its end, its replies sent.</summary>
    public static async ValueTask DispatchAsync(Session session, Command command)
    {
        // A command that is answered during a transfer must not disturb the replies of the transfer.
        var outer = session.Responses;
        session.Responses = new ResponseList();
        if (session.Log.Traces("response", 9))
            session.Log.Trace("response", 9, $"clearing response lists before dispatching command '{command.Verb}'");
        var handled = await RunAsync(session, command);
        if (handled && await PhaseAsync(session, command, Phase.Post) == Outcome.Failed)
            handled = false;
        if (!handled)
            await PhaseAsync(session, command, Phase.PostError);
        await FlushAsync(session, command, handled);
        await PhaseAsync(session, command, handled ? Phase.Log : Phase.LogError);
        session.Responses = outer;
    }

    static async ValueTask<bool> RunAsync(Session session, Command command)
    {
        if (await PhaseAsync(session, command, Phase.Pre) == Outcome.Failed)
            return false;
        foreach (var row in command.Table.Rows(command.Verb).Where(row => row.IsAvailable?.Invoke(session) != false))
        {
            if (row.Login == Login.Required && !session.IsLoggedIn)
            {
                session.Responses.AddError(530, "Please login with USER and PASS");
                return false;
            }
            if (row.UsesData && session.IsTransferring)
            {
                session.Responses.AddError(450, $"{command.Verb}: data transfer in progress");
                return false;
            }
            TraceDispatch(session, command, "CMD", row.Module);
            var outcome = await row.Handler(session, command);
            if (outcome != Outcome.Declined)
                return outcome == Outcome.Handled;
        }
        session.Responses.AddError(500, $"{command.Verb.Replace('_', ' ')} not understood");
        return false;
    }

    static async ValueTask<Outcome> PhaseAsync(Session session, Command command, Phase phase)
    {
        foreach (var row in command.Table.Handlers(phase, command.Verb))
        {
            TraceDispatch(session, command, NameOf(phase), row.Module);
            if (await row.Handler(session, command) == Outcome.Failed)
                return Outcome.Failed;
        }
        return Outcome.Handled;
    }

    static async ValueTask FlushAsync(Session session, Command command, bool handled)
    {
        if (session.Log.Traces("response", 7))
            TraceReplies(session, command, handled);
        var text = session.Responses.Take(handled, session.Translate);
        if (text.Length > 0)
            await session.SendAsync(text);
    }

    static void TraceDispatch(Session session, Command command, string phase, string module)
    {
        if (session.Log.ShowsDebug(4))
            session.Log.Debug(4, $"dispatching {phase} command '{command.LogLine}' to {module}");
        if (session.Log.Traces("command", 7))
            session.Log.Trace("command", 7, $"dispatching {phase} command '{command.LogLine}' to {module}.c");
    }

    static void TraceReplies(Session session, Command command, bool handled)
    {
        var kind = handled ? "" : "error ";
        var lines = handled ? session.Responses.Success : session.Responses.Errors;
        foreach (var line in ReplyText.Coded(lines))
            session.Log.Trace("response", 7, $"{kind}response added to pending list: {line.Code:D3} {line.Text}");
        session.Log.Trace("response", 9, $"flushing {kind}response list for '{command.Verb}'");
    }

    static string NameOf(Phase phase) => phase switch
    {
        Phase.Pre => "PRE_CMD",
        Phase.Post => "POST_CMD",
        Phase.PostError => "POST_CMD_ERR",
        Phase.Log => "LOG_CMD",
        Phase.LogError => "LOG_CMD_ERR",
        _ => "CMD",
    };
}
