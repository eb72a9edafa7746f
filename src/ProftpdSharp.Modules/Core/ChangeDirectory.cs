using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Listing;
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

    static readonly SessionKey<Went> Shown = new(() => new Went());

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
        var decision = await PathAccess.ResolveAsync(session, command, From(session, command.Argument), Use(session));
        var error = await EnterAsync(session, decision);
        if (error != Errno.None && await EnterByCDPathAsync(session, command))
            error = Errno.None;
        return await AnswerAsync(session, command, decision, command.Argument, error);
    }

    static async ValueTask<Outcome> GoUpAsync(Session session, Command command)
    {
        if (command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, From(session, ".."), Use(session));
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
            var decision = await PathAccess.ResolveAsync(session, command, $"{place.Value}/{command.Argument}", Use(session));
            if (await EnterAsync(session, decision) == Errno.None)
                return true;
        }
        return false;
    }

    /// <summary>The working directory as PWD tells it.</summary>
    public static string DirectoryOf(Session session) => session.State(Shown).Path ?? session.WorkingDirectory;

    static string From(Session session, string path) =>
        session.State(Shown).Path is { } shown && !path.StartsWith('/') && !path.StartsWith('~') ? $"{shown}/{path}" : path;

    /// <summary>With ShowSymlinks off PWD tells where the client went, links and all, from where CWD goes on; and every failure is that there is nothing.</summary>
    static PathUse Use(Session session) => session.TopScope.Get(Disguise.ShowSymlinks) ? PathUse.Existing : PathUse.Target;

    static async ValueTask<Errno> EnterAsync(Session session, AccessDecision decision)
    {
        if (!decision.Allowed)
            return decision.Error;
        // The dot asks the kernel what chdir(2) would: whether it is a directory, and may be searched.
        var status = await session.Files.StatusAsync(decision.RealPath + "/.");
        if (!status.Ok)
            return Use(session) == PathUse.Existing ? status.Error : Errno.ENOENT;
        session.WorkingDirectory = decision.RealPath;
        session.State(Shown).Path = decision.Path == decision.RealPath ? null : decision.Path;
        return Errno.None;
    }

    sealed class Went
    {
        /// <summary>The way that the client went; null where it is the real path.</summary>
        public string? Path { get; set; }
    }
}
