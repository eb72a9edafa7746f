using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>From a command's argument to a decision: path in the jail, <c>&lt;Directory&gt;</c> and .ftpaccess, <c>&lt;Limit&gt;</c>, filters.</summary>
public static class PathAccess
{
    public static readonly Feature Feature = new("paths");

    static PathAccess()
    {
        Feature.On(Phase.Post, "USER", AfterLoginAsync);
        Feature.On(Phase.Post, "PASS", AfterLoginAsync);
    }

    /// <summary>Decides a command on the path that its argument names; logs a denial at debug level 1 with the line that decided.</summary>
    /// <param name="session">Whose command it is; relative paths start in its working directory.</param>
    /// <param name="command">Names the rules: <see cref="Command.Verb"/>, its group, <c>ALL</c>.</param>
    /// <param name="argument">The path as the client gave it, <c>~</c> allowed; empty for the working directory.</param>
    /// <param name="use">How links are followed and whether the target must exist.</param>
    /// <param name="isFiltered">Whether path filters are asked too; not for what a command only points at.</param>
    public static async ValueTask<AccessDecision> ResolveAsync(Session session, Command command, string argument, PathUse use, bool isFiltered = true)
    {
        if (isFiltered && PathFilters.RefusingFirst(CurrentDirectory.ScopeOf(session), command.Verb, argument) is { } filter)
            return Logged(session, command, Unresolved(session, argument).RefusedBy(filter, Refusal.PathFilter));
        var (start, rest, home) = await ExpandAsync(session, argument, use);
        var path = VirtualPath.Clean($"{start}/{rest}");
        if (home == Home.Outside && use != PathUse.Existing && session.Login is { } login)
            return await DecideOutsideAsync(session, command, argument, login.Home);
        var real = home != Home.None && use == PathUse.Existing ? Errno.ENOENT
            : use == PathUse.Existing ? await StepAsync(session.Files, start, rest) : await FollowAsync(session.Files, path, use);
        if (!real.Ok)
            return Trial.Note(session, Unresolved(session, path) with { Reason = Refusal.NotFound, Error = real.Error == Errno.ENOTDIR ? Errno.ENOENT : real.Error });
        var decision = await DecideAsync(session, command, use == PathUse.Existing ? real.Value : path, real.Value);
        // Upstream's LIST and STAT look whether there is anything before they ask.
        if (decision.Exists || command.Verb is not ("LIST" or "STAT"))
            CurrentDirectory.Note(session, decision.Scope);
        if (decision.Allowed && PathFilters.RefusingLast(decision.Scope, command.Verb, argument, real.Value) is { } last)
            decision = decision.RefusedBy(last, Refusal.PathFilter);
        return Logged(session, command, decision);
    }

    /// <summary>The configuration that governs a path, for those who ask no rule: mod_ls' options, Display files.</summary>
    /// <param name="session">Whose configuration.</param>
    /// <param name="realPath">Absolute inside the jail, links followed.</param>
    public static async ValueTask<ConfigScope> ScopeAsync(Session session, string realPath) => (await FtpAccess.ViewAsync(session, realPath)).ScopeOf(realPath);

    /// <summary>The scope of something in a directory that was just looked at: nothing on disk is asked.</summary>
    public static ConfigScope KnownScope(Session session, string realPath) => FtpAccess.KnownView(session).ScopeOf(realPath);

    /// <summary>A listing goes into a directory, whose settings are then those of <see cref="CurrentScope"/>.</summary>
    /// <param name="session">Whose listing.</param>
    /// <param name="realPath">Absolute inside the jail, links followed.</param>
    public static async ValueTask EnterAsync(Session session, string realPath) => CurrentDirectory.Note(session, await ScopeAsync(session, realPath));

    /// <summary>The set in which upstream looks up a command's settings before a path was checked: the Directory of the last decision, else the top.</summary>
    public static ConfigScope CurrentScope(Session session) => CurrentDirectory.ScopeOf(session);

    /// <summary>
    /// The home of a jail, called by its name: there is nothing at its host path inside the jail, but rules are asked about that path all the same.
    /// </summary>
    static async ValueTask<AccessDecision> DecideOutsideAsync(Session session, Command command, string argument, string home)
    {
        var decision = await DecideAsync(session, command, home, home);
        CurrentDirectory.Note(session, decision.Scope);
        if (decision.Allowed && PathFilters.RefusingLast(decision.Scope, command.Verb, argument, decision.RealPath) is { } last)
            decision = decision.RefusedBy(last, Refusal.PathFilter);
        return Logged(session, command, decision.Allowed ? decision with { Reason = Refusal.NotFound, Error = Errno.ENOENT } : decision);
    }

    /// <summary>After the login the sections of the user's own directories are known, and the directory it begins in is looked at.</summary>
    static async ValueTask<Outcome> AfterLoginAsync(Session session, Command command)
    {
        if (session.Login is { } login)
        {
            await DerivedServers.SettleDirectoriesAsync(session, login);
            CurrentDirectory.Note(session, await ScopeAsync(session, session.WorkingDirectory));
        }
        return Outcome.Declined;
    }

    static async ValueTask<AccessDecision> DecideAsync(Session session, Command command, string path, string realPath)
    {
        var status = await session.Files.LinkStatusAsync(realPath);
        var exists = status.Ok || Trial.Imagines(session, path);
        var view = await FtpAccess.ViewAsync(session, realPath);
        var scope = view.ScopeOf(realPath);
        if (scope.Kind == SectionKind.Directory && session.Log.Traces("directory", 2))
            session.Log.Trace("directory", 2, $"matched <Directory {scope.Name}> for '{session.Files.Jail.ToHost(realPath)}'");
        var decision = new AccessDecision
        {
            Path = path,
            RealPath = realPath,
            FullPath = session.Files.Jail.ToHost(realPath),
            Scope = scope,
            Exists = exists,
        };
        var who = LimitSubject.Of(session);
        if (exists && BareDenyAll(scope) is { } denyAll)
            return Trial.Complete(session, decision.RefusedBy(denyAll, Refusal.DenyAll), scope, who, Limits.QuestionOf(command));
        // Of a link it is the owner of what it leads to that matters; one that leads nowhere has none.
        var shown = status is { Ok: true, Value.IsSymbolicLink: true } ? await session.Files.StatusAsync(realPath) : status;
        var hidden = shown.Ok ? await view.HidesAsync(realPath, shown.Value, who) : view.HidesName(realPath, who);
        var question = Limits.QuestionOf(command, hidden);
        decision = decision with { IsHidden = hidden };
        return Trial.Complete(session, decision.With(LimitRules.Evaluate(scope, who, question)), scope, who, question);
    }

    /// <summary>DenyAll outside of Limits, unless AllowAll stands beside it.</summary>
    public static ConfigRecord? BareDenyAll(ConfigScope scope) =>
        scope.Kind is SectionKind.Directory or SectionKind.Anonymous && !scope.Has(LimitDirectives.AllowAll) ? scope.Find(LimitDirectives.DenyAll) : null;

    static AccessDecision Logged(Session session, Command command, AccessDecision decision)
    {
        Denials.Log(session, command, decision);
        return Trial.Note(session, decision);
    }

    /// <summary>A decision that was made before the path was followed.</summary>
    static AccessDecision Unresolved(Session session, string argument)
    {
        var path = VirtualPath.Combine(session.WorkingDirectory, argument);
        return new AccessDecision { Path = path, RealPath = path, FullPath = session.Files.Jail.ToHost(path), Scope = CurrentDirectory.ScopeOf(session) };
    }

    static async ValueTask<Result<string>> FollowAsync(SessionFiles files, string path, PathUse use)
    {
        switch (use)
        {
            case PathUse.Lexical:
                return path;
            case PathUse.Entry:
                var parent = await files.BestPathAsync(VirtualPath.Parent(path));
                return VirtualPath.Combine(parent, VirtualPath.Name(path));
            default:
                return await files.BestPathAsync(path);
        }
    }

    /// <summary>
    /// The real path of what must be there, name by name: what stands before <c>.</c>, <c>..</c> or an empty name has to be a directory that exists, links
    /// followed, but need not be searchable.
    /// </summary>
    static async ValueTask<Result<string>> StepAsync(SessionFiles files, string start, string path)
    {
        var (at, isDirectory) = (start, true);
        foreach (var name in (path.EndsWith('/') ? path[..^1] : path).Split('/'))
        {
            if (name is not ("" or "." or ".."))
            {
                (at, isDirectory) = ($"{at.TrimEnd('/')}/{name}", false);
                continue;
            }

            if (!isDirectory)
            {
                var real = await files.RealPathAsync(at);
                if (!real.Ok)
                    return real;
                if (await files.StatusAsync(real.Value) is not { Ok: true, Value.IsDirectory: true })
                    return Errno.ENOENT;
                (at, isDirectory) = (real.Value, true);
            }

            if (name == "..")
                at = VirtualPath.Parent(at);
        }

        return await files.RealPathAsync(at);
    }

    /// <summary>
    /// Where the argument begins, and its path from there. <c>~/</c> is the user's home, or the root of a jail, wherever in it the home is; <c>~</c> alone and
    /// <c>~user/</c> are homes only without a jail. What else begins with it is a name like any other.
    /// </summary>
    static async ValueTask<(string Start, string Path, Home Home)> ExpandAsync(Session session, string argument, PathUse use)
    {
        if (use != PathUse.Lexical && argument.StartsWith('~') && session.Login is { } login)
        {
            var slash = argument.IndexOf('/', StringComparison.Ordinal);
            var user = slash < 0 ? argument[1..] : argument[1..slash];
            var rest = slash < 0 ? "" : argument[slash..];
            var home = user.Length == 0 ? HomeInside(session, login.Home, rest) : await HomeOfAsync(session, user, rest);
            if (home is not null)
                return (home, rest, Home.None);
            return (session.WorkingDirectory, argument, argument.Length == 1 ? Home.Outside : slash >= 0 ? Home.Unknown : Home.None);
        }

        return (argument.StartsWith('/') ? "/" : session.WorkingDirectory, argument, Home.None);
    }

    static string? HomeInside(Session session, string home, string rest)
    {
        if (!session.Files.Jail.IsConfined)
            return home;
        return rest.Length == 0 ? null : "/";
    }

    static async ValueTask<string?> HomeOfAsync(Session session, string user, string rest) =>
        session.Files.Jail.IsConfined || rest.Length == 0 ? null : (await NameLookup.FindUserAsync(session, user))?.Home;

    /// <summary>What a tilde in front of a path that was not expanded means.</summary>
    enum Home
    {
        /// <summary>Nothing, or it was expanded.</summary>
        None,

        /// <summary>The home of somebody unknown, to those who want what is there already; to others a name.</summary>
        Unknown,

        /// <summary>The user's own, which is not in the jail under its name.</summary>
        Outside,
    }
}
