using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Listing;
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
        if (state.TotalBytes + (state.Current?.Moved ?? 0) is > 0 and var total)
            session.Responses.Continue($"Total bytes transferred for session: {total}");
        foreach (var line in state.Current is { } transfer ? Progress(session, state, transfer) : ["No data connection"])
            session.Responses.Continue(line);
        session.Responses.Continue("End of status");
        return Outcome.Handled;
    }

    /// <summary>The two lines about a transfer, "from from" included: some clients may know them.</summary>
    static IEnumerable<string> Progress(Session session, TransferState state, DataTransfer transfer)
    {
        var kind = state.Peer.IsPassive ? "Passive data transfer from" : "Active data transfer to";
        yield return $"{kind} from {session.RemoteAddress} port {state.Peer.Remote?.Port ?? 0}";
        var path = session.Files.Jail.FromHost(transfer.FullPath) ?? transfer.FullPath;
        yield return transfer.Direction == TransferDirection.Send
            ? $"{transfer.Command.Verb} {path} ({transfer.FileSize ?? 0}/{transfer.Moved})"
            : $"{transfer.Command.Verb} {path} ({transfer.Moved})";
    }

    static async ValueTask<Outcome> OfPathAsync(Session session, Command command)
    {
        var path = ListSwitches.WithoutFirst(command.Argument);
        var target = await ListTarget.FindAsync(session, command, path, expandTilde: false);
        var shown = path.Length == 0 ? "." : path;
        // A pattern has to be the name of something.
        if (target.ErrorByName != Errno.None)
            return session.Fail(450, $"{shown}: {target.ErrorByName.Describe()}");
        var settings = await ListSettings.ForAsync(session, command.Verb);
        var switches = ListSwitches.ForStatus(session, settings);
        var listing = new Listing(session, command, target.Decision.Scope, switches, settings);
        var isDirectory = target.Status.Value.IsDirectory || (target.IsDirectory && !session.TopScope.Get(Disguise.ShowSymlinks));
        session.Responses.Add(isDirectory ? 212 : 213, $"Status of {shown}:");
        if (target.Decision.Allowed && !(target.IsDirectory && target.IsBelowUnknownHome) && !target.IsLinkWithSlash)
        {
            var lines = target.Matches is { } matches ? listing.MatchesAsync(matches, shown)
                : target.IsDirectory && !switches.DirectoryItself ? listing.DirectoryAsync(target.Decision.RealPath, shown)
                : listing.OneAsync(shown, target.Decision.Path);
            await foreach (var line in lines)
                session.Responses.Continue(line);
        }
        session.Responses.Continue("End of status");
        return Outcome.Handled;
    }
}
