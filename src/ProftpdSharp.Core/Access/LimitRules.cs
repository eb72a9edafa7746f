using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;

namespace ProftpdSharp.Core.Access;

/// <summary>What is asked of the <c>&lt;Limit&gt;</c> sections.</summary>
/// <param name="Verb">The command, as <c>RETR</c> or <c>SITE_CHMOD</c>.</param>
/// <param name="Group">Its group.</param>
/// <param name="Argument">The whole argument, for AllowFilter and DenyFilter.</param>
/// <param name="IsHidden">Whether listings hide the target.</param>
public readonly record struct LimitQuestion(string Verb, CommandGroup Group = CommandGroup.None, string Argument = "", bool IsHidden = false);

/// <summary>What the sections answered.</summary>
/// <param name="Reason"><see cref="Refusal.None"/>, <see cref="Refusal.Limit"/> or <see cref="Refusal.Hidden"/>.</param>
/// <param name="Steps">The sections that were asked, in order.</param>
public readonly record struct LimitAnswer(Refusal Reason, IReadOnlyList<AccessStep> Steps);

/// <summary>
/// The evaluation of <c>&lt;Limit&gt;</c>: a pure function of configuration, client and command. The command's own name is looked for through
/// all sections from the matched one outwards, then its group's, then <c>ALL</c>; whoever allows or denies explicitly ends it.
/// </summary>
public static class LimitRules
{
    /// <summary>Commands that <c>&lt;Limit ALL&gt;</c> does not mean, besides OPTS.</summary>
    static readonly HashSet<string> OutsideAll = new(["EPRT", "EPSV", "PASV", "PORT", "PROT", "SITE_HELP"], StringComparer.Ordinal);

    /// <param name="scope">The matched Directory, else the Anonymous section, else the server.</param>
    /// <param name="who">The client.</param>
    /// <param name="what">The command.</param>
    public static LimitAnswer Evaluate(ConfigScope scope, LimitSubject who, LimitQuestion what)
    {
        List<AccessStep>? steps = null;
        foreach (var step in Steps(scope, who, what))
        {
            (steps ??= []).Add(step);
            if (step.Verdict != Verdict.Undecided)
                return new LimitAnswer(ReasonOf(step), steps);
        }
        return new LimitAnswer(Refusal.None, (IReadOnlyList<AccessStep>?)steps ?? []);
    }

    /// <summary>What the sections would have said that were not asked any more, because an earlier one decided.</summary>
    /// <inheritdoc cref="Evaluate"/>
    /// <param name="scope"/><param name="who"/><param name="what"/>
    /// <param name="asked">How many were asked.</param>
    internal static IReadOnlyList<AccessStep> Outvoted(ConfigScope scope, LimitSubject who, LimitQuestion what, int asked) => [.. Steps(scope, who, what).Skip(asked)];

    /// <summary>Every section in the order in which they are asked, with what each says.</summary>
    static IEnumerable<AccessStep> Steps(ConfigScope scope, LimitSubject who, LimitQuestion what)
    {
        foreach (var name in NamesOf(what))
        {
            foreach (var limit in LimitsOn(scope, name))
                yield return Ask(limit, name, who, what);
        }
    }

    /// <summary>Asks the Limit sections directly inside a section, last declared first, until one speaks.</summary>
    internal static IEnumerable<AccessStep> AskAll(ConfigScope scope, string name, LimitSubject who) =>
        scope.SectionsOf(SectionKind.Limit).Where(limit => limit.Arguments.Contains(name)).Select(limit => Ask(limit, name, who, new LimitQuestion(name)));

    /// <summary>The names under which sections are looked for, in order: the command, its group, <c>ALL</c>.</summary>
    public static IEnumerable<string> NamesOf(LimitQuestion what)
    {
        yield return what.Verb;
        if (what.Group != CommandGroup.None)
            yield return what.Group.ToString().ToUpperInvariant();
        if (!OutsideAll.Contains(what.Verb) && !what.Verb.StartsWith("OPTS", StringComparison.Ordinal))
            yield return "ALL";
    }

    static IEnumerable<ConfigScope> LimitsOn(ConfigScope scope, string name)
    {
        for (var around = scope; around is not null; around = around.Parent)
        {
            foreach (var section in around.Sections)
            {
                if (section.Kind == SectionKind.Limit && section.Arguments.Contains(name))
                    yield return section;
            }
        }
    }

    static Refusal ReasonOf(AccessStep step) => step switch
    {
        { Verdict: not Verdict.Deny } => Refusal.None,
        { Rule: { } rule } when rule.Directive == LimitDirectives.IgnoreHidden => Refusal.Hidden,
        _ => Refusal.Limit,
    };

    static AccessStep Ask(ConfigScope limit, string name, LimitSubject who, LimitQuestion what)
    {
        if (what.IsHidden && limit.Find(LimitDirectives.IgnoreHidden) is { Value: true } ignoring)
            return new AccessStep(ignoring, limit, name, Verdict.Deny);
        var allowFirst = limit.Get(LimitDirectives.Order) == LimitOrder.AllowDeny;
        var (rule, verdict) = allowFirst
            ? First(Allowing(limit, who, what), Verdict.Allow) ?? First(Denying(limit, who, what), Verdict.Deny) ?? (null, Verdict.Undecided)
            : First(Denying(limit, who, what), Verdict.Deny) ?? First(Allowing(limit, who, what), Verdict.Allow)
                ?? (limit.Find(LimitDirectives.Order), Verdict.Deny);
        return new AccessStep(rule, limit, name, verdict);
    }

    static (ConfigRecord? Rule, Verdict Verdict)? First(ConfigRecord? rule, Verdict verdict) => rule is null ? null : (rule, verdict);

    static ConfigRecord? Allowing(ConfigScope limit, LimitSubject who, LimitQuestion what) =>
        limit.All(LimitDirectives.AllowUser).FirstOrDefault(rule => !who.IsAuthenticated || rule.Value!.Selects(who.User))
        ?? limit.All(LimitDirectives.AllowGroup).FirstOrDefault(rule => !who.IsAuthenticated || rule.Value!.Selects(who.Group, who.Groups))
        ?? limit.All(LimitDirectives.AllowClass).FirstOrDefault(rule => SelectsClass(rule, who))
        ?? Selecting(limit, LimitDirectives.Allow, who)
        ?? Filter(limit, CommandFilters.AllowFilter, what)
        ?? (ConfigRecord?)limit.Find(LimitDirectives.AllowAll);

    static ConfigRecord? Denying(ConfigScope limit, LimitSubject who, LimitQuestion what) =>
        limit.Find(LimitDirectives.DenyAll)
        ?? limit.All(LimitDirectives.DenyUser).FirstOrDefault(rule => who.IsAuthenticated && rule.Value!.Selects(who.User))
        ?? limit.All(LimitDirectives.DenyGroup).FirstOrDefault(rule => who.IsAuthenticated && rule.Value!.Selects(who.Group, who.Groups))
        ?? limit.All(LimitDirectives.DenyClass).FirstOrDefault(rule => SelectsClass(rule, who))
        ?? Selecting(limit, LimitDirectives.Deny, who)
        ?? (ConfigRecord?)Filter(limit, CommandFilters.DenyFilter, what);

    /// <summary>A negated element silences all lines of its kind in the section: a defect of upstream that decides access in configurations of today.</summary>
    static ConfigRecord<AddressList?>? Selecting(ConfigScope limit, Directive<AddressList?> directive, LimitSubject who) =>
        limit.All(directive).Any(rule => rule.Value!.IsNegated) ? null : limit.All(directive).FirstOrDefault(rule => rule.Value!.Selects(who.Address, who.HostNames));

    /// <summary>A client without a class is in none that a list could mean, not even a negated one.</summary>
    static bool SelectsClass(ConfigRecord<NameList?> rule, LimitSubject who) => who.Class is { } name && rule.Value!.Selects(name);

    static ConfigRecord<TextFilter?>? Filter(ConfigScope limit, Directive<TextFilter?> directive, LimitQuestion what) =>
        limit.Find(directive) is { } rule && rule.Value!.Finds(what.Argument) ? rule : null;
}
