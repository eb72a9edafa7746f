using System.Text.RegularExpressions;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Directory sections that no path ever leads to.</summary>
static partial class DirectoryRules
{
    public static readonly LintRule NeverMatches = new(
        "directory-never-matches",
        "A <Directory> section can never match: paths are compared with links followed, and among sections that match the one declared last is taken.",
        "Name the real path; declare the section after the ones that cover it, or remove it.");

    /// <summary>A name that nobody gave a section of its own.</summary>
    const string Unnamed = "x-no-such-section-x";

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        from place in subject.Scopes
        where place.Scope is { Kind: SectionKind.Directory, IsDeferred: false } && !IsInSessionSection(place.Scope)
        let why = Reason(place.Server, place.Scope, subject.Host)
        where why is not null
        select NeverMatches.At(place.Scope.Source, $"<Directory {place.Scope.Name}> never matches: {why}");

    static bool IsInSessionSection(ConfigScope scope) => scope.Parent is { } parent && (parent.Kind >= SectionKind.IfAuthenticated || IsInSessionSection(parent));

    static string? Reason(VirtualServer server, ConfigScope section, ConfigurationHost host)
    {
        var anonymous = AnonymousAround(section);
        if (anonymous is null && LinkIn(section.Name, host) is { } link)
            return $"'{link}' is a symbolic link, and its target is what is compared";
        var root = anonymous?.Name.TrimEnd('/');
        var found = Examples(section.Name).Select(path => DirectoryMatch.Find(server, anonymous, root + path, root)).ToList();
        if (found.Any(match => match is not null && (match == section || IsAround(section, match))))
            return null;
        return found.FirstOrDefault(match => match is not null) is { } other ? $"<Directory {other.Name}> on {other.Source} is taken instead" : null;
    }

    static ConfigScope? AnonymousAround(ConfigScope? scope) => scope is null || scope.Kind == SectionKind.Anonymous ? scope : AnonymousAround(scope.Parent);

    static bool IsAround(ConfigScope outer, ConfigScope inner) => inner.Parent is { } parent && (parent == outer || IsAround(outer, parent));

    /// <summary>The path itself and something in it; wildcards stand for names of their own.</summary>
    static IEnumerable<string> Examples(string name)
    {
        var path = Wildcards().Replace(name, Unnamed).TrimEnd('/');
        return [path.Length == 0 ? "/" : path, $"{path}/{Unnamed}"];
    }

    /// <summary>The first part of a path that is a symbolic link.</summary>
    static string? LinkIn(string name, ConfigurationHost host)
    {
        for (var end = name.IndexOf('/', 1); ; end = name.IndexOf('/', end + 1))
        {
            var part = end < 0 ? name : name[..end];
            if (part.AsSpan().ContainsAny('*', '?', '['))
                return null;
            if (host.LinkStatus(part).Kind == PathKind.SymbolicLink)
                return part;
            if (end < 0 || end == name.Length - 1)
                return null;
        }
    }

    [GeneratedRegex(@"\*+|\?|\[[^\]/]*\]")]
    private static partial Regex Wildcards();
}
