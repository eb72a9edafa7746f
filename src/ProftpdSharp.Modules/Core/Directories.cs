using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>RMD and MKD (RFC 959), XRMD and XMKD (RFC 775).</summary>
static class Directories
{
    public static readonly Feature Feature = new("RMD MKD");

    static Directories()
    {
        Feature.Command("RMD", CommandGroup.Write, CommandClass.Dirs | CommandClass.Write, Login.Required, RemoveAsync, "<sp> pathname");
        Feature.Command("XRMD", CommandGroup.Write, CommandClass.Dirs | CommandClass.Write, Login.Required, RemoveAsync, "<sp> pathname");
        Feature.Command("MKD", CommandGroup.Write, CommandClass.Dirs | CommandClass.Write, Login.Required, MakeAsync, "<sp> pathname");
        Feature.Command("XMKD", CommandGroup.Write, CommandClass.Dirs | CommandClass.Write, Login.Required, MakeAsync, "<sp> pathname");
    }

    static async ValueTask<Outcome> RemoveAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var error = await session.Files.RemoveDirectoryAsync(decision.Path);
        if (error == Errno.None)
            return session.Succeed(250, $"{command.Verb} command successful");
        FilePermissions.NoteRefusal(session, command.Verb, $"removing directory '{decision.Path}'", error);
        return session.Fail(550, $"{command.Argument}: {error.Describe()}");
    }

    static async ValueTask<Outcome> MakeAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        if (command.Argument.Contains('*', StringComparison.Ordinal))
            return session.Fail(550, $"{command.Argument}: Invalid directory name");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var error = await session.Files.MakeDirectoryAsync(decision.Path, CreationMask.ForDirectories(decision.Scope));
        if (error != Errno.None)
        {
            FilePermissions.NoteRefusal(session, command.Verb, $"making directory '{decision.Path}'", error);
            return session.Fail(550, $"{command.Argument}: {error.Describe()}");
        }
        await Ownership.ApplyAsync(session, decision.Scope, decision.Path);
        return session.Succeed(257, $"{PrintDirectory.Quote(decision.Path)} - Directory successfully created");
    }
}
