using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Site;

/// <summary>SITE CHMOD.</summary>
static class ChangeMode
{
    public static readonly Feature Feature = new("SITE CHMOD");

    static ChangeMode() => Feature.Site("CHMOD", CommandGroup.Write, ChangeAsync, "<sp> mode <sp> pathname");

    static async ValueTask<Outcome> ChangeAsync(Session session, Command command)
    {
        if (!SiteCommands.TryCut(command, out var mode, out var path))
            return Outcome.Declined;
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Existing);
        if (decision.Reason is Refusal.NotFound or Refusal.PathFilter)
            return AccessReplies.AppendRefusal(session, command, decision, path);
        var status = await session.Files.StatusAsync(decision.Path);
        if (!status.Ok)
            return session.Fail(550, $"{path}: {status.Error.Describe()}");
        if (ModeText.Parse(mode, status.Value.Permissions, session.TopScope.Get(CreationMask.Umask)) is not { } bits)
            return session.Fail(550, $"'{mode}': invalid mode");
        // Upstream reads the mode before it asks the other rules.
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision, path);
        var error = await session.Files.ChangeModeAsync(decision.Path, bits);
        if (error == Errno.None)
            return session.Succeed(200, "SITE CHMOD command successful");
        FilePermissions.NoteRefusal(session, "CHMOD", $"chmod'ing '{decision.Path}' to {Convert.ToString(bits, 8).PadLeft(4, '0')}", error);
        return session.Fail(550, $"{command.LineArgument}: {error.Describe()}");
    }
}
