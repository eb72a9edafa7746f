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
        var error = await EnterAsync(session, command, command.Argument);
        foreach (var place in session.TopScope.All(CDPath))
        {
            if (error == Errno.None)
                break;
            if (await EnterAsync(session, command, $"{place.Value}/{command.Argument}") == Errno.None)
                error = Errno.None;
        }
        return Answer(session, command, command.Argument, error);
    }

    static async ValueTask<Outcome> GoUpAsync(Session session, Command command)
    {
        if (command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        return Answer(session, command, "..", await EnterAsync(session, command, ".."));
    }

    static Outcome Answer(Session session, Command command, string argument, Errno error) => error == Errno.None
        ? session.Succeed(250, $"{command.Verb} command successful")
        : session.Fail(550, $"{argument}: {error.Describe()}");

    /// <summary>Makes a directory the working directory. Whatever keeps the path from being found, a rule included, is ENOENT, as upstream has it.</summary>
    static async ValueTask<Errno> EnterAsync(Session session, Command command, string argument)
    {
        var decision = await PathAccess.ResolveAsync(session, command, argument, PathUse.Existing);
        if (!decision.Allowed)
            return Errno.ENOENT;
        // The dot asks the kernel what chdir(2) would: whether it is a directory, and may be searched.
        var status = await session.Files.StatusAsync(decision.RealPath + "/.");
        if (!status.Ok)
            return status.Error;
        session.WorkingDirectory = decision.RealPath;
        return Errno.None;
    }
}
