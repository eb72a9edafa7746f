namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>Lines of a configuration file, of which later layers replace earlier ones.</summary>
static class ConfigurationLines
{
    /// <summary>The outer lines whose directive the inner ones do not set at top level (that is, at the start of a line), then the inner ones.</summary>
    public static IReadOnlyList<string> Override(IReadOnlyList<string> outer, IReadOnlyList<string> inner)
    {
        var replaced = inner.Where(line => line.Length > 0 && char.IsAsciiLetter(line[0])).Select(DirectiveOf)
            .Except(["LoadModule"]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. outer.Where(line => !replaced.Contains(DirectiveOf(line))), .. inner];
    }

    static string DirectiveOf(string line) => line.Split(' ')[0];
}
