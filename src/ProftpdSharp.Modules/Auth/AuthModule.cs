using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Auth;

/// <summary>mod_auth: USER, PASS and everything about logins.</summary>
public static class AuthModule
{
    public static readonly Module Module = new(
        "mod_auth",
        null,
        UserCommand.Feature,
        PassCommand.Feature,
        UserCommand.Unimplemented,
        UserAliases.Feature,
        PasswordRules.Feature,
        AccountRules.Feature,
        SessionHome.Feature,
        HomeCreation.Feature,
        LoginTimeouts.Feature,
        LoginFailures.Feature,
        LoginMessages.Feature,
        LoginAccounting.Feature,
        LoginGreeting.Feature,
        AnonymousRobots.Feature,
        ClientLimits.Feature);
}
