using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ls;

/// <summary>NLST (RFC 959): names that a client can give to RETR, in the order of the file system.</summary>
static class NameList
{
    public static readonly Feature Feature = new("NLST");

    static NameList() =>
        Feature.Command("NLST", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, ListAsync, "[<sp> (pathname)]", usesData: true);

    static async ValueTask<Outcome> ListAsync(Session session, Command command)
    {
        var settings = await ListSettings.ForAsync(session, command.Verb);
        var (given, path) = await ListSwitches.SplitAsync(session, command.Argument, settings);
        var target = await ListTarget.FindAsync(session, command, path);
        var switches = ListSwitches.Of(session, given, settings);
        switches.RememberNames(session);
        if (Failure(session, command, target) is not { } failure)
            return await ListCommand.SendAsync(session, command, Lines(new Names(session, command, switches, settings), target), failure: null);
        if (!settings.NoErrorIfAbsent || target is not { Error: Errno.ENOENT } and not { Matches.Count: 0 })
        {
            // Who waits for the end of a data connection before the reply learns of it, as upstream.
            session.State(TransferState.Key).ForgetPassive();
            return session.Fail(450, failure);
        }

        var outcome = await ListCommand.SendAsync(session, command, AsyncEnumerable.Empty<string>(), failure: null);
        // Upstream says it twice here.
        if (outcome == Outcome.Handled)
            session.Responses.Add(226, "Transfer complete");
        return outcome;
    }

    static IAsyncEnumerable<string> Lines(Names names, ListTarget target)
    {
        if (target.Matches is { } matches)
            return target.Decision.Reason is Refusal.None or Refusal.Limit or Refusal.Hidden ? names.MatchesAsync(matches) : AsyncEnumerable.Empty<string>();
        return target.IsDirectory ? names.DirectoryAsync(target.Decision.RealPath, target.Decision.Scope, Prefix(target.Shown)) : names.OneAsync(target);
    }

    /// <summary>What is wrong before a data connection is made for it; null when names can be sent.</summary>
    static string? Failure(Session session, Command command, ListTarget target)
    {
        var name = command.LineArgument.Length > 0 ? command.LineArgument : session.WorkingDirectory;
        if (target.Matches is not null)
            return target.Matches.Count == 0 ? "No files found" : null;
        if (!target.Decision.Allowed && target.Decision.Reason != Refusal.NotFound)
            return $"{name}: {Errno.ENOENT.Describe()}";
        if (target.Error != Errno.None)
            return $"{(session.ConvertsNothing ? command.LineArgument.TrimEnd('/') : command.LineArgument)}: {target.Error.Describe()}";
        if (ListingRules.RefusesHidden(target.Decision))
            return $"{name}: {Errno.EACCES.Describe()}";
        return target.Target.Value.IsDirectory || target.Target.Value.IsRegular ? null : $"{name}: Not a regular file";
    }

    /// <summary>What stands before the names of a directory, and a file's own name: its path as it was given, without dots and doubled slashes that mean nothing.</summary>
    static string Prefix(string shown)
    {
        if (shown.StartsWith('/'))
            return VirtualPath.Clean(shown).TrimEnd('/') + "/";
        var parts = new List<string>();
        foreach (var part in shown.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part == ".." && parts is [.., not ".."])
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }
        return string.Concat(parts.Select(part => part + "/"));
    }

    /// <summary>The names of one listing.</summary>
    sealed class Names(Session session, Command command, ListSwitches switches, ListSettings settings)
    {
        int _count;
        int _directories;

        /// <summary>A pattern's matches; what cannot be read or listed is not among the names, nor what they hide.</summary>
        public async IAsyncEnumerable<string> MatchesAsync(IReadOnlyList<string> matches)
        {
            foreach (var match in matches)
            {
                var path = VirtualPath.Combine(session.WorkingDirectory, match);
                var status = await session.Files.LinkStatusAsync(path);
                if (!status.Ok || !await ShowsAsync(match, status.Value))
                    continue;
                var target = status.Value.IsSymbolicLink ? await session.Files.StatusAsync(path) : status;
                if (!target.Ok || !(target.Value.IsRegular || target.Value.IsDirectory))
                    continue;
                if (!switches.Recursive || !target.Value.IsDirectory)
                {
                    yield return Spelled(match);
                    continue;
                }

                // The only thing that -R does here.
                if (settings.MaxDirectories > 0 && _directories++ >= settings.MaxDirectories)
                {
                    session.Log.Debug(8, $"ListOptions maxdirs ({settings.MaxDirectories}) reached");
                    continue;
                }
                var real = await session.Files.BestPathAsync(path);
                await foreach (var name in DirectoryAsync(real, await PathAccess.ScopeAsync(session, real), match.TrimEnd('/') + "/"))
                    yield return name;
            }
        }

        /// <summary>One file, which of all rules only HideFiles hides.</summary>
        public async IAsyncEnumerable<string> OneAsync(ListTarget target)
        {
            var (path, shown) = (target.Decision.Path, Prefix(target.Shown).TrimEnd('/'));
            var (parent, name) = (await session.Files.BestPathAsync(VirtualPath.Parent(path)), VirtualPath.Name(path));
            // A link's own section, not that of what it leads to.
            var isHidden = shown.Contains('/')
                ? (await ListingRules.ForAsync(session, command, parent)).HidesName(name)
                : ListingRules.HidesItself(session, await PathAccess.ScopeAsync(session, VirtualPath.Combine(parent, name)), shown);
            if (!isHidden)
                yield return Spelled(shown);
        }

        /// <summary>With -1 names alone, whatever the client wrote before them.</summary>
        string Spelled(string path) => switches.NamesAlone ? VirtualPath.Name(path) : path;

        async ValueTask<bool> ShowsAsync(string match, FileStatus status)
        {
            var name = VirtualPath.Name(match);
            if (!match.Contains('/') && ListingRules.HidesItself(session, await PathAccess.ScopeAsync(session, VirtualPath.Combine(session.WorkingDirectory, match)), match))
                return false;
            var parent = await session.Files.BestPathAsync(VirtualPath.Combine(session.WorkingDirectory, match[..^name.Length]));
            return await (await ListingRules.ForAsync(session, command, parent)).ShowsMatchAsync(name, status);
        }

        public async IAsyncEnumerable<string> DirectoryAsync(string directory, ConfigScope scope, string prefix)
        {
            var names = ReadAsync(directory);
            if (ListingRules.LeavesOutDotNames(scope))
                names = names.Where(name => !name.StartsWith('.'));
            if (settings.SortedNlst)
                names = SortAsync(names);
            if (switches.NamesAlone)
                prefix = "";
            await foreach (var name in names)
            {
                // As upstream, one more than the limit.
                if (settings.MaxFiles > 0 && _count++ > settings.MaxFiles)
                {
                    session.Log.Debug(8, $"ListOptions maxfiles ({settings.MaxFiles}) reached");
                    yield break;
                }
                yield return prefix + name;
            }
        }

        static async IAsyncEnumerable<string> SortAsync(IAsyncEnumerable<string> names)
        {
            var sorted = await names.ToListAsync();
            sorted.Sort(string.CompareOrdinal);
            foreach (var name in sorted)
                yield return name;
        }

        async IAsyncEnumerable<string> ReadAsync(string path)
        {
            var opened = await session.Files.OpenDirectoryAsync(path);
            if (!opened.Ok)
                yield break;
            using var reader = opened.Value;
            var rules = await ListingRules.ForAsync(session, command, path);
            while ((await reader.ReadAsync()).Value is { Count: > 0 } entries)
            {
                foreach (var entry in entries)
                {
                    if (entry.Status.Ok && switches.Shows(entry.Name)
                        && await rules.ShowsAsync(entry.Name, entry.Status.Value) && await LeadsSomewhereAsync(path, entry))
                    {
                        yield return entry.Name;
                    }
                }
            }
        }

        /// <summary>A link to nothing is left out; one to a link is not, wherever that leads. Its dots are taken as text.</summary>
        async ValueTask<bool> LeadsSomewhereAsync(string directory, FileEntry entry)
        {
            if (!entry.Status.Value.IsSymbolicLink)
                return true;
            var text = await session.Files.ReadLinkAsync($"{directory}/{entry.Name}");
            return !text.Ok || (await session.Files.LinkStatusAsync(VirtualPath.Combine(directory, text.Value))).Error is Errno.None or Errno.ELOOP;
        }
    }
}
