using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>DELE (RFC 959): a symbolic link goes itself, never its target.</summary>
static class Delete
{
    public static readonly Feature Feature = new("DELE");

    static Delete() => Feature.Command("DELE", CommandGroup.Write, CommandClass.Write, Login.Required, DeleteAsync, "<sp> pathname");

    static async ValueTask<Outcome> DeleteAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Entry);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        // Before the kernel looks at the rights in the directory that holds it.
        var status = await session.Files.LinkStatusAsync(decision.Path);
        var error = status is { Ok: true, Value.IsDirectory: true } ? Errno.EISDIR : await session.Files.UnlinkAsync(decision.Path);
        if (error == Errno.None)
            return session.Succeed(250, "DELE command successful");
        if (status.Ok)
            FilePermissions.NoteRefusal(session, command.Verb, $"deleting '{decision.Path}'", error);
        return session.Fail(550, $"{command.Argument}: {error.Describe()}");
    }
}
