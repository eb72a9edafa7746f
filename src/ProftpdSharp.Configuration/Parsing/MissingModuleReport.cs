namespace ProftpdSharp.Configuration.Parsing;

/// <summary>The one list of modules that a configuration needs and this server has not: module, directives, lines.</summary>
static class MissingModuleReport
{
    public static void Write(Parser parser)
    {
        var needed = parser.Missing.Needed();
        var refused = needed.Where(module => !parser.Options.AllowMissing.Contains(module.Module)).ToList();
        foreach (var module in refused)
            parser.Fail($"missing module {Line(module)}", null);
        if (refused.Count > 0)
        {
            var names = string.Join(',', refused.Select(module => module.Module));
            parser.Diagnostics.Add(new Diagnostic(Severity.Fatal, $"  --allow-missing {names} goes on without them"));
        }

        foreach (var allowed in needed.Except(refused))
            parser.Diagnostics.Add(new Diagnostic(Severity.Warning, $"warning: going on without module {Line(allowed)}"));
    }

    static string Line((string Module, IReadOnlyList<(string Directive, SourceLocation Source)> Uses) module) =>
        $"{module.Module}: {string.Join(", ", module.Uses.Select(use => $"{use.Directive} on {use.Source}"))}";
}
