using ProftpdSharp.Configuration;
using ProftpdSharp.Configuration.Parsing;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Limit sections that are never asked, because another one is asked before and always decides.</summary>
static class LimitRulesInVain
{
    public static readonly LintRule WithoutEffect = new(
        "limit-without-effect",
        "A <Limit> has no effect on a command: a section that names the command itself is asked before its group, the group before ALL, through all sections around it.",
        "Name the command itself in this <Limit> too.");

    public static readonly LintRule UnknownCommand = new(
        "limit-unknown-command", "A <Limit> names something that is neither a command nor a group.", "Correct the name; SITE commands are written SITE_CHMOD.");

    /// <summary>Asked by name alone, outside of the order of commands.</summary>
    const string Login = "LOGIN";

    /// <summary>Letters that a mistyped name may have wrong.</summary>
    const int MostLetters = 2;

    public static IEnumerable<Finding> Find(LintSubject subject)
    {
        var questions = Questions(subject.State.Commands);
        foreach (var (_, limit) in subject.Scopes.Where(place => place.Scope.Kind == SectionKind.Limit))
        {
            foreach (var name in limit.Arguments.Where(name => name != Login))
            {
                var meant = questions.Where(question => question.Names.Contains(name)).ToList();
                if (meant.Count == 0)
                    yield return UnknownCommand.At(limit.Source, $"<Limit {limit.Name}>: no command and no group is called {name}{Similar(name, questions)}");
                foreach (var decisive in meant.GroupBy(question => Preempting(limit, name, question.Names)).Where(group => group.Key is not null))
                    yield return Report(limit, name, decisive.Key!, [.. decisive.Select(question => question.Verb)], meant.Count);
            }
        }
    }

    /// <summary>The nearest name, when one is a letter or two away.</summary>
    static string Similar(string name, IEnumerable<(string Verb, IReadOnlyList<string> Names)> questions)
    {
        var (nearest, distance) = questions.SelectMany(question => question.Names).Append(Login).Distinct()
            .Select(other => (other, EditDistance.Between(name, other, MostLetters))).MinBy(pair => pair.Item2);
        return distance <= Math.Min(MostLetters, name.Length / 3) ? $"; did you mean {nearest}?" : "";
    }

    static Finding Report(ConfigScope limit, string name, ConfigScope decisive, string[] verbs, int meant)
    {
        var on = verbs.Length == meant ? "" : $" on {string.Join(", ", verbs)}";
        return WithoutEffect.At(
            limit.Source, $"<Limit {name}> {Place(limit)} has no effect{on}: <Limit {decisive.Name}> {Place(decisive)} on {decisive.Source} is asked first and always decides");
    }

    static string Place(ConfigScope limit) => limit.Parent is { Kind: not (SectionKind.Server or SectionKind.VirtualHost) } around ? $"in {around}" : "in the server";

    /// <summary>The section that always decides before this one is asked for a name; null when there is none.</summary>
    static ConfigScope? Preempting(ConfigScope limit, string name, IReadOnlyList<string> names)
    {
        // A section inside another with the same name is asked first on purpose; in the same place it is an oversight.
        var beside = limit.Parent!.SectionsOf(SectionKind.Limit).TakeWhile(other => other != limit).FirstOrDefault(other => other.Arguments.Contains(name) && Decides(other));
        if (beside is not null)
            return beside;
        return names.TakeWhile(earlier => earlier != name)
            .SelectMany(earlier => Around(limit.Parent).Where(other => other != limit && other.Arguments.Contains(earlier)))
            .FirstOrDefault(Decides);
    }

    static IEnumerable<ConfigScope> Around(ConfigScope? scope) =>
        scope is null ? [] : scope.SectionsOf(SectionKind.Limit).Concat(Around(scope.Parent));

    /// <summary>Whether a section allows or denies whoever asks.</summary>
    static bool Decides(ConfigScope limit) =>
        limit.Has(LimitDirectives.AllowAll)
        || limit.Has(LimitDirectives.DenyAll)
        || limit.Get(LimitDirectives.Order) == LimitOrder.DenyAllow
        || limit.All(LimitDirectives.Allow).Concat(limit.All(LimitDirectives.Deny)).Any(IsForAll);

    static bool IsForAll(ConfigRecord<AddressList?> record) => record.Value is { Elements: [{ Kind: AclKind.All, IsNegated: false }] };

    /// <summary>Every command with the names under which Limits are looked for.</summary>
    static List<(string Verb, IReadOnlyList<string> Names)> Questions(CommandTable commands) =>
        [.. commands.InHelpOrder.Select(row => new LimitQuestion(row.Verb, row.Group))
            .Concat(commands.Site.Select(row => new LimitQuestion("SITE_" + row.Name, row.Group)))
            .DistinctBy(question => question.Verb)
            .Select(question => (question.Verb, (IReadOnlyList<string>)[.. LimitRules.NamesOf(question)]))];
}
