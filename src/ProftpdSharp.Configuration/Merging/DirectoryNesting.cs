namespace ProftpdSharp.Configuration.Merging;

/// <summary>Moves every Directory under the nearest Directory beside it whose path leads to it (CONFIG.md section 9.2).</summary>
static class DirectoryNesting
{
    public static void Apply(ScopeBuilder scope)
    {
        if (scope.Kind == SectionKind.Anonymous)
            Dissolve(scope);
        foreach (var directory in Settled(scope))
        {
            if (Nearest(scope, directory) is not { } parent)
                continue;
            scope.Sections.Remove(directory);
            parent.Sections.Insert(0, directory);
        }

        foreach (var section in scope.Sections.Where(section => section.Kind is SectionKind.Directory or SectionKind.Anonymous))
            Apply(section);
    }

    /// <summary>The Directory sections whose paths are known.</summary>
    static List<ScopeBuilder> Settled(ScopeBuilder scope) =>
        [.. scope.Sections.Where(section => section is { Kind: SectionKind.Directory, IsDeferred: false })];

    /// <summary><c>&lt;Directory *&gt;</c> in Anonymous means the Anonymous itself. Each entry goes to the head, so their order turns around.</summary>
    static void Dissolve(ScopeBuilder anonymous)
    {
        foreach (var everything in anonymous.Sections.Where(section => section is { Kind: SectionKind.Directory, Name: "*" }).ToList())
        {
            anonymous.Sections.Remove(everything);
            foreach (var section in everything.Sections)
                anonymous.Sections.Insert(0, section);
            foreach (var record in everything.Records)
                anonymous.Records.Insert(0, record);
        }
    }

    /// <summary>Of the Directory sections beside this one that lead to it, and those inside them, the longest; the first of equals.</summary>
    static ScopeBuilder? Nearest(ScopeBuilder scope, ScopeBuilder directory) =>
        Settled(scope)
            .Where(other => other != directory && LeadsTo(Stem(other.Name), directory.Name))
            .Select(other => Nearest(other, directory) ?? other)
            .MaxBy(other => other.Name.AsSpan().CommonPrefixLength(directory.Name));

    /// <summary>The path without the stars and slashes at its end; empty for the root.</summary>
    static string Stem(string name) => name.TrimEnd('*', '/');

    /// <summary>Two may lead to each other: <c>/</c> and <c>/*</c>.</summary>
    static bool LeadsTo(string stem, string path) =>
        path.Length > stem.Length && path[stem.Length] == '/' && path.StartsWith(stem, StringComparison.Ordinal);
}
