using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Auth;

/// <summary>A path that depends on groups.</summary>
sealed record GroupPath(string Path, GroupExpression Groups);

/// <summary>Where a session lives: the jail of DefaultRoot or Anonymous, the identity, and the first working directory.</summary>
static class SessionHome
{
    public static readonly Feature Feature = new("session home");

    public static readonly Directive<GroupPath?> DefaultRoot = Feature.Directive(
        new Directive<GroupPath?>("DefaultRoot", Contexts.ServerWide, ParseRoot, null)
        {
            WrongCount = "syntax: DefaultRoot <directory> [<group-expression>]",
            CheckOrder = CheckOrder.ContextFirst,
        });

    public static readonly Directive<GroupPath?> DefaultChdir = Feature.Directive(
        new Directive<GroupPath?>("DefaultChdir", Contexts.AndAnonymous, ParseChdir, null, MergeRule.Down)
        {
            WrongCount = "syntax: DefaultChdir <directory> [<group-expression>]",
            CheckOrder = CheckOrder.ContextFirst,
        });

    public static readonly Directive<bool> AllowChrootSymlinks = Feature.Directive(
        new Directive<bool>("AllowChrootSymlinks", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>For mod_rewrite's rules on home directories.</summary>
    public static readonly Directive<bool> RewriteHome = Feature.Directive(
        new Directive<bool>("RewriteHome", Contexts.ServerWide, Values.Boolean, false));

    /// <summary>Each alias has a jail of its own below the Anonymous root, named like the alias.</summary>
    public static readonly Directive<bool> UserDirRoot = Feature.Directive(
        new Directive<bool>("UserDirRoot", ConfigContext.Anonymous, Values.Boolean, false));

    /// <summary>Makes the session the user's: identity, jail, working directory. Logs why not, and ends a session that cannot go on.</summary>
    public static async Task<bool> EnterAsync(LoginCandidate login)
    {
        var session = login.Session;
        session.Files.Identity = login.State.Identity;
        if (login.Target.Anonymous is not null)
        {
            if (!await EnterAnonymousAsync(login))
            {
                session.Files.Identity = session.Host.DefaultIdentity;
                login.Explanation = "Unable to set anonymous privileges.";
                return false;
            }
        }
        else if (!await HasHomeAsync(login) || !await EnterDefaultRootAsync(login))
        {
            session.End(DisconnectReason.Denied, "login failed");
            return false;
        }
        if (await ChooseDirectoryAsync(login))
            return true;
        session.End(DisconnectReason.Denied, "login failed");
        return false;
    }

    static async Task<bool> EnterAnonymousAsync(LoginCandidate login)
    {
        var section = login.Target.Anonymous!;
        var root = await UserPath.ExpandAsync(login, section.Name);
        if (root is not null && section.Get(UserDirRoot) && login.GivenName != login.User.Name)
            root = VirtualPath.Combine(root, login.GivenName);
        if (root is not null && await ChrootAsync(login.Session, root, await login.Session.Files.RealPathAsync(VirtualPath.Clean(root))) == Errno.None)
            return true;
        login.Session.Log.Notice($"{login.User.Name}: Directory {section.Name} is not accessible");
        return false;
    }

    static async Task<bool> HasHomeAsync(LoginCandidate login)
    {
        if (login.User.Home.Length == 0)
        {
            login.Session.Log.Warning($"error: user {login.User.Name} home directory is NULL or \"\"");
            return false;
        }
        if (login.Assumption is null)
            await HomeMaker.RunAsync(login);
        return true;
    }

    static async Task<bool> EnterDefaultRootAsync(LoginCandidate login)
    {
        var session = login.Session;
        var wanted = login.User.Jail
            ?? session.Server.Root.All(DefaultRoot).FirstOrDefault(record => record.Value!.Groups.Matches(login.State))?.Value!.Path;
        if (wanted is null or "/")
            return true;
        var shown = WithSlash(wanted);
        var path = await UserPath.ExpandAsync(login, wanted) ?? wanted;
        if (!session.Server.Root.Get(AllowChrootSymlinks) && await HasLinkAsync(session, path))
        {
            session.Log.Error($"error: DefaultRoot {path.TrimEnd('/')} is a symlink (denied by AllowChrootSymlinks config)");
            session.Log.Error("error: unable to determine DefaultRoot directory");
            return false;
        }
        var real = await session.Files.RealPathAsync(VirtualPath.Clean(path));
        if (!real.Ok && real.Error != Errno.EACCES)
            session.Log.Notice($"notice: unable to use DefaultRoot '{shown}' [resolved to '{WithSlash(path)}']: {real.Error.Describe()}");
        var error = await ChrootAsync(session, path, real.Ok ? real : shown);
        if (error == Errno.None)
            return true;
        session.Log.Error($"chroot to '{(real.Ok ? real.Value : shown)}' failed for user '{login.User.Name}': {error.Describe()}");
        session.Log.Error("error: unable to set DefaultRoot directory");
        return false;
    }

    /// <param name="session">Whose jail.</param>
    /// <param name="path">Its root.</param>
    /// <param name="told">What the log calls it; where that is an error, as it was given.</param>
    static async Task<Errno> ChrootAsync(Session session, string path, Result<string> told)
    {
        session.Log.Debug(1, $"Preparing to chroot to directory '{(told.Ok ? told.Value : path)}'");
        var error = await session.Files.EnterAsync(VirtualPath.Clean(path));
        if (error == Errno.None)
            session.Log.Debug(1, "Environment successfully chroot()ed");
        return error;
    }

    static async Task<bool> HasLinkAsync(Session session, string path)
    {
        var clean = VirtualPath.Clean(path);
        var real = await session.Host.FileWorkers.Host.RealPathAsync(clean);
        return real.Ok && real.Value != clean;
    }

    /// <summary>DefaultChdir, else the home directory, else in a jail its root.</summary>
    static async Task<bool> ChooseDirectoryAsync(LoginCandidate login)
    {
        var session = login.Session;
        var preferred = login.User.Jail is not null
            ? null
            : session.TopScope.All(DefaultChdir).FirstOrDefault(record => record.Value!.Groups.Matches(login.State))?.Value!.Path;
        var isAnonymous = login.Target.Anonymous is not null;
        var home = isAnonymous ? "/" : await InsideAsync(login, login.User.Home);
        if (preferred is not null)
        {
            var expanded = await ExpandAsync(login, preferred);
            var path = expanded.StartsWith('/') ? await InsideAsync(login, expanded) ?? expanded : VirtualPath.Combine(home ?? "/", expanded);
            if (await TryChangeAsync(session, path) == Errno.None)
                return true;
            // As upstream: whom a jail keeps from the directory begins in its root, not at home.
            if (session.Files.Jail.IsConfined)
                home = "/";
        }

        var error = home is null ? Errno.ENOENT : await TryChangeAsync(session, home);
        if (error != Errno.None && session.Files.Jail.IsConfined)
            error = await TryChangeAsync(session, home = "/");
        if (error == Errno.None)
            return true;
        var tried = preferred is null ? home : WithSlash(await ExpandAsync(login, preferred));
        session.Log.Notice($"{login.User.Name} chdir(\"{tried}\") failed: {error.Describe()}");
        return false;
    }

    /// <summary>DefaultChdir's path: inside a jail a tilde is the root, and nobody else's home is known.</summary>
    static async Task<string> ExpandAsync(LoginCandidate login, string path) =>
        login.Session.Files.Jail.IsConfined && (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            ? $"/{path[1..].TrimStart('/')}"
            : await UserPath.ExpandAsync(login, path) ?? path;

    /// <summary>A host path as it is called inside the jail; null when it lies outside.</summary>
    static async Task<string?> InsideAsync(LoginCandidate login, string path)
    {
        var files = login.Session.Files;
        if (!files.Jail.IsConfined)
            return path;
        var real = await files.Workers.Host.RealPathAsync(VirtualPath.Clean(path));
        return files.Jail.FromHost(real.Ok ? real.Value : path);
    }

    /// <summary>chdir(2) as the user.</summary>
    static async Task<Errno> TryChangeAsync(Session session, string path)
    {
        // A relative home would depend on where the server was started.
        if (!path.StartsWith('/'))
            return Errno.ENOENT;
        var absolute = VirtualPath.Clean(path);
        // The directory itself must be searchable, so something in it is looked at.
        var status = await session.Files.StatusAsync(absolute == "/" ? "/." : absolute + "/.");
        // Upstream follows the path first: what lies below a file is not there.
        if (!status.Ok)
            return status.Error == Errno.ENOTDIR && !(await session.Files.LinkStatusAsync(absolute)).Ok ? Errno.ENOENT : status.Error;
        var real = await session.Files.RealPathAsync(absolute);
        if (real.Ok)
            session.WorkingDirectory = real.Value;
        return real.Error;
    }

    static string WithSlash(string path) => path.EndsWith('/') ? path : path + "/";

    static Parsed<GroupPath?> ParseRoot(DirectiveLine line) => line[0].StartsWith('/') || line[0].StartsWith('~')
        ? new GroupPath(line[0], new GroupExpression(line.Arguments.Skip(1)))
        : line.Error($"({line[0]}) absolute pathname required");

    static Parsed<GroupPath?> ParseChdir(DirectiveLine line) => line[0].Contains('*', StringComparison.Ordinal)
        ? line.Error($"({line[0]}) wildcards not allowed in pathname")
        : new GroupPath(line[0], new GroupExpression(line.Arguments.Skip(1)));
}
