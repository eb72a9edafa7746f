using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>LoadModule and its kin of mod_dso. Every module is part of this program: loading one makes its directives known.</summary>
static class ModuleLoading
{
    const string NoSuchFile = "No such file or directory";

    public static IEnumerable<Directive> Directives =>
    [
        new LanguageDirective("LoadModule", ConfigContext.Server, Load),
        new LanguageDirective("LoadFile", ConfigContext.Server, LoadFile),
        new LanguageDirective("ModulePath", ConfigContext.Server, ModulePath),
        new LanguageDirective("ModuleOrder", ConfigContext.Server, Order) { WrongCount = "wrong number of parameters" },
    ];

    /// <summary><c>mod_x</c> of <c>mod_x.c</c>, null for any other text.</summary>
    public static string? NameOf(string file) =>
        file.Length > 6 && file.StartsWith("mod_", StringComparison.Ordinal) && file.EndsWith(".c", StringComparison.Ordinal)
            ? file[..^2]
            : null;

    static ParseError? Load(DirectiveLine line, Parser parser)
    {
        var file = line[0];
        if (NameOf(file) is not { } module)
            return line.Error($"error loading module '{file}': Invalid argument");
        if (parser.Registry.Modules.Contains(module))
        {
            if (!parser.Modules.Load(module))
                parser.Debug(3, $"mod_dso/0.5: module '{file}' already loaded");
            return null;
        }

        if (!parser.Missing.IsKnown(module))
            return line.Error($"error loading module '{file}': {NoSuchFile}");
        parser.Missing.Request(module);
        parser.Warn($"warning: LoadModule: unable to load '{file}', which is not part of this server, on {line.Source}");
        return null;
    }

    static ParseError? LoadFile(DirectiveLine line, Parser parser)
    {
        if (!line[0].StartsWith('/'))
            return line.Error("must be an absolute path");
        parser.Warn($"warning: LoadFile: this server loads no libraries, ignoring '{line[0]}' on {line.Source}");
        return null;
    }

    /// <summary>Nothing is loaded from there; a path that is not there is no reason to refuse a configuration.</summary>
    static ParseError? ModulePath(DirectiveLine line, Parser parser) =>
        line[0].StartsWith('/') ? null : line.Error("must be an absolute path");

    static ParseError? Order(DirectiveLine line, Parser parser)
    {
        foreach (var file in line.Arguments)
        {
            if (NameOf(file) is not { } module || !parser.Modules.Contains(module))
                return line.Error($"no such module '{file}' loaded");
        }

        parser.Modules.Reorder([.. line.Arguments.Select(file => file[..^2]).Distinct()]);
        return null;
    }
}
