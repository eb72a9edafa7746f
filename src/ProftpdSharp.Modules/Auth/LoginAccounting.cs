using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Auth;

/// <summary>What of a login goes into the system's own records, and what privileges stay: WtmpLog, UseLastlog, RootRevoke.</summary>
static class LoginAccounting
{
    public static readonly Feature Feature = new("login accounting");

    public static readonly Directive<bool> WtmpLog = Feature.Directive(
        new Directive<bool>("WtmpLog", Contexts.AndAnonymous, ParseWtmp, true, MergeRule.Down));

    public static readonly Directive<bool> UseLastlog = Feature.Directive(
        new Directive<bool>("UseLastlog", Contexts.ServerWide, Values.Boolean, false));

    /// <summary>Here no session has privileges that could be revoked: each file access is the user's own.</summary>
    public static readonly Directive<bool> RootRevoke = Feature.Directive(
        new Directive<bool>("RootRevoke", Contexts.AndAnonymous, ParseRevoke, true, MergeRule.Down));

    static Parsed<bool> ParseWtmp(DirectiveLine line) =>
        line[0].Equals("NONE", StringComparison.OrdinalIgnoreCase) ? false : Values.Boolean(line);

    static Parsed<bool> ParseRevoke(DirectiveLine line) =>
        line[0].ToUpperInvariant() is "USENONCOMPLIANTACTIVETRANSFER" or "USENONCOMPLIANTACTIVETRANSFERS" ? true : Values.Boolean(line);
}
