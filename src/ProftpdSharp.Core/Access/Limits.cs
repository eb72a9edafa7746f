using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary><c>&lt;Limit&gt;</c>: who may give which command.</summary>
public static class Limits
{
    /// <summary>Decides a command that has no path (NOOP, FEAT, PWD, HELP, PASV …): the rules of the working directory hold.</summary>
    public static ValueTask<AccessDecision> CheckAsync(Session session, Command command) => throw new NotImplementedException();

    /// <summary>Whether <c>&lt;Limit LOGIN&gt;</c> lets this client connect at all: one that allows is enough, in the server or any Anonymous section.</summary>
    public static bool AllowConnection(Session session) => throw new NotImplementedException();

    /// <summary>Whether <c>&lt;Limit LOGIN&gt;</c> lets in the user whose password was right: none may deny. <see cref="Session.Login"/> is set.</summary>
    public static bool AllowLogin(Session session) => throw new NotImplementedException();
}
