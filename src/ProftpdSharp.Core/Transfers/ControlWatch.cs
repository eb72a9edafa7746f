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
                session.Interruption.Raise();
            if (session.Ending is null && !session.Interruption.IsRaised)
                continue;
            stop();
            await work;
        }
    }

    static async ValueTask AnswerAsync(Session session, CommandTable table)
    {
        var line = await session.Control.ReadLineAsync();
        session.Deadlines.Touch(Deadline.Idle);
        session.State(TransferState.Key).IsPlainAbort = !line.HadTelnet && line.Text.Equals("ABOR", StringComparison.OrdinalIgnoreCase);
        if (line.Status == LineStatus.TooLong)
            session.Log.Notice(TooLong);
        else if (table.Parse(session.Understand(line.Text)) is { } command)
            await CommandDispatcher.DispatchAsync(session, command);
        else
            await session.SendNowAsync(500, CommandTable.NoCommand);
    }
}
