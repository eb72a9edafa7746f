using System.Collections.Frozen;

namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Directives that upstream had once and knows no more; old files still hold them. With <c>--strict</c> they are unknown, as they are there.</summary>
static class FormerDirectives
{
    static readonly FrozenDictionary<string, Directive> Known = Declare().ToFrozenDictionary(directive => directive.Name, StringComparer.OrdinalIgnoreCase);

    public static Directive? Find(string name) => Known.GetValueOrDefault(name);

    static IEnumerable<Directive> Declare() =>
    [
        Renamed("DisplayFirstChdir", "DisplayChdir"),
        Renamed("LsDefaultOptions", "ListOptions"),
        Renamed("tcpReceiveWindow", "SocketOptions", "rcvbuf"),
        Renamed("tcpSendWindow", "SocketOptions", "sndbuf"),
        Renamed("PAMConfig", "AuthPAMConfig"),
        Removed("AllowChmod", "<Limit SITE_CHMOD>"),
        Removed("AnonymousGroup", "Group in the <Anonymous> section"),
        Removed("AuthPAMAuthoritative", "AuthOrder with 'mod_auth_pam.c*'"),
        Removed("Bind", "further addresses on the <VirtualHost> or DefaultAddress line"),
        Removed("Classes", "<Class> sections"),
        Removed("DisplayGoAway", "DisplayConnect"),
        Removed("DisplayReadme", "DisplayChdir"),
        Gone("LoginPasswordPrompt", "every user name is asked for its password"),
        Removed("RateReadBPS", "TransferRate RETR"),
        Removed("RateReadFreeBytes", "TransferRate RETR"),
        Removed("RateReadHardBPS", "TransferRate RETR"),
        Removed("RateWriteBPS", "TransferRate APPE,STOR,STOU"),
        Removed("RateWriteFreeBytes", "TransferRate APPE,STOR,STOU"),
        Removed("RateWriteHardBPS", "TransferRate APPE,STOR,STOU"),
        Removed("ScoreboardPath", "ScoreboardFile"),
        Removed("ShowDotFiles", "ListOptions -a"),
        Gone("TransferPriority", "it never had an effect"),
    ];

    /// <summary>One whose line means what another directive's line means today.</summary>
    /// <param name="name">The former name.</param>
    /// <param name="replacement">The directive that took its place.</param>
    /// <param name="before">The words that stand before those of the line.</param>
    static LanguageDirective Renamed(string name, string replacement, params string[] before) => Former(name, (line, parser) =>
    {
        if (parser.Registry.Find(replacement) is not { } directive)
            return Ignore(line, parser, $", use {replacement},");
        var form = string.Join(' ', before.Prepend(replacement));
        parser.Warn($"warning: {name} was removed from ProFTPD and is read as '{form}', write that instead, on {line.Source}");
        return parser.Run(directive, line.As(directive, [.. before, .. line.Arguments]));
    });

    /// <summary>One without an effect, in whose place another does what it did.</summary>
    static LanguageDirective Removed(string name, string replacement) => Former(name, (line, parser) => Ignore(line, parser, $", use {replacement},"));

    /// <summary>One without an effect that needs nothing in its place.</summary>
    static LanguageDirective Gone(string name, string why) => Former(name, (line, parser) => Ignore(line, parser, $": {why},"));

    static LanguageDirective Former(string name, Func<DirectiveLine, Parser, ParseError?> run) => new(name, Contexts.Unchecked, run) { MinArguments = 0 };

    static ParseError? Ignore(DirectiveLine line, Parser parser, string instead)
    {
        parser.Warn($"warning: {line.Directive.Name} was removed from ProFTPD and is ignored{instead} on {line.Source}");
        return null;
    }
}
