using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>SITE SYMLINK: a symbolic link that holds the absolute path, inside the jail, of what must exist.</summary>
static class MakeLink
{
    public static readonly Feature Feature = SubCommand.Feature("SYMLINK", LinkAsync, "source <sp> destination");

    static async ValueTask<Outcome> LinkAsync(Session session, Command command)
    {
        var words = command.Words;
        if (words.Count < 2)
            return Outcome.Declined;
        var source = await PathAccess.ResolveAsync(session, command.In(CommandGroup.Read), words[0], PathUse.Entry, isFiltered: false);
        if (source.Reason == Refusal.NotFound)
            return SubCommand.Answer(session, command, Errno.ENOENT);
        if (!source.Allowed)
            return AccessReplies.AppendRefusal(session, command, source, words[0]);
        var link = await PathAccess.ResolveAsync(session, command, words[1], PathUse.Entry);
        if (link.Reason == Refusal.NotFound)
            return SubCommand.Answer(session, command, Errno.ENOENT);
        if (!link.Allowed)
            return AccessReplies.AppendRefusal(session, command, link, words[1]);
        var exists = await session.Files.StatusAsync(source.Path);
        var error = exists.Ok ? await session.Files.MakeLinkAsync(link.Path, source.Path) : exists.Error;
        return SubCommand.Answer(session, command, error);
    }
}
