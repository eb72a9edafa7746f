using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>The Class section with From and Satisfy.</summary>
static class ClassSection
{
    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("<Class>", ConfigContext.Server | ConfigContext.Global, Open) { Opens = SectionKind.Class },
        new LanguageDirective("</Class>", ConfigContext.Class, Close) { MinArguments = 0, MaxArguments = 0 },
        LanguageDirectives.From,
        LanguageDirectives.Satisfy,
    ];

    public static Parsed<IReadOnlyList<AclElement>> ParseFrom(DirectiveLine line)
    {
        var elements = new List<AclElement>();
        foreach (var word in Listed(line).Select(word => word.Trim(Words.BlankChars)))
        {
            var element = AclElement.Parse(word, line.UseIPv6, out var error);
            if (AclElement.Doubt(word, line.UseIPv6, element) is { } doubt)
                line.Warn(doubt);
            if (element is null)
                return line.Error(error);
            elements.Add(element);
        }

        return elements.Count == 0 ? Parsed.Ignored : Parsed.Of<IReadOnlyList<AclElement>>(elements);
    }

    public static Parsed<ClassSatisfy> ParseSatisfy(DirectiveLine line) => line[0].ToLowerInvariant() switch
    {
        "any" => ClassSatisfy.Any,
        "all" => ClassSatisfy.All,
        _ => line.Error($"invalid parameter: '{line[0]}'"),
    };

    /// <summary>Everybody or nobody as the first word stands alone; in a list upstream reads up to such a word.</summary>
    static IEnumerable<string> Listed(DirectiveLine line) => line.Count > 0 && IsEverybodyOrNobody(line[0])
        ? [line[0]]
        : line.Arguments.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)).TakeWhile(word => !IsEverybodyOrNobody(word));

    static bool IsEverybodyOrNobody(string word) => word.Equals("all", StringComparison.OrdinalIgnoreCase) || word.Equals("none", StringComparison.OrdinalIgnoreCase);

    static ParseError? Open(DirectiveLine line, Parser parser)
    {
        parser.Sections.Open(SectionKind.Class, ConfigContext.Class, line, line[0]);
        return null;
    }

    /// <summary>The class leaves the tree: it belongs to the whole server. Upstream calls its emptied section empty; after an error it may be empty for that.</summary>
    static ParseError? Close(DirectiveLine line, Parser parser)
    {
        var (closed, _) = parser.Sections.Close();
        parser.Debug(3, "</Class>: ignoring empty section");
        if (closed.Records.Exists(record => record.Directive == LanguageDirectives.From))
            parser.Sections.Classes.Add(closed);
        else if (!parser.Failed)
            parser.Warn("warning: empty <Class> definition");
        return null;
    }
}
