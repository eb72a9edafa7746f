using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Server;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Something that is accepted and probably not meant.</summary>
/// <param name="Id">By which reports name it; never changes.</param>
/// <param name="Sentence">What is wrong with it in general.</param>
/// <param name="Fix">What to do.</param>
sealed record LintRule(string Id, string Sentence, string Fix)
{
    public Finding At(SourceLocation? source, string text) => new(this, text, source);
}

/// <summary>One place where a rule is broken.</summary>
/// <param name="Rule">Which.</param>
/// <param name="Text">What is wrong there.</param>
/// <param name="Source">The line.</param>
sealed record Finding(LintRule Rule, string Text, SourceLocation? Source);

/// <summary>What the rules look at.</summary>
/// <param name="State">The configuration with its modules' commands.</param>
/// <param name="Host">The machine.</param>
/// <param name="Now">For the dates of certificates.</param>
sealed record LintSubject(ServerState State, ConfigurationHost Host, DateTimeOffset Now)
{
    public ServerConfiguration Configuration => State.Configuration;

    /// <summary>Every section of every server, the servers' own included.</summary>
    public IEnumerable<(VirtualServer Server, ConfigScope Scope)> Scopes =>
        Configuration.Servers.SelectMany(server => Inside(server.Root).Select(scope => (server, scope)));

    /// <summary>Every parameter where it was written or copied from Global, without what sections take over from around them.</summary>
    public IEnumerable<(VirtualServer Server, ConfigScope Scope, ConfigRecord Record)> Records =>
        Scopes.SelectMany(place => OwnRecords(place.Scope).Select(record => (place.Server, place.Scope, record)));

    public static IEnumerable<ConfigScope> Inside(ConfigScope scope) => scope.Sections.SelectMany(Inside).Prepend(scope);

    public static IEnumerable<ConfigRecord> OwnRecords(ConfigScope scope) => scope.Records.Where(record => !record.Directive.IsImplied && scope.Parent?.Records.Contains(record) != true);
}
