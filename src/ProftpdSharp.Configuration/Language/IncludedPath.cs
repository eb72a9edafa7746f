using ProftpdSharp.Configuration.Parsing;
using ProftpdSharp.Configuration.Patterns;

namespace ProftpdSharp.Configuration.Language;

/// <summary>Finds the files that one Include names: a file, a directory, a pattern in the last component, or patterns before it.</summary>
sealed class IncludedPath(Parser parser, SourceLocation includedFrom)
{
    const int DeepestWildcard = 64;
    const string NoMatch = "No such file or directory";

    int _depth;

    /// <summary>How it ended: strerror's text for the warning, or for a fatal message.</summary>
    public readonly record struct Outcome(string? Error, bool IsFatal)
    {
        public static Outcome Done => default;
    }

    public Outcome Include(string path)
    {
        if (parser.Stopped)
            return Outcome.Done;
        var slash = path.LastIndexOf('/');
        var (directory, last) = (path[..slash].TrimEnd('/'), path[(slash + 1)..]);
        if (Glob.IsPattern(directory))
            return InWildcardDirectories(path, directory);
        if (Glob.IsPattern(last))
            return InDirectory(path, directory, last);
        // A slash behind a link to a directory does not make it one.
        return parser.Host.LinkStatus(OrRoot(path.TrimEnd('/'))).Kind == PathKind.Directory
            ? All(path.TrimEnd('/'), List(path, _ => true))
            : new Outcome(parser.ParseFile(path, includedFrom), false);
    }

    Outcome InDirectory(string path, string directory, string pattern)
    {
        var status = parser.Host.LinkStatus(OrRoot(directory));
        if (status.Error is not null)
        {
            parser.Error($"error: failed to check configuration path '{directory}': {status.Error}");
            return new Outcome(status.Error, false);
        }

        if (IsForbiddenLink(status))
            return Linked(path);
        var listing = List(directory, name => Glob.Matches(pattern, name, GlobOptions.LeadingPeriod));
        return listing.Error is null ? All(directory, listing) : Unopened(directory, listing.Error);
    }

    /// <summary>The first component that is a pattern is expanded, the rest is included in each of its matches.</summary>
    Outcome InWildcardDirectories(string path, string directory)
    {
        if (parser.Inclusion.HasFlag(InclusionOptions.IgnoreWildcards))
        {
            parser.Error($"error: wildcard patterns not allowed in configuration directory name '{directory}'");
            return new Outcome("Invalid argument", true);
        }

        var components = path.Split('/');
        var first = Array.FindIndex(components, Glob.IsPattern);
        var (parent, suffix) = (string.Join('/', components[..first]), string.Join('/', components[(first + 1)..]));
        var status = parser.Host.LinkStatus(OrRoot(parent));
        if (status.Error is not null)
        {
            parser.Error($"error: failed to check configuration path '{parent}': {status.Error}");
            return new Outcome(status.Error, false);
        }

        if (IsForbiddenLink(status))
            return Linked(parent);
        parser.Notice($"processing configuration directory '{OrRoot(parent)}' using pattern '{components[first]}', suffix '{suffix}'");
        var listing = List(parent, name => Glob.Matches(components[first], name, GlobOptions.LeadingPeriod));
        if (listing.Error is not null)
            return Unopened(parent, listing.Error);
        if (listing.Names is not { Count: > 0 })
        {
            parser.Error($"error: no matches found for wildcard directory '{path}'");
            return new Outcome(NoMatch, false);
        }

        return InEach(listing.Names.Select(name => $"{parent}/{name}/{suffix}"));
    }

    Outcome InEach(IEnumerable<string> paths)
    {
        if (++_depth > DeepestWildcard)
            return new Outcome("Invalid argument", true);
        foreach (var path in paths)
        {
            var outcome = Include(path);
            if (outcome.Error is not null)
                return outcome;
        }

        _depth--;
        return Outcome.Done;
    }

    bool IsForbiddenLink(PathStatus status) => status.Kind == PathKind.SymbolicLink && !parser.Inclusion.HasFlag(InclusionOptions.AllowSymlinks);

    Outcome Linked(string path)
    {
        parser.Error($"error: cannot read configuration path '{path}': Symbolic link");
        return new Outcome("Not a directory", false);
    }

    Outcome Unopened(string directory, string error)
    {
        parser.Error($"error: unable to open configuration directory '{directory}': {error}");
        return new Outcome("Invalid argument", true);
    }

    /// <summary>Reads the files; one that cannot be read is passed over.</summary>
    Outcome All(string directory, DirectoryListing listing)
    {
        foreach (var name in listing.Names ?? [])
        {
            if (parser.Stopped)
                break;
            if (parser.ParseFile($"{directory}/{name}", includedFrom) is { } error)
                parser.Error($"error: unable to open parse file '{directory}/{name}': {error}");
        }

        return listing.Error is null ? Outcome.Done : Unopened(directory, listing.Error);
    }

    DirectoryListing List(string directory, Predicate<string> wanted)
    {
        var listing = parser.Host.ListDirectory(OrRoot(directory));
        var names = (listing.Names ?? []).Where(name => wanted(name) && !IsIgnored(name)).Order(StringComparer.Ordinal);
        return listing with { Names = [.. names] };
    }

    static string OrRoot(string path) => path.Length == 0 ? "/" : path;

    bool IsIgnored(string name) =>
        parser.Inclusion.HasFlag(InclusionOptions.IgnoreTempFiles)
        && (Glob.Matches("*~", name, GlobOptions.LeadingPeriod) || Glob.Matches("*.sw?", name, GlobOptions.LeadingPeriod));
}
