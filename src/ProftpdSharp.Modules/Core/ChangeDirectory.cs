using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>CWD and CDUP (RFC 959), XCWD and XCUP (RFC 775), and CDPath.</summary>
static class ChangeDirectory
{
    public static readonly Feature Feature = new("CWD CDUP");

    /// <summary>A directory, absolute inside the jail, in which CWD looks for names that the working directory has not.</summary>
    public static readonly Directive<string> CDPath = Feature.Directive(
        new Directive<string>("CDPath", Contexts.AndAnonymous, Values.Text, "", MergeRule.Down));

    static ChangeDirectory()
    {
        Feature.Command("CWD", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, ChangeAsync, "<sp> pathname");
        Feature.Command("XCWD", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, ChangeAsync, "<sp> pathname");
        Feature.Command("CDUP", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, GoUpAsync, "(up one directory)");
        Feature.Command("XCUP", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, GoUpAsync, "(up one directory)");
    }

    static async ValueTask<Outcome> ChangeAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Existing);
        var error = await EnterAsync(session, decision);
        if (error != Errno.None && await EnterByCDPathAsync(session, command))
            error = Errno.None;
        return await AnswerAsync(session, command, decision, command.Argument, error);
    }

    static async ValueTask<Outcome> GoUpAsync(Session session, Command command)
    {
        if (command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, "..", PathUse.Existing);
        return await AnswerAsync(session, command, decision, "..", await EnterAsync(session, decision));
    }

    static async ValueTask<Outcome> AnswerAsync(Session session, Command command, AccessDecision decision, string argument, Errno error)
    {
        if (error == Errno.None)
        {
            await DirectoryMessage.AppendAsync(session);
            return session.Succeed(250, $"{command.Verb} command successful");
        }
        return decision.Allowed
            ? session.Fail(550, $"{argument}: {error.Describe()}")
            : AccessReplies.AppendRefusal(session, command, decision, argument);
    }

    static async ValueTask<bool> EnterByCDPathAsync(Session session, Command command)
    {
        foreach (var place in session.TopScope.All(CDPath))
        {
            var decision = await PathAccess.ResolveAsync(session, command, $"{place.Value}/{command.Argument}", PathUse.Existing);
            if (await EnterAsync(session, decision) == Errno.None)
                return true;
        }
        return false;
    }

    static async ValueTask<Errno> EnterAsync(Session session, AccessDecision decision)
    {
        if (!decision.Allowed)
            return decision.Error;
        // The dot asks the kernel what chdir(2) would: whether it is a directory, and may be searched.
        var status = await session.Files.StatusAsync(decision.RealPath + "/.");
        if (!status.Ok)
            return status.Error;
        session.WorkingDirectory = decision.RealPath;
        return Errno.None;
    }
}
