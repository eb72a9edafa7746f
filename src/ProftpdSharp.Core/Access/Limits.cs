using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary><c>&lt;Limit&gt;</c>: who may give which command.</summary>
public static class Limits
{
    const string LoginName = "LOGIN";

    /// <summary>Decides a command that has no path (NOOP, FEAT, PWD, HELP, PASV …): the rules of the working directory hold, even where it is gone.</summary>
    public static async ValueTask<AccessDecision> CheckAsync(Session session, Command command)
    {
        return session.IsLoggedIn
            ? await PathAccess.ResolveAsync(session, command, "", PathUse.Target)
            : CheckIn(session, command, session.Server.Root, "/");
    }

    /// <summary>As <see cref="CheckAsync"/>, but a DenyAll outside of Limits is not asked.</summary>
    public static async ValueTask<AccessDecision> CheckAloneAsync(Session session, Command command) => session.IsLoggedIn
        ? CheckIn(session, command, await PathAccess.ScopeAsync(session, session.WorkingDirectory), session.WorkingDirectory)
        : await CheckAsync(session, command);

    static AccessDecision CheckIn(Session session, Command command, ConfigScope scope, string path)
    {
        var answer = LimitRules.Evaluate(scope, LimitSubject.Of(session), QuestionOf(command));
        var decision = new AccessDecision { Path = path, RealPath = path, FullPath = session.Files.Jail.ToHost(path), Scope = scope }.With(answer);
        Denials.Log(session, command, decision);
        return Trial.Note(session, decision);
    }

    /// <summary>As <see cref="CheckAsync"/>; a refused command has its reply then.</summary>
    public static async ValueTask<bool> RefusesAsync(Session session, Command command)
    {
        var decision = await CheckAsync(session, command);
        if (!decision.Allowed)
            AccessReplies.AppendRefusal(session, command, decision);
        return !decision.Allowed;
    }

    /// <summary>
    /// Whether <c>&lt;Limit LOGIN&gt;</c> lets this client connect: a section of the server that denies is outweighed by any, there or in an Anonymous
    /// section, that allows.
    /// </summary>
    public static bool AllowConnection(Session session)
    {
        var who = LimitSubject.Of(session);
        var root = session.Server.Root;
        var own = LimitRules.AskAll(root, LoginName, who).ToList();
        Trial.NoteLogin(session, own);
        return !own.Exists(step => step.Verdict == Verdict.Deny)
            || own.Exists(step => step.Verdict == Verdict.Allow)
            || root.SectionsOf(SectionKind.Anonymous).SelectMany(section => LimitRules.AskAll(section, LoginName, who)).Any(step => step.Verdict == Verdict.Allow);
    }

    /// <summary>
    /// Whether <c>&lt;Limit LOGIN&gt;</c> lets a user in: no section may deny. For an anonymous login the server's sections are asked only when
    /// those of the Anonymous section did not allow.
    /// </summary>
    /// <param name="session">Whose client.</param>
    /// <param name="login">Who is about to log in.</param>
    /// <param name="anonymous">The Anonymous section that the login goes to; null for others.</param>
    public static bool AllowLogin(Session session, LoginState login, ConfigScope? anonymous)
    {
        var who = LimitSubject.Of(session, login);
        var own = anonymous is null ? [] : LimitRules.AskAll(anonymous, LoginName, who).ToList();
        Trial.NoteLogin(session, own);
        if (own.Exists(step => step.Verdict == Verdict.Deny))
            return Denials.LogLogin(session, own);
        if (own.Exists(step => step.Verdict == Verdict.Allow))
            return true;
        var servers = LimitRules.AskAll(session.Server.Root, LoginName, who).ToList();
        Trial.NoteLogin(session, servers);
        return !servers.Exists(step => step.Verdict == Verdict.Deny) || Denials.LogLogin(session, servers);
    }

    internal static LimitQuestion QuestionOf(Command command, bool isHidden = false) => new(command.Verb, command.Group, command.LineArgument, isHidden);
}
