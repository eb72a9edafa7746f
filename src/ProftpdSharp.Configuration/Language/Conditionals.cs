using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>IfDefine, IfModule and Define: conditions that are decided while the file is read (CONFIG.md section 5).</summary>
static class Conditionals
{
    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("<IfDefine>", Contexts.Unchecked, IfDefine),
        new LanguageDirective("</IfDefine>", Contexts.Unchecked, (_, _) => null) { MinArguments = 0 },
        new LanguageDirective("<IfModule>", Contexts.Unchecked, IfModule),
        new LanguageDirective("</IfModule>", Contexts.Unchecked, EndIfModule) { MinArguments = 0 },
        new LanguageDirective("Define", Contexts.Unchecked, Define),
    ];

    /// <summary>Reads raw lines until the close that matches; only tags of the same kind count.</summary>
    /// <returns>False when the file ends first.</returns>
    /// <param name="parser">Whose current file is read.</param>
    /// <param name="tag">As <c>IfDefine</c>.</param>
    /// <param name="skipped">Sees every line that is skipped.</param>
    public static bool Skip(Parser parser, string tag, Action<string>? skipped = null) =>
        Pass(() => parser.NextLine(LineSource.SkippedBuffer), tag, skipped);

    static bool Pass(Func<string?> next, string tag, Action<string>? skipped)
    {
        var depth = 1;
        while (next() is { } line)
        {
            if (line.StartsWith("<" + tag, StringComparison.OrdinalIgnoreCase))
                depth++;
            else if (line.Equals($"</{tag}>", StringComparison.OrdinalIgnoreCase))
                depth--;
            if (depth == 0)
                return true;
            skipped?.Invoke(line);
        }

        return false;
    }

    static ParseError? Define(DirectiveLine line, Parser parser)
    {
        parser.Defines.Add(line[0]);
        return null;
    }

    static ParseError? IfDefine(DirectiveLine line, Parser parser) =>
        Decide(line, parser, "IfDefine", parser.Defines.Contains, null);

    static ParseError? IfModule(DirectiveLine line, Parser parser)
    {
        var module = ModuleLoading.NameOf(line[0]);
        Action<string>? scan = module is not null && parser.Missing.IsRequested(module)
            ? new MissingModuleScan(parser).Look
            : null;
        return Decide(
            line, parser, "IfModule",
            name => ModuleLoading.NameOf(name) is { } known && parser.Modules.Contains(known) && !IsUnusable(known, line, parser), scan);
    }

    /// <summary>
    /// A file that loads modules, and not this one, is read in ProFTPD without the section: where the section cannot hold here, it is left out here too.
    /// </summary>
    static bool IsUnusable(string module, DirectiveLine line, Parser parser)
    {
        if (!parser.Modules.IsOnlyHere(module))
            return false;
        var ahead = parser.Source.Ahead();
        var check = new SectionCheck(parser, module, ahead);
        Pass(() => ahead.Next(LineSource.DirectiveBuffer), "IfModule", check.Look);
        if (check.Refusal is { } refusal)
            parser.Warn($"warning: {line.Directive.Name} on {line.Source} left out: no LoadModule {module}.c, and {refusal}");
        return check.Refusal is not null;
    }

    static ParseError? Decide(DirectiveLine line, Parser parser, string tag, Predicate<string> isTrue, Action<string>? skipped)
    {
        var isNegated = line[0].StartsWith('!');
        var holds = isTrue(isNegated ? line[0][1..] : line[0]) != isNegated;
        var shown = isNegated ? "!" + line[0] : line[0];
        parser.Debug(3, $"<{tag}>: {(holds ? "using" : "skipping")} '{shown}' section at line {line.Source.Line}");
        if (holds || Skip(parser, tag, skipped))
            return null;
        return new ParseError($"unclosed <{tag}> context", parser.Source.Location);
    }

    static ParseError? EndIfModule(DirectiveLine line, Parser parser) =>
        line.Count == 0 ? null : line.Error($"wrong number of parameters: {line.RawArguments}");
}
