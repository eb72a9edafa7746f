using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>Include and IncludeOptions (CONFIG.md section 7). What cannot be found is a warning; what cannot be understood is fatal.</summary>
static class Inclusion
{
    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("Include", Contexts.AndDirectory | ConfigContext.Limit, Include),
        new LanguageDirective("IncludeOptions", ConfigContext.Server, SetOptions) { WrongCount = "wrong number of parameters" },
    ];

    static ParseError? Include(DirectiveLine line, Parser parser)
    {
        var path = line[0];
        // A Limit of .ftpaccess: only there does the context alone not refuse it.
        if (parser.ErrorSeverity != Severity.Fatal)
            return line.Error("directive not allowed in <Limit> context");
        if (!path.StartsWith('/'))
            return line.Error($"unable to use path for configuration file '{path}'");
        var outcome = new IncludedPath(parser, line.Source).Include(path);
        if (outcome.IsFatal)
            return line.Error($"error including '{path}': {outcome.Error}");
        if (outcome.Error is not null)
            parser.Warn($"warning: unable to include '{path}': {outcome.Error}");
        return null;
    }

    static ParseError? SetOptions(DirectiveLine line, Parser parser)
    {
        foreach (var word in line.Arguments)
        {
            InclusionOptions? option = word switch
            {
                "AllowSymlinks" => InclusionOptions.AllowSymlinks,
                "IgnoreTempFiles" => InclusionOptions.IgnoreTempFiles,
                "IgnoreWildcards" => InclusionOptions.IgnoreWildcards,
                _ => null,
            };
            if (option is null)
                return line.Error($"unknown IncludeOption '{word}'");
            parser.Inclusion |= option.Value;
        }

        return null;
    }
}
