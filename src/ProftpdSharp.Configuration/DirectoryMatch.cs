using ProftpdSharp.Configuration.Patterns;

namespace ProftpdSharp.Configuration;

/// <summary>Finds the Directory section that governs a path (CONFIG.md section 9.4).</summary>
public static class DirectoryMatch
{
    /// <summary>The section, null when none matches and the settings of the Anonymous or the server apply.</summary>
    /// <param name="server">The session's server.</param>
    /// <param name="anonymous">The session's Anonymous section, if any.</param>
    /// <param name="path">The absolute real path, the root of the jail included.</param>
    /// <param name="sessionRoot">The root of an anonymous session as a real path: below it the server's own Directory sections do not count.</param>
    public static ConfigScope? Find(VirtualServer server, ConfigScope? anonymous, string path, string? sessionRoot)
    {
        var target = Trim(path);
        if (anonymous is not null)
        {
            var root = (sessionRoot ?? anonymous.Name).TrimEnd('/');
            if (Nearest(anonymous, target, root) is { } inside)
                return inside;
            if (target == root || target.StartsWith(root + "/", StringComparison.Ordinal))
                return null;
        }

        return Nearest(server.Root, target, "");
    }

    /// <summary>The first section in list order that matches, or a closer one inside it.</summary>
    static ConfigScope? Nearest(ConfigScope scope, string path, string prefix)
    {
        foreach (var section in scope.Sections)
        {
            if (section.Kind != SectionKind.Directory || section.IsDeferred)
                continue;
            var name = prefix.Length == 0 || section.Name == prefix || section.Name.StartsWith(prefix + "/", StringComparison.Ordinal)
                ? section.Name
                : prefix + section.Name;
            if (name == path || (name.Length == path.Length + 1 && name[^1] == '/' && name.StartsWith(path, StringComparison.Ordinal)))
                return section;
            if (IsBelow(name, path))
                return Nearest(section, path, prefix) ?? section;
        }

        return null;
    }

    static bool IsBelow(string name, string path)
    {
        var pattern = name.EndsWith("/*", StringComparison.Ordinal) ? name : Trim(name).TrimEnd('/') + "/*";
        return Glob.Matches(pattern, path) || (Glob.IsPattern(name) && Glob.Matches(name, path));
    }

    static string Trim(string path)
    {
        var trimmed = path.TrimEnd('*', '/');
        return trimmed.Length == 0 ? "/" : trimmed;
    }
}
