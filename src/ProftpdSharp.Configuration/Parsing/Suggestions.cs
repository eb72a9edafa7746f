namespace ProftpdSharp.Configuration.Parsing;

/// <summary>What is said after upstream's line about an unknown directive: its module, or directives of similar names.</summary>
static class Suggestions
{
    const int Most = 4;

    /// <summary>The lines that follow; each as it is printed.</summary>
    public static IEnumerable<string> For(string name, Parser parser)
    {
        var word = parser.ErrorSeverity == Severity.Fatal ? "fatal" : "warning";
        if (name.Any(letter => letter > '\x7F'))
            return [$"{word}: malformed directive name '{name}' (contains non-ASCII characters)"];
        if (parser.Registry.Find(name) is { } unloaded)
            return [$"{word}: '{unloaded.Name}' is a directive of {unloaded.Module}, add: LoadModule {unloaded.Module}.c"];
        if (UpstreamTable.Find(name) is { } upstream)
            return [$"{word}: '{upstream.Name}' is a directive of {upstream.Module}, which this server does not have"];
        return Similar(name, parser) switch
        {
            [] => [],
            [var one] => [$"{word}: Did you mean: {one}"],
            var several => [$"{word}: Did you mean:", .. several.Select(other => $"  {other}")],
        };
    }

    /// <summary>Where a directive may stand.</summary>
    public static string Places(Directive directive) =>
        $"{directive.Name} is allowed in: {string.Join(", ", Contexts.Each(directive.Contexts).Select(Contexts.Describe))}";

    /// <summary>The directives that may stand here and whose names are a few letters away, the nearest first.</summary>
    static List<string> Similar(string name, Parser parser)
    {
        var context = parser.Sections.Current.Context;
        var limit = 1 + (name.Length / 4);
        return [.. parser.Registry.Directives
            .Where(directive => (directive.Contexts & context) != 0 && parser.Modules.Contains(directive.Module))
            .Select(directive => (directive.Name, Distance: EditDistance.Between(name, directive.Name, limit)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .Take(Most)];
    }
}
