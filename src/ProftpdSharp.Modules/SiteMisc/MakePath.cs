using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Site;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>SITE MKDIR: a directory and all that are missing above it.</summary>
static class MakePath
{
    public static readonly Feature Feature = SubCommand.Feature("MKDIR", MakeAsync, "path");

    static async ValueTask<Outcome> MakeAsync(Session session, Command command)
    {
        if (command.Words.Count == 0)
            return Outcome.Declined;
        var decision = await PathAccess.ResolveAsync(session, command, SiteCommands.PathOf(command.Words), PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var error = await session.Files.MakePathAsync(decision.Path, CreationMask.ForDirectories(decision.Scope));
        return SubCommand.Answer(session, command, error == Errno.EEXIST && (await session.Files.StatusAsync(decision.Path)).Ok ? Errno.None : error);
    }
}
