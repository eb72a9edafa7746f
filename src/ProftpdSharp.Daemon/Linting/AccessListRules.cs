using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>The two defects of upstream's access lists which configurations of today depend on, so that they are kept.</summary>
static class AccessListRules
{
    public static readonly LintRule Negated = new(
        "acl-negation-never-matches",
        "An Allow or Deny line with a negated element never matches anybody, and silences the lines of its kind beside it, as in ProFTPD.",
        "Turn it around: 'Allow from !X' becomes 'Deny from X' followed by 'Allow from all'; or negate in a <Class> and use AllowClass.");

    public static readonly LintRule ExplicitAnd = new(
        "and-list-never-matches",
        "In a list of names with the keyword AND the keyword counts as a name and the last name is lost, as in ProFTPD, so that it practically never matches.",
        "Leave the keyword out where AND is the default (groups); otherwise use 'regex' or a section for each name.");

    static readonly HashSet<Directive> NameLists =
    [
        LimitDirectives.AllowUser, LimitDirectives.DenyUser, LimitDirectives.AllowGroup, LimitDirectives.DenyGroup, LimitDirectives.AllowClass, LimitDirectives.DenyClass,
    ];

    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        foreach (var (_, _, record) in subject.Records)
        {
            if (record is ConfigRecord<AddressList?> { Value: { } list } && list.IsNegated)
                yield return Negated.At(record.Source, $"'{record}' never matches: {list.Elements.First(element => element.IsNegated).Text} is negated");
            if (NameLists.Contains(record.Directive) && record.Arguments.Count > 1 && record.Arguments[0].Equals("AND", StringComparison.OrdinalIgnoreCase))
                yield return ExplicitAnd.At(record.Source, $"'{record}' wants a name '{record.Arguments[0]}' and ignores the last one");
        }
    }
}
