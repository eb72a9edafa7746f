using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Facts;

/// <summary>MLSD, MLST and OPTS MLST (RFC 3659 section 7).</summary>
static class MachineListing
{
    const int MostLinks = 40;

    public static readonly Feature Feature = new("MLSD MLST");

    static MachineListing()
    {
        Feature.Command("MLSD", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, ListAsync, "[<sp> pathname]", usesData: true);
        Feature.Command("MLST", CommandGroup.Dirs, CommandClass.Dirs, Login.Required, ShowAsync, "[<sp> pathname]");
        Feature.Command("OPTS_MLST", CommandGroup.None, CommandClass.Misc, Login.NotRequired, ChooseFactsAsync);
        Feature.Feat(Advertise);
    }

    /// <summary>As upstream: OPTS MLST makes its own line appear, whatever FactsAdvertise says.</summary>
    static IEnumerable<string> Advertise(Session session)
    {
        var isAdvertised = session.Server.Root.Get(FactsSettings.FactsAdvertise);
        if (isAdvertised || FactsSettings.IsChosen(session))
            yield return FactNames.Advertise(FactsSettings.InForce(session));
        if (isAdvertised)
            yield return "TVFS";
    }

    static async ValueTask<Outcome> ListAsync(Session session, Command command)
    {
        // A tilde is a letter like others here.
        var argument = command.Argument.StartsWith('~') ? "./" + command.Argument : command.Argument;
        var decision = await PathAccess.ResolveAsync(session, command, argument, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var opened = await session.Files.OpenDirectoryAsync(decision.RealPath);
        if (!opened.Ok)
            return session.Fail(550, await FailureAsync(session, command, decision, opened.Error));
        using var reader = opened.Value;
        var opening = TransferReplies.Opening(session, "MLSD");
        using var transfer = await DataTransfer.OpenAsync(session, command, TransferDirection.Send, opening);
        if (transfer is null)
            return Outcome.Failed;
        await transfer.SendTextAsync(ListingText.ChunksAsync(LinesAsync(session, command, decision, reader), session.Charsets));
        return await transfer.CompleteAsync();
    }

    /// <summary>What is no directory is named so; below it there is nothing to name.</summary>
    static async ValueTask<string> FailureAsync(Session session, Command command, AccessDecision decision, Errno error)
    {
        var isThere = (await session.Files.StatusAsync(decision.RealPath)).Ok;
        if (error == Errno.ENOTDIR && isThere)
            return $"'{command.Argument}' is not a directory";
        if (isThere)
            FilePermissions.NoteRefusal(session, command.Verb, $"opening directory '{decision.RealPath}'", error);
        return $"{(command.HasArgument ? command.Argument : session.WorkingDirectory)}: {error.Describe()}";
    }

    static async IAsyncEnumerable<string> LinesAsync(Session session, Command command, AccessDecision decision, DirectoryReader reader)
    {
        var line = new FactLine(session, decision.Scope, session.TopScope.Get(Disguise.ShowSymlinks));
        var rules = await ListingRules.ForAsync(session, command, decision.RealPath);
        while ((await reader.ReadAsync()).Value is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                var path = VirtualPath.Combine(decision.RealPath, entry.Name);
                // Dots are text: they are known where the directory may not be searched.
                var status = entry.Status.Ok || entry.Name is not ("." or "..") ? entry.Status : await session.Files.StatusAsync(path);
                if (status.Ok && await rules.ShowsAsync(entry.Name, status.Value) && await line.WriteAsync(entry.Name, path, status.Value) is { } text)
                    yield return text;
            }
        }
    }

    static async ValueTask<Outcome> ShowAsync(Session session, Command command)
    {
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Lexical);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var shown = command.HasArgument ? command.Argument : session.WorkingDirectory;
        // What is hidden is answered, with nothing about it.
        var line = decision.IsHidden || await HidesDotsAsync(session, command, shown) ? "" : await FactsAsync(session, decision);
        if (line is null)
            return session.Fail(550, $"'{shown}' cannot be listed");
        session.Responses.Add(250, $"Start of list for {shown}");
        if (line.Length > 0)
            session.Responses.Continue(line);
        session.Responses.Continue("End of list");
        return Outcome.Handled;
    }

    /// <summary>Whether HideFiles hides a path that ends in <c>.</c> or <c>..</c>, which are names here.</summary>
    static async ValueTask<bool> HidesDotsAsync(Session session, Command command, string path)
    {
        var name = VirtualPath.Name(path);
        if (name is not ("." or ".."))
            return false;
        var directory = await session.Files.BestPathAsync(VirtualPath.Combine(session.WorkingDirectory, path[..^name.Length]));
        return (await ListingRules.ForAsync(session, command, directory)).HidesName(name);
    }

    /// <summary>The line about one thing; null when there is nothing.</summary>
    static async ValueTask<string?> FactsAsync(Session session, AccessDecision decision)
    {
        var status = await session.Files.LinkStatusAsync(decision.Path);
        // Upstream shows a link as one only where ShowSymlinks was written.
        var showLinks = session.TopScope.Find(Disguise.ShowSymlinks) is { Value: true };
        if (!status.Ok)
            return null;
        // It is called by what it leads to, unless its fact says that.
        var isFollowed = showLinks && status.Value.IsSymbolicLink && !FactsSettings.Has(session, FactsOption.UseSlink);
        var shown = isFollowed ? await TargetAsync(session.Files, decision.Path) : decision.Path;
        return await new FactLine(session, decision.Scope, showLinks).WriteAsync(shown, decision.Path, status.Value);
    }

    /// <summary>The real path of what links lead to; as upstream, with <c>..</c> at its end where the text of the last one ends so.</summary>
    static async ValueTask<string> TargetAsync(SessionFiles files, string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            var text = await files.ReadLinkAsync(path);
            if (!text.Ok)
                break;
            path = text.Value.StartsWith('/') ? text.Value : $"{VirtualPath.Parent(path).TrimEnd('/')}/{text.Value}";
            var last = VirtualPath.Name(path.TrimEnd('/'));
            var rest = await files.BestPathAsync(path.TrimEnd('/')[..^last.Length]);
            path = $"{rest.TrimEnd('/')}/{last}";
            if (last == "..")
                return path;
        }
        return await files.BestPathAsync(path);
    }

    /// <summary>Each fact ends in a semicolon; what is unknown is left out of the answer and of the lines.</summary>
    static ValueTask<Outcome> ChooseFactsAsync(Session session, Command command)
    {
        if (command.Words.Count > 1)
            return new(session.Fail(501, "'OPTS MLST' not understood"));
        var names = command.Argument.Split(';');
        var facts = names[..^1].Select(FactNames.Find).Where(fact => fact != Fact.None).ToList();
        FactsSettings.Choose(session, facts.Aggregate(Fact.None, (all, fact) => all | fact));
        var answer = string.Concat(facts.Select(fact => FactNames.NameOf(fact) + ";"));
        return new(session.Succeed(200, command.HasArgument ? $"MLST OPTS {answer}" : "MLST OPTS"));
    }
}
