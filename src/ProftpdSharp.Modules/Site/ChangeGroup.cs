using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Site;

/// <summary>SITE CHGRP, by name or number.</summary>
static class ChangeGroup
{
    public static readonly Feature Feature = new("SITE CHGRP");

    static ChangeGroup() => Feature.Site("CHGRP", CommandGroup.Write, ChangeAsync, "<sp> group <sp> pathname");

    static async ValueTask<Outcome> ChangeAsync(Session session, Command command)
    {
        if (!SiteCommands.TryCut(command, out var group, out var path))
            return Outcome.Declined;
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Existing);
        if (decision.Reason is Refusal.NotFound or Refusal.PathFilter)
            return AccessReplies.AppendRefusal(session, command, decision, path);
        if (await Ownership.FindGroupAsync(session, group) is not { } gid)
            return session.Fail(550, $"{path}: {Errno.EINVAL.Describe()}");
        // Upstream looks for the group before it asks the other rules.
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision, path);
        var error = await session.Files.ChangeOwnerAsync(decision.Path, SessionFiles.UnchangedOwner, gid);
        if (error == Errno.None)
            return session.Succeed(200, "SITE CHGRP command successful");
        FilePermissions.NoteRefusal(session, "CHGRP", $"chown'ing '{decision.Path}' to GID {gid}", error);
        return session.Fail(550, $"{path}: {error.Describe()}");
    }
}
