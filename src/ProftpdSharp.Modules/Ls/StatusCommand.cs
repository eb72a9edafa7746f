using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ls;

/// <summary>STAT (RFC 959): of the session, or a listing over the control connection.</summary>
static class StatusCommand
{
    public static readonly Feature Feature = new("STAT");

    static StatusCommand() =>
        Feature.Command("STAT", CommandGroup.Dirs, CommandClass.Info, Login.Required, StatusAsync, "[<sp> pathname]");

    static ValueTask<Outcome> StatusAsync(Session session, Command command) =>
        command.Words.Count == 0 ? OfSessionAsync(session, command) : OfPathAsync(session, command);

    static async ValueTask<Outcome> OfSessionAsync(Session session, Command command)
    {
        var decision = await Limits.CheckAsync(session, command);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var state = session.State(TransferState.Key);
        session.Responses.Add(211, $"Status of '{session.Server.Name}'");
        session.Responses.Continue($"Connected from {session.RemoteName} ({session.RemoteAddress})");
        session.Responses.Continue($"Logged in as {session.Login?.UserName}");
        session.Responses.Continue($"TYPE: {(state.IsAscii ? "ASCII" : "BINARY")}, STRUcture: File, Mode: Stream");
        session.Responses.Continue(state.Current is { } transfer ? Progress(transfer) : "No data connection");
        session.Responses.Continue("End of status");
        return Outcome.Handled;
    }

    static string Progress(DataTransfer transfer) =>
        $"{(transfer.Direction == TransferDirection.Send ? "Sending" : "Receiving")}: {transfer.Moved} bytes";

    static async ValueTask<Outcome> OfPathAsync(Session session, Command command)
    {
        var (_, path) = ListSwitches.Split(command.Argument.TrimStart(' '));
        var target = await ListTarget.FindAsync(session, command, path);
        var shown = path.Length == 0 ? "." : path;
        // Patterns mean nothing to STAT.
        var error = target.Matches is null ? target.Error : Errno.ENOENT;
        if (error != Errno.None)
            return session.Fail(450, $"{shown}: {error.Describe()}");
        var settings = ListSettings.For(target.Decision.Scope, command.Verb);
        var listing = new Listing(session, command, target.Decision.Scope, ListSwitches.ForStatus(), settings);
        session.Responses.Add(target.Status.Value.IsDirectory ? 212 : 213, $"Status of {shown}:");
        if (target.Decision.Allowed)
        {
            await foreach (var line in target.IsDirectory ? listing.DirectoryAsync(target.Decision.RealPath, shown) : listing.OneAsync(shown, target.Decision.Path))
                session.Responses.Continue(line);
        }
        session.Responses.Continue("End of status");
        return Outcome.Handled;
    }
}
