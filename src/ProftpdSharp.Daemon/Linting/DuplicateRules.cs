using ProftpdSharp.Configuration;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Parameters of one value that stand twice: of most the first one wins, which surprises whoever wrote the second; of some the last.</summary>
static class DuplicateRules
{
    public static readonly LintRule Shadowed = new(
        "shadowed-duplicate", "A directive with one value stands twice in a section; the first line wins.", "Remove the line that has no effect.");

    public static readonly LintRule Replaced = new(
        "replaced-duplicate", "A directive with one value for the server or the whole process stands twice; the last line wins.", "Remove the line that has no effect.");

    public static readonly LintRule OverridesGlobal = new(
        "overrides-global",
        "A server sets what <Global> sets too; the server's own line wins, wherever the two stand.",
        "Remove the server's line where Global's value is meant; else leave the directive out of Global.");

    /// <summary>Directives whose lines add up, or are told apart by a further word (a user, a group, a command, a class, a limit).</summary>
    static readonly HashSet<string> Repeatable = new(
    [
        "Allow", "AllowClass", "AllowGroup", "AllowOverride", "AllowUser", "AnonRejectPasswords", "AuthFileOptions", "AuthPAMOptions", "AuthUnixOptions",
        "CDPath", "ControlsACLs", "ControlsSocketACL", "DefaultChdir", "DefaultRoot", "DelayControlsACLs", "DelayOnEvent", "Deny", "DenyClass", "DenyGroup",
        "DenyUser", "DirFakeGroup", "DirFakeUser", "ExtendedLog", "FactsOptions", "From", "FSOptions", "HideFiles", "HideGroup", "HideUser", "LangOptions",
        "ListOptions", "LogFormat", "LogOptions", "MaxClientsPerClass", "MaxCommandRate", "MaxRetrieveFileSize", "MaxStoreFileSize", "MaxTransfersPerHost",
        "MaxTransfersPerUser", "ModuleControlsACLs", "RLimitCPU", "RLimitMemory", "RLimitOpenFiles", "RegexOptions", "ScoreboardOptions", "ServerAlias",
        "SetEnv", "TLSCipherSuite", "TLSControlsACLs", "TLSDHParamFile", "TLSOptions", "TLSPreSharedKey", "TLSSessionTicketKeys", "TLSStaplingOptions",
        "TimeoutSession", "Trace", "TraceOptions", "TransferOptions", "TransferRate", "UnsetEnv", "UseSendfile", "UserAlias", "UserPassword",
    ], StringComparer.Ordinal);

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        from place in subject.Scopes
        from lines in LintSubject.OwnRecords(place.Scope).GroupBy(record => record.Directive)
        where !Repeatable.Contains(lines.Key.Name)
        let first = lines.First()
        from later in lines.Skip(1)
        select IsFromGlobal(later) && !IsFromGlobal(first) ? Overriding(first, later) : Second(first, later);

    /// <summary>Of directives that keep their last value.</summary>
    public static IEnumerable<Finding> FindReplaced(LintSubject subject) =>
        from pair in subject.Configuration.Replaced
        where !Repeatable.Contains(pair.Lost.Directive.Name)
        select Replaced.At(pair.Lost.Source, $"'{pair.Lost}' has no effect: '{pair.By}' on {pair.By.Source} comes later");

    static bool IsFromGlobal(ConfigRecord record) => record.Context == ConfigContext.Global;

    static Finding Second(ConfigRecord first, ConfigRecord later) =>
        Shadowed.At(later.Source, $"'{later}' has no effect: '{first}' on {first.Source} {(first.Source.Line > later.Source.Line && IsFromGlobal(later) ? "stands in the last <Global>, which wins" : "comes first")}");

    static Finding Overriding(ConfigRecord own, ConfigRecord global) => OverridesGlobal.At(
        own.Source,
        own.Text == global.Text
            ? $"'{own}' says what <Global> says on {global.Source}"
            : $"'{own}' holds instead of '{global}', which <Global> gives every server on {global.Source}");
}
