namespace ProftpdSharp.Core.FileSystem;

/// <summary>Paths as text, before the kernel sees them: byte strings, absolute inside the jail, <c>/</c> between components.</summary>
public static class VirtualPath
{
    /// <summary>Makes a path absolute and takes <c>.</c>, <c>..</c> and double slashes out, as text: no link is looked at.</summary>
    /// <param name="directory">Absolute and clean: the working directory.</param>
    /// <param name="path">Absolute or relative to it; empty is the directory itself.</param>
    public static string Combine(string directory, string path) =>
        Clean(path.StartsWith('/') ? path : $"{directory}/{path}");

    /// <summary>Takes <c>.</c>, <c>..</c>, double and trailing slashes out of an absolute path; <c>..</c> of the root is the root.</summary>
    public static string Clean(string path)
    {
        var kept = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            else if (part != ".")
                kept.Add(part);
        }
        return "/" + string.Join('/', kept);
    }

    /// <summary>The directory that holds a clean absolute path; of the root the root.</summary>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    /// <summary>The last component; empty for the root.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Whether a clean absolute path is a directory or lies below it.</summary>
    public static bool IsWithin(string path, string directory) =>
        directory == "/" || path == directory
        || (path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory, StringComparison.Ordinal));
}
