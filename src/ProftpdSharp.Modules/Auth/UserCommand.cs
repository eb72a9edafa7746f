using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>USER, and the commands of RFC 959 that go with it and are not implemented.</summary>
static class UserCommand
{
    /// <summary>Upstream's limit, in bytes.</summary>
    const int LongestName = 256;

    public static readonly Feature Feature = new("USER");

    public static readonly Feature Unimplemented = new("ACCT REIN");

    static UserCommand()
    {
        Feature.Command("USER", CommandGroup.None, CommandClass.Auth, Login.NotRequired, UserAsync, "<sp> username");
        Unimplemented.Unimplemented("ACCT", CommandClass.Auth, RefuseUnimplemented, "is not implemented");
        Unimplemented.Unimplemented("REIN", CommandClass.Auth, RefuseUnimplemented, "is not implemented");
    }

    static async ValueTask<Outcome> UserAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(500, "USER: command requires a parameter");
        var attempt = LoginAttempt.Of(session);
        if (session.IsLoggedIn)
            return Repeat(session, attempt, command.Argument);
        if (command.Argument.Length > LongestName)
        {
            session.Log.Auth(LogLevel.Notice, $"USER {command.Argument} (Login failed): maximum USER length exceeded");
            return session.Fail(501, "Login incorrect.");
        }
        attempt.GivenName = command.Argument;
        session.Notes[SessionNotes.GivenUser] = command.Argument;
        var target = UserAliases.Find(session, command.Argument);
        if (!target.IsRefused && await AuthTable.Of(session).ProveAsync(target.UserName) is { } proof)
            return await LoginSequence.ProvedAsync(session, target, proof);
        var isFree = target.Anonymous is { } anonymous && !anonymous.Get(PasswordRules.AnonRequirePassword);
        return session.Succeed(331, isFree
            ? "Anonymous login ok, send your complete email address as your password"
            : $"Password required for {command.Words[0]}");
    }

    /// <summary>The same name again changes nothing; another one would need REIN.</summary>
    static Outcome Repeat(Session session, LoginAttempt attempt, string name) => name == attempt.LoggedInName
        ? session.Succeed(230, $"User {name} logged in")
        : session.Fail(501, "Reauthentication not supported");

    static ValueTask<Outcome> RefuseUnimplemented(Session session, Command command) =>
        ValueTask.FromResult(session.Fail(502, $"{command.Verb} command not implemented"));
}
