using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>PASS.</summary>
static class PassCommand
{
    public static readonly Feature Feature = new("PASS");

    static PassCommand() =>
        Feature.Command("PASS", CommandGroup.None, CommandClass.Auth, Login.NotRequired, PassAsync, "<sp> password");

    static async ValueTask<Outcome> PassAsync(Session session, Command command)
    {
        var attempt = LoginAttempt.Of(session);
        if (session.IsLoggedIn)
        {
            // Upstream forgets who it was: from now on even the same name is another user.
            attempt.LoggedInName = null;
            return session.Fail(503, "You are already logged in");
        }
        if (attempt.GivenName is not { } name)
            return session.Fail(503, "Login with USER first");
        using var password = new Password(command.Argument);
        var outcome = await LoginSequence.WithPasswordAsync(session, UserAliases.Find(session, name), password, command.Argument);
        attempt.GivenName = null;
        return outcome;
    }
}
