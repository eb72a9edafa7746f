using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ls;

/// <summary>The lines of LIST and STAT for one target, with the limits that ListOptions sets on them.</summary>
/// <param name="session">Whose listing.</param>
/// <param name="command">LIST or STAT: the rules that hide entries are asked for it.</param>
/// <param name="scope">Whose DirFakeUser and DirFakeGroup are shown.</param>
/// <param name="switches">Letters of ls(1).</param>
/// <param name="settings">ListOptions.</param>
sealed class Listing(Session session, Command command, ConfigScope scope, ListSwitches switches, ListSettings settings)
{
    readonly EntryLine _line = new(session, scope, switches, settings);
    readonly bool _followLinks = switches.FollowLinks || !session.TopScope.Get(Disguise.ShowSymlinks);
    int _entries;
    int _directories;
    bool _isFull;
    (string Parent, ListingRules Rules)? _rules;

    bool IsRecursive => switches is { Recursive: true, Layout: Layout.Long, DirectoryItself: false };

    /// <summary>One thing by itself, if the rules of its directory show it.</summary>
    /// <param name="shown">The name to show, as the client gave it.</param>
    /// <param name="path">Absolute inside the jail.</param>
    public async IAsyncEnumerable<string> OneAsync(string shown, string path)
    {
        if (await EntryAsync(await RulesAsync(path), VirtualPath.Name(path), shown, path) is not { } entry || await LeadsBackAsync(entry))
            yield break;
        await foreach (var line in WriteAsync([entry]))
            yield return line;
    }

    /// <summary>As upstream: of a link that leads nowhere nothing is listed when its text, dots taken as text, names something.</summary>
    async ValueTask<bool> LeadsBackAsync(ListEntry entry)
    {
        if (!entry.Status.IsSymbolicLink || (await session.Files.StatusAsync(entry.Path)).Ok)
            return false;
        var text = await session.Files.ReadLinkAsync(entry.Path);
        return text.Ok && (await session.Files.LinkStatusAsync(VirtualPath.Combine(VirtualPath.Parent(entry.Path), text.Value))).Ok;
    }

    /// <summary>
    /// What a pattern matched: each by itself, and after them what is in the directories with <c>-R</c> (with a layout of names no deeper), or in the one
    /// that is called like the pattern.
    /// </summary>
    /// <param name="matches">Paths as the client began to spell them.</param>
    /// <param name="pattern">What they match.</param>
    public async IAsyncEnumerable<string> MatchesAsync(IReadOnlyList<string> matches, string pattern)
    {
        var entries = new List<ListEntry>();
        foreach (var match in matches)
        {
            var path = VirtualPath.Combine(session.WorkingDirectory, match);
            var name = match is "." or ".." ? match : VirtualPath.Name(path);
            if (switches.Shows(VirtualPath.Name(match.TrimEnd('/'))) && await EntryAsync(await RulesAsync(path), name, match, path) is { } entry)
                entries.Add(entry);
        }
        // By time they stay as the pattern found them; and names are sorted even without an order.
        if (!switches.ByTime)
            SortByName(entries);
        var (alone, entered) = (new List<ListEntry>(), new List<ListEntry>());
        foreach (var entry in entries)
            (IsMeant(entry) && await LeadsToDirectoryAsync(entry) ? entered : alone).Add(entry);
        bool IsMeant(ListEntry entry) => (switches.Recursive || entry.Shown == pattern) && !switches.DirectoryItself;
        // One directory alone needs no heading.
        if (matches.Count == 1 && entered.Count == 1)
        {
            await foreach (var line in DirectoryAsync(entered[0].Path, entered[0].Shown))
                yield return line;
            yield break;
        }

        await foreach (var line in WriteAsync(alone))
            yield return line;
        await foreach (var line in DescendAsync(entered, entry => entry.Shown, depth: 0))
            yield return line;
    }

    /// <summary>What is in a directory; nothing when it cannot be read.</summary>
    /// <param name="path">Absolute inside the jail, without links.</param>
    /// <param name="shown">How headings of a recursive listing begin; empty for the working directory.</param>
    public IAsyncEnumerable<string> DirectoryAsync(string path, string shown) => DirectoryAsync(path, shown, depth: 0);

    async IAsyncEnumerable<string> DirectoryAsync(string path, string shown, int depth)
    {
        // As upstream, one that can be entered counts for maxdirs, whether it can be read or not.
        if (await CanBeEnteredAsync(path))
            _directories++;
        if (await ReadAsync(path) is not { } entries)
            yield break;
        if (!switches.Unsorted)
            SortByName(entries);
        await foreach (var line in WriteAsync(entries))
            yield return line;
        if (!IsRecursive)
            yield break;
        var inner = new List<ListEntry>();
        foreach (var entry in InOrder(entries))
        {
            if (entry.Status.IsDirectory && !entry.IsOnlyCounted && await CanBeEnteredAsync(entry.Path))
                inner.Add(entry);
        }

        await foreach (var line in DescendAsync(inner, entry => Heading(shown, entry.Shown), depth + 1))
            yield return line;
    }

    /// <summary>What a pattern matched is entered through links, and has its heading even if nobody may go there.</summary>
    async ValueTask<bool> LeadsToDirectoryAsync(ListEntry entry) => entry.Status.IsDirectory
        || (entry.Status.IsSymbolicLink && await session.Files.StatusAsync(entry.Path) is { Ok: true, Value.IsDirectory: true });

    /// <summary>Directories, each under its heading.</summary>
    async IAsyncEnumerable<string> DescendAsync(IReadOnlyList<ListEntry> entries, Func<ListEntry, string> heading, int depth)
    {
        foreach (var entry in entries.Where(entry => VirtualPath.Name(entry.Shown) is not ("." or "..")))
        {
            var isFull = _isFull || Reached("maxfiles", settings.MaxFiles, _entries) || Reached("maxdirs", settings.MaxDirectories, _directories);
            if (isFull && depth > 0)
                yield break;
            yield return "";
            yield return heading(entry) + ":";
            // As upstream: the heading of the level that is too deep is still written, and ends the level above.
            if (settings.MaxDepth > 0 && depth >= settings.MaxDepth)
            {
                session.Log.Debug(8, $"ListOptions maxdepth ({settings.MaxDepth}) reached");
                yield break;
            }
            // As upstream: what a pattern matched has its heading all the same, and of too many directories the first that can be entered ends the listing.
            if (isFull && settings.MaxDirectories > 0 && _directories >= settings.MaxDirectories && await CanBeEnteredAsync(entry.Path))
                yield break;
            if (isFull)
                continue;
            await PathAccess.EnterAsync(session, entry.Path);
            await foreach (var line in DirectoryAsync(entry.Path, heading(entry), depth))
                yield return line;
        }
    }

    static string Heading(string shown, string name) => shown switch
    {
        "" or "." => name,
        _ when shown.EndsWith('/') => shown + name,
        _ => $"{shown}/{name}",
    };

    /// <summary>As many as maxfiles leaves, and only then in the order of their times or sizes, as upstream.</summary>
    async IAsyncEnumerable<string> WriteAsync(List<ListEntry> entries)
    {
        var taken = new List<ListEntry>();
        foreach (var entry in entries)
        {
            if (_isFull || Reached("maxfiles", settings.MaxFiles, _entries))
                break;
            _entries++;
            if (!entry.IsOnlyCounted)
                taken.Add(entry);
        }
        var names = new List<string>();
        foreach (var entry in InOrder(taken))
        {
            if (switches.Layout == Layout.Long || _line.Style == ListStyle.Windows)
            {
                if (await _line.LongAsync(entry) is { } line)
                    yield return line;
            }
            else if (await _line.NameAsync(entry) is { } name)
            {
                names.Add(name);
            }
        }
        // Only what is sorted stands in columns.
        foreach (var line in switches is { Layout: Layout.Columns, Unsorted: false } ? Columns.Arrange(names) : names)
            yield return line;
    }

    /// <summary>Whether a limit on the whole listing is used up, which ends it.</summary>
    bool Reached(string what, int limit, int count)
    {
        if (limit == 0 || count < limit)
            return false;
        if (!_isFull)
            session.Log.Debug(8, $"ListOptions {what} ({limit}) reached");
        return _isFull = true;
    }

    async ValueTask<bool> CanBeEnteredAsync(string path) => (await session.Files.StatusAsync(path + "/.")).Ok;

    /// <summary>The entries that are shown; null when the directory cannot be read.</summary>
    async ValueTask<List<ListEntry>?> ReadAsync(string path)
    {
        var opened = await session.Files.OpenDirectoryAsync(path);
        if (!opened.Ok)
            return null;
        var entries = new List<ListEntry>();
        using var reader = opened.Value;
        var rules = await ListingRules.ForAsync(session, command, path);
        while ((await reader.ReadAsync()).Value is { Count: > 0 } batch)
        {
            foreach (var found in batch.Where(found => found.Status.Ok && switches.Shows(found.Name)))
            {
                var entry = new ListEntry(found.Name, $"{path.TrimEnd('/')}/{found.Name}", found.Status.Value);
                if (await rules.ShowsAsync(found.Name, found.Status.Value))
                    entries.Add(await ResolveAsync(entry));
            }
        }
        return entries;
    }

    /// <summary>The rules of the directory that holds a path, which is the same for most matches of a pattern.</summary>
    async ValueTask<ListingRules> RulesAsync(string path)
    {
        var parent = VirtualPath.Parent(path);
        if (_rules is { } known && known.Parent == parent)
            return known.Rules;
        var rules = await ListingRules.ForAsync(session, command, await session.Files.BestPathAsync(parent));
        _rules = (parent, rules);
        return rules;
    }

    /// <param name="rules">Those of its directory.</param>
    /// <param name="name">What they judge it by: the dots of a pattern's match are always shown.</param>
    /// <param name="shown">How it is written.</param>
    /// <param name="path">Absolute inside the jail.</param>
    async ValueTask<ListEntry?> EntryAsync(ListingRules rules, string name, string shown, string path)
    {
        var status = await session.Files.LinkStatusAsync(path);
        if (!status.Ok || !await rules.ShowsAsync(name, status.Value))
            return null;
        return await ResolveAsync(new ListEntry(shown, path, status.Value));
    }

    /// <summary>Where links are not shown, what they lead to takes their place, and those that lead nowhere only count.</summary>
    async ValueTask<ListEntry> ResolveAsync(ListEntry entry)
    {
        if (!entry.Status.IsSymbolicLink)
            return entry;
        entry = entry with { IsOnlyCounted = await LeadsUpwardsAsync(entry.Path) };
        if (!_followLinks)
            return entry;
        var target = await session.Files.StatusAsync(entry.Path);
        return target.Ok ? entry with { Status = target.Value } : entry with { IsOnlyCounted = true };
    }

    async ValueTask<bool> LeadsUpwardsAsync(string path)
    {
        var text = await session.Files.ReadLinkAsync(path);
        return text is { Ok: true, Value: ['.', ..] }
            && Array.TrueForAll(text.Value.Split('/', StringSplitOptions.RemoveEmptyEntries), part => part is "." or "..");
    }

    static void SortByName(List<ListEntry> entries) => entries.Sort((left, right) => string.CompareOrdinal(left.Shown, right.Shown));

    /// <summary>By time or size, where one is asked for; what is equal stays as it is.</summary>
    IEnumerable<ListEntry> InOrder(IEnumerable<ListEntry> entries) => switches.Unsorted || switches is { ByTime: false, BySize: false }
        ? entries
        : entries.Order(Comparer<ListEntry>.Create((left, right) => ByKey(left.Status, right.Status)));

    /// <summary>The newest or largest first; the other way round with <c>-r</c>.</summary>
    int ByKey(in FileStatus left, in FileStatus right)
    {
        var order = switches switch
        {
            { ByTime: true } => _line.TimeOf(right).Seconds.CompareTo(_line.TimeOf(left).Seconds),
            { BySize: true } => right.Size.CompareTo(left.Size),
            _ => 0,
        };
        return switches.Reverse ? -order : order;
    }
}
