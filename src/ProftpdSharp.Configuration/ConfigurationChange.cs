using ProftpdSharp.Configuration.Merging;
using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration;

/// <summary>What became of a change.</summary>
/// <param name="Configuration">The changed configuration; null when nothing was changed.</param>
/// <param name="Text">What is said about it, in upstream's words.</param>
public sealed record ChangeOutcome(ServerConfiguration? Configuration, string Text);

/// <summary>Changes one directive of a server that serves (<c>ftpdctl config</c>), so that another immutable configuration comes of it.</summary>
public static class ConfigurationChange
{
    /// <summary>Puts a directive in the place of all those of its name that the server has itself.</summary>
    /// <param name="configuration">The one in force.</param>
    /// <param name="server">One of its servers.</param>
    /// <param name="words">The directive and its parameters.</param>
    /// <param name="registry">The directives that exist.</param>
    /// <param name="options">As the configuration was read with.</param>
    public static ChangeOutcome Set(
        ServerConfiguration configuration, VirtualServer server, IReadOnlyList<string> words, DirectiveRegistry registry, LoadOptions options)
    {
        var scratch = new ScopeBuilder(server.Root.Kind, server.Root.Context, server.Root.Source);
        var parser = new Parser(registry, options, new OpenSections(scratch));
        foreach (var module in configuration.Modules)
            parser.Modules.Load(module);
        List<string> line = [.. words];
        Words.FixSection(line);
        if (registry.Find(line[0]) is not { } directive || !parser.Modules.Contains(directive.Module))
            return new ChangeOutcome(null, $"unknown configuration directive '{line[0]}'");
        if (!CanChange(directive))
            return new ChangeOutcome(null, $"{directive.Name}: restart needed");
        var parameters = new DirectiveLine(directive, line[1..], server.Root.Source, scratch.Context, options.Host, parser.Diagnostics)
        {
            UseIPv6 = configuration.Process.Get(LanguageDirectives.UseIPv6),
        };
        if (parser.Run(directive, parameters) is { } error)
            return new ChangeOutcome(null, directive.Name + error.Separator + error.Text);
        var process = ScopeBuilder.From(configuration.Process);
        Replace(process, parser.Sections.Process.Records);
        var root = ScopeBuilder.From(server.Root);
        Remove(root, root.Records.FindAll(record => record.Directive == directive || record.Directive == directive.Implies?.Directive));
        root.Records.AddRange(scratch.Records);
        return new ChangeOutcome(Assemble(configuration, process, server, root), $"{directive.Name} configured");
    }

    /// <summary>Takes away all directives of a name that the server has itself.</summary>
    /// <param name="configuration">The one in force.</param>
    /// <param name="server">One of its servers.</param>
    /// <param name="name">The directive's name.</param>
    public static ChangeOutcome Remove(ServerConfiguration configuration, VirtualServer server, string name)
    {
        var root = ScopeBuilder.From(server.Root);
        var records = root.Records.FindAll(record => record.Directive.Name == name && !record.Directive.IsImplied && (record.Directive.Storage != Storage.Server || record.Directive == LanguageDirectives.Port));
        if (records.Count == 0)
            return new ChangeOutcome(null, $"{name} not found in configuration");
        if (!CanChange(records[0].Directive))
            return new ChangeOutcome(null, $"{name}: restart needed");
        Remove(root, [.. records, .. root.Records.Where(record => record.Directive == records[0].Directive.Implies?.Directive)]);
        return new ChangeOutcome(Assemble(configuration, ScopeBuilder.From(configuration.Process), server, root), $"{name} removed");
    }

    /// <summary>Sections and what steers the reading cannot stand alone, and where a server listens is settled before it serves.</summary>
    static bool CanChange(Directive directive) =>
        directive is not LanguageDirective
        && directive != LanguageDirectives.Port && directive != LanguageDirectives.DefaultAddress
        && directive != LanguageDirectives.DefaultServer && directive != LanguageDirectives.ServerAlias;

    static void Replace(ScopeBuilder scope, List<ConfigRecord> records)
    {
        scope.Records.RemoveAll(old => records.Exists(record => record.Directive == old.Directive));
        scope.Records.AddRange(records);
    }

    /// <summary>The sections below hold the very records that were merged into them.</summary>
    static void Remove(ScopeBuilder scope, List<ConfigRecord> records)
    {
        scope.Records.RemoveAll(records.Contains);
        foreach (var section in scope.Sections)
            Remove(section, records);
    }

    static ServerConfiguration Assemble(ServerConfiguration configuration, ScopeBuilder process, VirtualServer server, ScopeBuilder root)
    {
        MergeDown.Apply(root);
        var changed = new VirtualServer(root.Build(), Identify(server, root));
        return configuration.With(process.Build(), [.. configuration.Servers.Select(one => one == server ? changed : one)]);
    }

    static ServerIdentity Identify(VirtualServer server, ScopeBuilder root) => server.Identity with
    {
        Name = Find(root, LanguageDirectives.ServerName) ?? server.Name,
        Admin = Find(root, LanguageDirectives.ServerAdmin) ?? server.Admin,
    };

    static string? Find(ScopeBuilder root, Directive<string> directive) =>
        root.Records.OfType<ConfigRecord<string>>().FirstOrDefault(record => record.Directive == directive)?.Value;
}
