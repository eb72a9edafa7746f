using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>What a client is told about its login: AccessGrantMsg, AccessDenyMsg, DisplayLogin.</summary>
static class LoginMessages
{
    public static readonly Feature Feature = new("login messages");

    public static readonly Directive<string?> AccessGrantMsg = Feature.Directive(
        new Directive<string?>("AccessGrantMsg", Contexts.AndAnonymous, line => Parsed.Of<string?>(line[0]), null, MergeRule.Down));

    public static readonly Directive<string?> AccessDenyMsg = Feature.Directive(
        new Directive<string?>("AccessDenyMsg", Contexts.AndAnonymous, line => Parsed.Of<string?>(line[0]), null, MergeRule.Down));

    public static readonly Directive<string?> DisplayLogin = Feature.Directive(
        new Directive<string?>("DisplayLogin", Contexts.AndAnonymous, line => Parsed.Of<string?>(line[0]), null, MergeRule.Down));

    /// <summary>The last line of the 230.</summary>
    /// <param name="session">Already logged in.</param>
    /// <param name="givenName">As USER had it.</param>
    public static string Granted(Session session, string givenName) => session.TopScope.Get(AccessGrantMsg) is { } message
        ? message.Replace("%u", givenName, StringComparison.Ordinal)
        : session.Anonymous is null ? $"User {givenName} logged in" : "Anonymous access granted, restrictions apply";

    /// <summary>What every refusal says, whatever its reason.</summary>
    /// <param name="scope">The Anonymous section or the server.</param>
    /// <param name="givenName">As USER had it.</param>
    public static string Denied(ConfigScope scope, string givenName) =>
        scope.Get(AccessDenyMsg)?.Replace("%u", givenName, StringComparison.Ordinal) ?? "Login incorrect.";
}
