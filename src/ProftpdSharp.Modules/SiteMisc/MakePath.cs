using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
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
        var error = await MakeAllAsync(session.Files, decision.Path, decision.Scope.Get(CreationMask.Umask).Directories);
        return SubCommand.Answer(session, command, error);
    }

    /// <summary>From the top; what is there already is fine, whatever it is but a link to nothing, as long as the next name fits below it.</summary>
    static async Task<Errno> MakeAllAsync(SessionFiles files, string path, uint umask)
    {
        for (var slash = path.IndexOf('/', 1); ; slash = path.IndexOf('/', slash + 1))
        {
            var isLast = slash < 0;
            var part = isLast ? path : path[..slash];
            var error = await files.MakeDirectoryAsync(part, umask);
            if (error == Errno.EEXIST && (await files.StatusAsync(part)).Error == Errno.ENOENT)
                return error;
            if (isLast)
                return error == Errno.EEXIST ? Errno.None : error;
            // A directory above may exist in a place where the user could not make it: the last name decides.
            if (error is Errno.ENOTDIR or Errno.ENAMETOOLONG or Errno.ENOSPC or Errno.EDQUOT)
                return error;
        }
    }
}
