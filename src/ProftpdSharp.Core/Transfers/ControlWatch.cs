using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Transfers;

/// <summary>Serves the control channel while something else takes its time.</summary>
static class ControlWatch
{
    /// <summary>Logged for a line that does not fit; the client is not told.</summary>
    public const string TooLong = "client sent too-long command, ignoring";

    /// <summary>Answers commands until the work is done; the channel's end or a deadline stops the work and is left to the command loop.</summary>
    /// <param name="session">Whose channel.</param>
    /// <param name="table">The commands.</param>
    /// <param name="work">What is waited for.</param>
    /// <param name="stop">Makes the work end soon.</param>
    public static async ValueTask UntilAsync(Session session, CommandTable table, Task work, Action stop)
    {
        while (!work.IsCompleted)
        {
            var reading = session.Control.PeekLineAsync();
            await Task.WhenAny(work, reading);
            if (work.IsCompleted)
                return;
            if ((await reading).Status is LineStatus.Line or LineStatus.TooLong)
                await AnswerAsync(session, table);
            else
                CutOff(session, reading.Result.Status);
            if (session.Ending is null && !session.Interruption.IsRaised)
                continue;
            stop();
            await work;
        }
    }

    /// <summary>ABOR under way has its turn when the transfer has had its own.</summary>
    static void StopFor(Command abort, TransferState state, DataTransfer transfer)
    {
        state.PendingAbort = abort;
        transfer.Abort();
    }

    /// <summary>To upstream a client that has gone has aborted the transfer under way.</summary>
    static void CutOff(Session session, LineStatus status)
    {
        if (status != LineStatus.Cancelled && session.State(TransferState.Key).Current is { } transfer)
            transfer.IsCutOff = true;
        session.Interruption.Raise();
    }

    static async ValueTask AnswerAsync(Session session, CommandTable table)
    {
        var line = await session.Control.ReadLineAsync();
        session.Deadlines.Touch(Deadline.Idle);
        var state = session.State(TransferState.Key);
        state.IsPlainAbort = !line.HadTelnet && line.Text.Equals("ABOR", StringComparison.OrdinalIgnoreCase);
        if (line.Status == LineStatus.TooLong)
            session.Log.Notice(TooLong);
        else if (table.Parse(session.Understand(line.Text)) is not { } command)
            await session.SendNowAsync(500, CommandTable.NoCommand);
        else if (state is { IsPlainAbort: true, Current: { } transfer })
            StopFor(command, state, transfer);
        else
            await CommandDispatcher.DispatchAsync(session, command);
    }
}
