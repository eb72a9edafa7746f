using ProftpdSharp.Configuration.Patterns;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Listing;

/// <summary>
/// Patterns in paths, with the limits of upstream's glob(3): so many directory levels with patterns, so many names looked at. As there, the names
/// of a directory come last first, and links to directories are not entered.
/// </summary>
public static class PathGlob
{
    const int MostLevels = 8;
    const int MostNames = 100_000;

    /// <summary>The existing paths that a pattern matches, spelled as the pattern begins. Slashes at its end mark directories, with one, and leave no file out; behind one letter they do.</summary>
    public static async ValueTask<List<string>> ExpandAsync(Session session, string pattern)
    {
        var unmarked = pattern.TrimEnd('/');
        if (unmarked.Length == pattern.Length || unmarked.Length == 1 || !unmarked.Split('/').Any(Glob.IsPattern))
            return await FindAsync(session, pattern);
        var found = await FindAsync(session, unmarked);
        for (var i = 0; i < found.Count; i++)
        {
            if (await session.Files.StatusAsync(VirtualPath.Combine(session.WorkingDirectory, found[i])) is { Ok: true, Value.IsDirectory: true })
                found[i] += "/";
        }

        return found;
    }

    static async ValueTask<List<string>> FindAsync(Session session, string pattern)
    {
        var search = new Search(session);
        var parts = pattern.Split('/');
        if (parts.Count(Glob.IsPattern) > MostLevels)
            return [];
        // As upstream, what stands before the first pattern is a name, backslashes and all; behind it, a backslash takes the next letter as it is.
        var first = Array.FindIndex(parts, Glob.IsPattern);
        List<string> found = [""];
        for (var i = 0; i < parts.Length; i++)
            found = await search.DescendAsync(found, parts[i], first >= 0 && i >= first && (Glob.IsPattern(parts[i]) || parts[i].Contains('\\')), isFirst: i == 0, isLast: i == parts.Length - 1);
        return found;
    }

    sealed class Search(Session session)
    {
        int _names;

        /// <summary>Appends one component of the pattern to each path found so far.</summary>
        public async ValueTask<List<string>> DescendAsync(List<string> bases, string part, bool isPattern, bool isFirst, bool isLast)
        {
            var found = new List<string>();
            foreach (var path in bases)
            {
                var prefix = isFirst ? "" : path + "/";
                if (isPattern)
                    found.AddRange((await MatchAsync(prefix, part, isLast)).Select(name => prefix + name));
                else if (await ExistsAsync(prefix + part, isLast))
                    found.Add(prefix + part);
            }
            return found;
        }

        /// <summary>Only the last component has to exist for itself, and to lead somewhere; those before it are looked at when they are entered.</summary>
        async ValueTask<bool> ExistsAsync(string path, bool isLast) =>
            !isLast || (await session.Files.StatusAsync(Absolute(path))).Ok;

        async ValueTask<List<string>> MatchAsync(string prefix, string part, bool isLast)
        {
            var names = new List<string>();
            // Upstream opens the working directory as ".", which has to be searched for that.
            if (prefix.Length == 0 && !(await session.Files.StatusAsync(session.WorkingDirectory + "/.")).Ok)
                return names;
            var opened = await session.Files.OpenDirectoryAsync(Absolute(prefix));
            if (!opened.Ok)
                return names;
            using var reader = opened.Value;
            while (_names < MostNames && (await reader.ReadAsync()).Value is { Count: > 0 } entries)
            {
                _names += entries.Count;
                names.AddRange(entries.Where(entry => Matches(entry, part, isLast)).Select(entry => entry.Name));
            }
            names.Reverse();
            return names;
        }

        string Absolute(string path) => VirtualPath.Combine(session.WorkingDirectory, path);

        static bool Matches(FileEntry entry, string part, bool isLast) =>
            (isLast || entry.Status.Value.IsDirectory) && Glob.Matches(part, entry.Name, GlobOptions.LeadingPeriod);
    }
}
