using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>The sections of mod_ifsession. They have the context of the section around them, and any of their closing tags closes whatever is innermost.</summary>
static class SessionSections
{
    public static IEnumerable<Directive> Directives =>
    [
        Opening("<IfUser>", SectionKind.IfUser), Closing("</IfUser>", SectionKind.IfUser),
        Opening("<IfGroup>", SectionKind.IfGroup), Closing("</IfGroup>", SectionKind.IfGroup),
        Opening("<IfClass>", SectionKind.IfClass), Closing("</IfClass>", SectionKind.IfClass),
        new LanguageDirective("<IfAuthenticated>", Contexts.ServerWide, Open)
        {
            Opens = SectionKind.IfAuthenticated,
            MinArguments = 0,
            MaxArguments = 0,
            CheckOrder = CheckOrder.ContextFirst,
        },
        Closing("</IfAuthenticated>", SectionKind.IfAuthenticated),
    ];

    static LanguageDirective Opening(string tag, SectionKind kind) =>
        new(tag, Contexts.ServerWide, Open) { Opens = kind, WrongCount = "wrong number of parameters", CheckOrder = CheckOrder.ContextFirst };

    static LanguageDirective Closing(string tag, SectionKind kind) =>
        new(tag, Contexts.Unchecked, (line, parser) => Close(kind, parser)) { MinArguments = 0 };

    static ParseError? Open(DirectiveLine line, Parser parser)
    {
        if (line.Count > 1 && line[0].Equals("regex", StringComparison.OrdinalIgnoreCase))
        {
            if (line.Count != 2)
                return line.WrongNumberOfParameters;
            if (parser.Host.CompilePattern(line[1]).Error is { } error)
                return line.Error($": '{line[1]}' failed regex compilation: {error}");
        }

        if (line.Directive is LanguageDirective { Opens: { } kind })
            parser.Sections.Open(kind, line.Context, line, line.RawArguments);
        return null;
    }

    static ParseError? Close(SectionKind kind, Parser parser)
    {
        if (parser.Sections.AnyOpen && parser.Sections.Current.Kind != SectionKind.VirtualHost)
            parser.Sections.Close();
        parser.Sections.MarkClosed(kind);
        return null;
    }
}
