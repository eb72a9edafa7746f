using ProftpdSharp.Configuration.Merging;

namespace ProftpdSharp.Configuration;

/// <summary>Derives another immutable server from one, as a session learns more about itself. The callers keep what they derived.</summary>
public static class ServerDerivation
{
    /// <summary>Settles the Directory sections that depend on the user. They stay where they are and inherit nothing until a .ftpaccess file makes the tree nest and merge again: so it is in upstream.</summary>
    /// <param name="server">The session's server.</param>
    /// <param name="resolve">The real path for a name with <c>~</c> or <c>%u</c>; null leaves the section out of account.</param>
    public static VirtualServer ResolveDeferred(VirtualServer server, Func<string, string?> resolve)
    {
        if (!AnyDeferred(server.Root))
            return server;
        var root = ScopeBuilder.From(server.Root);
        Resolve(root, resolve);
        return server.With(root.Build());
    }

    /// <summary>Adds what a .ftpaccess file says to the Directory of that path, or makes one.</summary>
    /// <param name="server">The session's server.</param>
    /// <param name="anonymous">The Anonymous section that holds the path, null for the server itself.</param>
    /// <param name="directory">The path of the directory that holds the file; inside an Anonymous from its root.</param>
    /// <param name="access">The file's contents.</param>
    public static VirtualServer WithFtpAccess(VirtualServer server, ConfigScope? anonymous, string directory, ConfigScope access)
    {
        var root = ScopeBuilder.From(server.Root);
        var around = anonymous is null ? root : Find(root, anonymous);
        if (around is null)
            throw new ArgumentException("the Anonymous section belongs to another server", nameof(anonymous));
        var target = FindDirectory(around, directory);
        if (target is null)
        {
            target = new ScopeBuilder(SectionKind.Directory, ConfigContext.Directory, access.Source) { Name = directory, Arguments = [directory] };
            around.Sections.Insert(0, target);
        }

        target.Records.AddRange(access.Records);
        foreach (var section in access.Sections.Reverse())
            target.Sections.Insert(0, ScopeBuilder.From(section));
        return Finish(server, root);
    }

    /// <summary>Lets If* sections of mod_ifsession take effect, one after the other.</summary>
    /// <param name="server">The session's server.</param>
    /// <param name="sections">Those of its sections that apply, in the order in which they are to be merged.</param>
    /// <param name="nests">Whether Directory sections then nest again; upstream leaves that out when a client connects (IfClass).</param>
    public static VirtualServer MergeSessionSections(VirtualServer server, IReadOnlyList<ConfigScope> sections, bool nests = true)
    {
        if (sections.Count == 0)
            return server;
        var root = ScopeBuilder.From(server.Root);
        foreach (var section in sections)
        {
            // An earlier one may have emptied this one.
            if (Find(root, section) is { } current)
                SessionMerge.Apply(root, current);
        }

        return Finish(server, root, nests);
    }

    /// <summary>The section of a derived server that comes from the given one.</summary>
    public static ConfigScope? Counterpart(VirtualServer derived, ConfigScope section) =>
        Descendants(derived.Root).FirstOrDefault(other => IsSame(other.Kind, other.Source, section));

    static IEnumerable<ConfigScope> Descendants(ConfigScope scope) => scope.Sections.SelectMany(Descendants).Prepend(scope);

    static IEnumerable<ScopeBuilder> Descendants(ScopeBuilder scope) => scope.Sections.SelectMany(Descendants).Prepend(scope);

    static ScopeBuilder? Find(ScopeBuilder root, ConfigScope section) =>
        Descendants(root).FirstOrDefault(other => IsSame(other.Kind, other.Source, section));

    /// <summary>A section is known by its opening line: the location object is carried through every copy.</summary>
    static bool IsSame(SectionKind kind, SourceLocation source, ConfigScope section) =>
        kind == section.Kind && ReferenceEquals(source, section.Source);

    static ScopeBuilder? FindDirectory(ScopeBuilder around, string path) =>
        Descendants(around).FirstOrDefault(section => section is { Kind: SectionKind.Directory, IsDeferred: false } && section.Name == path);

    static bool AnyDeferred(ConfigScope scope) => scope.IsDeferred || scope.Sections.Any(AnyDeferred);

    static void Resolve(ScopeBuilder scope, Func<string, string?> resolve)
    {
        if (scope.IsDeferred && resolve(scope.Name) is { } path)
        {
            scope.Name = path;
            scope.IsDeferred = false;
        }

        foreach (var section in scope.Sections)
            Resolve(section, resolve);
    }

    static VirtualServer Finish(VirtualServer server, ScopeBuilder root, bool nests = true)
    {
        if (nests)
            DirectoryNesting.Apply(root);
        MergeDown.Apply(root);
        return server.With(root.Build());
    }
}
