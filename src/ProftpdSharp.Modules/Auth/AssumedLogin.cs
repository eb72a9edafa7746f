using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>What is assumed about a user instead of being looked up.</summary>
/// <param name="Group">The primary group's name; null for the account's own.</param>
/// <param name="Identity">Whose rights files are looked at with; null for the account's own, which only root can take.</param>
public sealed record LoginAssumption(string? Group, FileIdentity? Identity);

/// <summary>Logins without a password, for those who explain what would happen after one.</summary>
public static class AssumedLogin
{
    /// <summary>Makes the session the user's as a login would: aliases, Anonymous section, limits, jail, working directory. The log says why not.</summary>
    /// <returns>False when the configuration or the system would refuse this user.</returns>
    public static Task<bool> EnterAsync(Session session, string name, LoginAssumption assumption)
    {
        LoginAttempt.Of(session).GivenName = name;
        return LoginSequence.AssumeAsync(session, UserAliases.Find(session, name), assumption);
    }
}
