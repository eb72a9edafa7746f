using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>ABOR.</summary>
static class Abort
{
    public static readonly Feature Feature = new("ABOR");

    static Abort() => Feature.Command("ABOR", CommandGroup.None, CommandClass.Misc, Login.Required, AbortAsync, "(abort current operation)");

    static ValueTask<Outcome> AbortAsync(Session session, Command command)
    {
        if (command.HasArgument)
            return new(command.NotUnderstood(session, 500));
        var state = session.State(TransferState.Key);
        // Of a transfer that goes on after this 226 only the transfer complains.
        if (state.Current is { } transfer)
            transfer.Abort();
        else
            TransferReplies.LogAborting(session, "Data connection closed");
        state.ForgetPassive();
        state.ExtendedPassiveOnly = false;
        return new(session.Succeed(226, "Abort successful"));
    }
}
