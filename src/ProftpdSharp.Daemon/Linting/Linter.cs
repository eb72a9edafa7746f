namespace ProftpdSharp.Daemon.Linting;

/// <summary><c>--lint</c>: asks every rule.</summary>
static class Linter
{
    static readonly (LintRule[] Rules, Func<LintSubject, IEnumerable<Finding>> Find)[] Checks =
    [
        ([DuplicateRules.Shadowed, DuplicateRules.OverridesGlobal], DuplicateRules.Find),
        ([DuplicateRules.Replaced], DuplicateRules.FindReplaced),
        ([DirectoryRules.NeverMatches], DirectoryRules.Find),
        ([LimitRulesInVain.WithoutEffect, LimitRulesInVain.UnknownCommand], LimitRulesInVain.Find),
        ([AccessListRules.Negated, AccessListRules.ExplicitAnd], AccessListRules.Find),
        ([ModuleRules.SessionsBeforeTls, ModuleRules.SkippedBackend], ModuleRules.Find),
        ([SecretRules.Readable], SecretRules.Find),
        ([CertificateRules.Expired, CertificateRules.Expiring, CertificateRules.Mismatched], CertificateRules.Find),
        ([TlsRules.Weakened], TlsRules.Find),
        ([AnonymousRules.Writable], AnonymousRules.Find),
        ([CapacityRules.FewPorts], CapacityRules.Find),
    ];

    /// <summary>All rules there are.</summary>
    public static IEnumerable<LintRule> Rules => Checks.SelectMany(check => check.Rules);

    /// <summary>The findings in the order of the lines; one that every server shares (from Global) is there once.</summary>
    public static IReadOnlyList<Finding> Find(LintSubject subject) =>
        [.. Checks.SelectMany(check => check.Find(subject))
            .DistinctBy(finding => (finding.Rule.Id, finding.Text, finding.Source))
            .OrderBy(finding => finding.Source?.File, StringComparer.Ordinal).ThenBy(finding => finding.Source?.Line).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)];
}
