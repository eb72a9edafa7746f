using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Daemon.Explaining;

/// <summary>Which directives bear on a command: those of the feature that brings it, and those of what it goes through.</summary>
sealed class Bearing(ServerState state, Session session, Command? command)
{
    /// <summary>Every such directive with its value in force and where that comes from; those that nobody set are named together.</summary>
    public IEnumerable<string> Settings(ConfigScope? scope)
    {
        var unset = new List<string>();
        foreach (var directive in Features().SelectMany(feature => feature.Directives).Where(directive => !directive.IsSectionTag).Distinct())
        {
            var records = RecordsOf(directive, scope).ToList();
            foreach (var record in records)
                yield return $"{record} on {record.Source}";
            if (records.Count == 0)
                unset.Add(directive.Name);
        }

        if (unset.Count > 0)
            yield return $"defaults: {string.Join(", ", unset)}";
    }

    IEnumerable<ConfigRecord> RecordsOf(Directive directive, ConfigScope? scope)
    {
        foreach (var place in new[] { scope, session.TopScope, session.Server.Root, state.Configuration.Process }.OfType<ConfigScope>())
        {
            if (place.Has(directive))
                return place.Records.Where(record => record.Directive == directive);
        }

        return [];
    }

    IEnumerable<Feature> Features()
    {
        if (command is null)
            return [];
        var row = command.Table.Rows(command.Verb) is [var first, ..] ? first : null;
        var own = state.Features.Where(feature => feature.Commands.Any(other => other.Verb == command.Verb) || IsSite(feature));
        List<Feature> through = [CommandFilters.Feature, PathFilters.Feature, FtpAccess.Feature];
        if (command.Group == CommandGroup.Write)
            through.AddRange([CreationMask.Feature, Ownership.Feature, Overwriting.Feature]);
        if (command.Group == CommandGroup.Dirs)
            through.Add(HideRules.Feature);
        if (row?.UsesData == true)
            through.Add(DataAddresses.Feature);
        return own.Concat(through);
    }

    bool IsSite(Feature feature) => command?.Verb == "SITE" && command.Words.Count > 0
        && feature.SiteCommands.Any(row => row.Name.Equals(command.Words[0], StringComparison.OrdinalIgnoreCase));
}
