using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>The Limit section: which commands it is about.</summary>
static class LimitSection
{
    static readonly char[] Separators = [',', .. Words.BlankChars];

    /// <summary>A limit on one of these is a limit on the other.</summary>
    static readonly (string, string)[] Counterparts = [("CDUP", "XCUP"), ("MKD", "XMKD"), ("PWD", "XPWD"), ("RMD", "XRMD")];

    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("<Limit>", Contexts.Everywhere, Open)
            { Opens = SectionKind.Limit, WrongCount = "directive requires one or more commands" },
        StructureSections.Closing("</Limit>", ConfigContext.Limit),
    ];

    static ParseError? Open(DirectiveLine line, Parser parser)
    {
        parser.Sections.Open(SectionKind.Limit, ConfigContext.Limit, line, line.RawArguments).Arguments = Commands(line.Arguments);
        return null;
    }

    /// <summary>The commands in upper case, each with its counterpart.</summary>
    static List<string> Commands(IEnumerable<string> words)
    {
        var commands = words.SelectMany(word => word.ToUpperInvariant().Split(Separators, StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var (one, other) in Counterparts)
        {
            if (commands.Contains(one) && !commands.Contains(other))
                commands.Add(other);
            else if (commands.Contains(other) && !commands.Contains(one))
                commands.Add(one);
        }

        return commands;
    }
}
