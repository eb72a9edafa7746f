namespace ProftpdSharp.Configuration.Parsing;

/// <summary>A directive that steers the reading itself: sections, conditions, Include, LoadModule.</summary>
sealed class LanguageDirective(string name, ConfigContext contexts, Func<DirectiveLine, Parser, ParseError?> run)
    : Directive(name, contexts)
{
    /// <summary>The kind of section that this tag opens.</summary>
    public SectionKind? Opens { get; init; }

    internal override ParseError? Apply(DirectiveLine line, Parser parser) => run(line, parser);
}
