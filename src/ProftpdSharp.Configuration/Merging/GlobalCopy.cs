namespace ProftpdSharp.Configuration.Merging;

/// <summary>Hands the contents of every Global section to every server, behind what the server has itself (CONFIG.md section 9.2).</summary>
static class GlobalCopy
{
    public static void Apply(IReadOnlyList<ScopeBuilder> servers)
    {
        // List order: the last Global comes first, and so its values win over those of the earlier ones.
        var globals = servers.SelectMany(server => server.Sections.Where(section => section.Kind == SectionKind.Global)).ToList();
        foreach (var server in servers)
        {
            server.Sections.RemoveAll(section => section.Kind == SectionKind.Global);
            foreach (var global in globals)
            {
                server.Records.AddRange(global.Records);
                server.Sections.AddRange(global.Sections.Select(section => section.Copy()));
            }
        }
    }
}
