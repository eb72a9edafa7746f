namespace ProftpdSharp.Configuration.Merging;

/// <summary>Merges one If* section of mod_ifsession into its server (CONFIG.md section 9.3): what it says replaces what anybody else said.</summary>
static class SessionMerge
{
    public static void Apply(ScopeBuilder root, ScopeBuilder section)
    {
        foreach (var record in section.Records.ToList())
        {
            if (record.Directive.Merge != MergeRule.DownMulti)
                RemoveEverywhere(root, section, record.Directive);
            root.Records.Insert(0, record);
        }

        foreach (var inner in Enumerable.Reverse(section.Sections).ToList())
        {
            if (inner.Kind == SectionKind.Directory)
                root.Sections.RemoveAll(other => other.Kind == SectionKind.Directory && other.Name.TrimEnd('/') == inner.Name.TrimEnd('/'));
            root.Sections.Insert(0, inner);
        }

        Detach(root, section);
    }

    /// <summary>From all Directory, Anonymous, Limit and other If* sections: so the first section that is merged keeps its value.</summary>
    static void RemoveEverywhere(ScopeBuilder scope, ScopeBuilder merging, Directive directive)
    {
        scope.Records.RemoveAll(record => record.Directive == directive);
        foreach (var section in scope.Sections.Where(section => section != merging))
            RemoveEverywhere(section, merging, directive);
    }

    static bool Detach(ScopeBuilder scope, ScopeBuilder section) =>
        scope.Sections.Remove(section) || scope.Sections.Exists(inner => Detach(inner, section));
}
