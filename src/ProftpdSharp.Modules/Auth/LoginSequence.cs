using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>A login from the name to the session of a user: upstream's checks in upstream's order.</summary>
static class LoginSequence
{
    /// <summary>PASS.</summary>
    public static async Task<Outcome> WithPasswordAsync(Session session, LoginTarget target, Password password, string text)
    {
        var login = new LoginCandidate(session, target);
        if (password.Length == 0 && !login.Scope.Get(PasswordRules.AllowEmptyPasswords))
        {
            session.Log.Auth(LogLevel.Notice, $"Refusing empty password from user '{login.GivenName}'");
            return session.Fail(501, "Login incorrect.");
        }
        var isIn = await IdentifyAsync(login) && await CheckPasswordAsync(login, password, text) && await AdmitAsync(login);
        return isIn ? Outcome.Handled : LoginFailures.Count(login);
    }

    /// <summary>USER of a client that has proved who it is, by a certificate for example.</summary>
    /// <param name="proof">How, for the log.</param>
    public static async Task<Outcome> ProvedAsync(Session session, LoginTarget target, string proof)
    {
        var login = new LoginCandidate(session, target);
        // A PASS that follows finds no USER, whatever comes of this one.
        LoginAttempt.Of(session).GivenName = null;
        session.Log.Auth(LogLevel.Notice, $"USER {login.GivenName}: {proof} authentication successful");
        session.Log.Auth(LogLevel.Notice, $"USER {login.GivenName}: Authenticated without password");
        if (!await IdentifyAsync(login) || !await AdmitAsync(login))
            return LoginFailures.Count(login);
        LoginAttempt.Of(session).IsProved = true;
        return session.Succeed(232, $"User {login.GivenName} logged in");
    }

    /// <summary>A login that nobody asked for: all checks but the password, and nothing is made on the way.</summary>
    public static async Task<bool> AssumeAsync(Session session, LoginTarget target, LoginAssumption assumption)
    {
        var login = new LoginCandidate(session, target) { Assumption = assumption };
        return await IdentifyAsync(login) && await AdmitAsync(login);
    }

    /// <summary>Who the user is, and whether this user may try at all.</summary>
    static async Task<bool> IdentifyAsync(LoginCandidate login)
    {
        var (session, target) = (login.Session, login.Target);
        if (target.IsRefused)
            return login.Refuse($"USER {login.GivenName}: user is not a UserAlias from {login.Route}");
        if (await AuthTable.Of(session).FirstAsync(session, source => source.FindUserAsync(target.UserName)) is not { } user)
            return login.Refuse($"USER {target.UserName}: no such user found from {login.Route}");
        login.User = user;
        if (AccountRules.RefusesRoot(session, login.Scope, user))
            return false;
        login.State = await login.DescribeAsync();
        return login.PassesLimits() || login.Refuse($"{login.Kind} {login.GivenName} (Login failed): Limit access denies login");
    }

    static async Task<bool> CheckPasswordAsync(LoginCandidate login, Password password, string text)
    {
        var session = login.Session;
        if (login.Target.Anonymous is { } anonymous && !anonymous.Get(PasswordRules.AnonRequirePassword))
        {
            login.AnonymousPassword = text;
            return !PasswordRules.Rejects(anonymous, text)
                || login.Refuse($"ANON {login.GivenName}: AnonRejectPasswords denies login");
        }
        if (await login.PasswordOwnerAsync() is not { } owner)
        {
            if (PasswordRules.Configured(login.Scope, login.GivenName) is not null)
                session.Log.Notice($"no such user '{login.GivenName}'");
            return login.Refuse($"USER {login.Target.UserName} (Login failed): No such user found");
        }
        var verdict = await PasswordRules.CheckAsync(session, login.Scope, owner, password);
        return verdict == AuthVerdict.Accepted || login.Refuse($"USER {login.GivenName} (Login failed): {Reason(verdict)}");
    }

    /// <summary>A refusal in the words of the log.</summary>
    static string Reason(AuthVerdict verdict) => verdict switch
    {
        AuthVerdict.PasswordExpired => "Password expired",
        AuthVerdict.AccountDisabled => "Account disabled",
        AuthVerdict.NoSuchUser => "No such user found",
        AuthVerdict.TooManyAttempts => "Max authentication service attempts reached",
        AuthVerdict.ServiceUnavailable => "Unavailable authentication service",
        AuthVerdict.InitializationFailed or AuthVerdict.Unavailable => "Failed initializing authentication service",
        AuthVerdict.CredentialsInsufficient => "Insufficient credentials",
        AuthVerdict.CredentialsUnavailable => "Unavailable credentials",
        AuthVerdict.CredentialsFailed => "Failure setting user credentials",
        _ => "Incorrect password",
    };

    /// <summary>The password was right: what may still be in the way, and then the session is the user's.</summary>
    static async Task<bool> AdmitAsync(LoginCandidate login)
    {
        var session = login.Session;
        if (login.User.Uid == 0)
            session.Log.Auth(LogLevel.Notice, "ROOT FTP login successful");
        if (await AccountRules.RefusalAsync(session, login.Scope, login.User) is { } refusal)
            return login.Refuse($"USER {login.User.Name} (Login failed): {refusal}");
        session.Anonymous = login.Target.Anonymous;
        if (!await SessionHome.EnterAsync(login))
            return false;
        if (ClientLimits.TryEnter(session, login.State) is { } full)
        {
            login.Denial = full;
            return false;
        }
        LoginAttempt.Of(session).LoggedInName = login.GivenName;
        session.Deadlines.Stop(Deadline.Login);
        return true;
    }
}
