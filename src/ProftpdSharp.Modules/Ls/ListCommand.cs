using ProftpdSharp.Configuration.Patterns;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ls;

/// <summary>LIST (RFC 959), which understands ls(1)'s letters and patterns.</summary>
static class ListCommand
{
    public static readonly Feature Feature = new("LIST");

    static ListCommand() =>
        Feature.Command("LIST", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, ListAsync, "[<sp> pathname]", usesData: true);

    /// <summary>Sends lines over a data connection and answers; when there was an error the answer tells it, after an empty transfer.</summary>
    public static async ValueTask<Outcome> SendAsync(Session session, Command command, IAsyncEnumerable<string> lines, string? failure)
    {
        using var transfer = await DataTransfer.OpenAsync(session, command, TransferDirection.Send, TransferReplies.Opening(session, "file list"));
        if (transfer is null)
            return Outcome.Failed;
        await transfer.SendTextAsync(ListingText.ChunksAsync(lines, session.Charsets));
        var outcome = await transfer.CompleteAsync();
        if (failure is null || outcome != Outcome.Handled)
            return outcome;
        session.Responses.HideSuccess();
        return session.Fail(450, failure);
    }

    static async ValueTask<Outcome> ListAsync(Session session, Command command)
    {
        var settings = await ListSettings.ForAsync(session, command.Verb);
        // As upstream, whose names to show is settled before it is known what is listed.
        var current = PathAccess.CurrentScope(session);
        // A name of blanks is one here.
        var (given, path) = await ListSwitches.SplitAsync(session, command.HasArgument ? command.Argument : command.LineArgument, settings);
        var target = await ListTarget.FindAsync(session, command, path);
        var switches = ListSwitches.Of(session, given, settings);
        switches.RememberLong(session);
        var listing = new Listing(session, command, current, switches, settings);
        return await SendAsync(session, command, Lines(session, listing, target, switches), Failure(target, settings));
    }

    static IAsyncEnumerable<string> Lines(Session session, Listing listing, ListTarget target, ListSwitches switches)
    {
        // That what is called like a pattern is hidden does not matter to the pattern, unless HideNoAccess hides it.
        if (target.Matches is { } matches && (target.Decision.Reason == Refusal.None || (target.Decision.Reason == Refusal.Hidden && !IsOutOfReach(session, target))))
            return listing.MatchesAsync(matches, target.Shown);
        if (!target.Decision.Allowed || target.Error != Errno.None || target.IsLinkWithSlash)
            return AsyncEnumerable.Empty<string>();
        if (target.IsDirectory && !switches.DirectoryItself)
            return target.IsBelowUnknownHome ? AsyncEnumerable.Empty<string>() : listing.DirectoryAsync(target.Decision.RealPath, target.Shown);
        // A name with a dot in front needs its letter even when it was asked for.
        return switches.Shows(VirtualPath.Name(target.Shown.TrimEnd('/')))
            ? listing.OneAsync(target.Shown.Length == 0 ? "." : target.Shown, ListTarget.HasSlashes(target.Shown) ? target.Decision.RealPath : target.Decision.Path)
            : AsyncEnumerable.Empty<string>();
    }

    static bool IsOutOfReach(Session session, ListTarget target) =>
        target.Status.Ok && target.Decision.Scope.Get(HideRules.HideNoAccess) && !HideRules.HasAccess(target.Status.Value, session.Files.Identity);

    /// <summary>What exists and is refused by rules is an empty listing; so is a pattern that matches nothing, patterns switched off or not.</summary>
    static string? Failure(ListTarget target, ListSettings settings)
    {
        if (settings.NoErrorIfAbsent || target.Decision.Reason == Refusal.PathFilter)
            return null;
        // A working directory that is gone is an empty one.
        if (target.Error == Errno.None || target.Shown.Length == 0 || Glob.IsPattern(target.Shown))
            return null;
        return $"{target.Shown}: {target.Error.Describe()}";
    }
}
