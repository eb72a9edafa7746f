using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Display;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>
/// The 230. It is made after the other modules saw the login, because mod_ifsession may change its words and mod_tls may refuse the session.
/// </summary>
static class LoginGreeting
{
    public static readonly Feature Feature = new("login greeting");

    static LoginGreeting()
    {
        Feature.On(Phase.Post, "PASS", GreetAsync);
        Feature.On(Phase.Post, "USER", AfterProof);
    }

    static async ValueTask<Outcome> GreetAsync(Session session, Command command)
    {
        if (session.Login is not { } login)
            return Outcome.Handled;
        if (AllowedProtocols.Refuse(session, session.Log.Notice) is { } refused)
            return refused;
        LogSuccess(session);
        if (session.TopScope.Get(LoginMessages.DisplayLogin) is { } path)
            await DisplayFile.AppendAsync(session, path, 230);
        return session.Succeed(230, LoginMessages.Granted(session, login.GivenName));
    }

    /// <summary>USER logged in by itself (232).</summary>
    static ValueTask<Outcome> AfterProof(Session session, Command command)
    {
        var attempt = LoginAttempt.Of(session);
        if (attempt.IsProved)
            LogSuccess(session);
        attempt.IsProved = false;
        return new(Outcome.Handled);
    }

    /// <summary>The line that tells of a login, once no module refuses it any more.</summary>
    static void LogSuccess(Session session) =>
        session.Log.Auth(LogLevel.Information, $"{(session.Anonymous is null ? "USER" : "ANON")} {session.Login?.UserName}: Login successful.");
}
