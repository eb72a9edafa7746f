using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Transfers;

/// <summary>Serves the control channel while something else takes its time.</summary>
static class ControlWatch
{
    /// <summary>Logged for a line that does not fit; the client is not told.</summary>
    public const string TooLong = "client sent too-long command, ignoring";

    /// <summary>What says how things are, or wants them to end.</summary>
    static readonly HashSet<string> ForNow = new(["ABOR", "NOOP", "STAT"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a line is answered while others wait for their turn.</summary>
    public static bool IsForNow(ControlLine line) => ForNow.Contains(line.Text.Split(' ')[0]);

    /// <summary>Answers commands until the work is done; the channel's end or a deadline stops the work and is left to the command loop.</summary>
    /// <param name="session">Whose channel.</param>
    /// <param name="table">The commands.</param>
    /// <param name="work">What is waited for.</param>
    /// <param name="stop">Makes the work end soon.</param>
    /// <param name="outlives">
    /// Told of each line, and how the client's control connection was lost; true when the line, or the end, has its turn after the work. Null: it never has.
    /// </param>
    public static async ValueTask UntilAsync(Session session, CommandTable table, Task work, Action stop, Func<ControlLine, bool>? outlives = null)
    {
        while (!work.IsCompleted)
        {
            var reading = session.Control.PeekLineAsync();
            await Task.WhenAny(work, reading);
            if (work.IsCompleted)
                return;
            var line = await reading;
            if (line.Status != LineStatus.Cancelled && outlives?.Invoke(line) is true)
                await work;
            else if (line.Status is LineStatus.Line or LineStatus.TooLong)
                await AnswerAsync(session, table);
            else
                session.Interruption.Raise();
            if (session.Ending is null && !session.Interruption.IsRaised)
                continue;
            stop();
            await work;
        }
    }

    /// <summary>ABOR under way has its turn when the transfer has had its own, the one included whose data connection is still waited for.</summary>
    static void StopFor(Session session, Command abort, TransferState state)
    {
        state.PendingAbort = abort;
        if (state.Current is { } transfer)
            transfer.Abort();
        else
            session.Interruption.Raise();
    }

    static async ValueTask AnswerAsync(Session session, CommandTable table)
    {
        var line = await session.Control.ReadLineAsync();
        session.Deadlines.Touch(Deadline.Idle);
        var state = session.State(TransferState.Key);
        var isAbort = line.Text.Equals("ABOR", StringComparison.OrdinalIgnoreCase);
        state.IsPlainAbort = isAbort && !line.HadTelnet;
        if (line.Status == LineStatus.TooLong)
            session.Log.Notice(TooLong);
        else if (table.Parse(session.Understand(line.Text)) is not { } command)
            await session.SendNowAsync(500, CommandTable.NoCommand);
        else if (isAbort && (state.IsPlainAbort || state.Current is null))
            StopFor(session, command, state);
        else
            await CommandDispatcher.DispatchAsync(session, command);
    }
}
