using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Commands;

/// <summary>
/// The one list of commands, made from the features of the loaded modules. The rows of the module loaded last come first, as upstream asks them;
/// those for <c>*</c> come before those for a verb.
/// </summary>
/// <param name="commands">Command rows, first asked first.</param>
/// <param name="phases">Rows of the other phases, first run first.</param>
/// <param name="helpOrder">The command rows again, in load order.</param>
/// <param name="site">SITE sub-commands.</param>
/// <param name="feats">What each feature adds to FEAT.</param>
public sealed class CommandTable(
    IReadOnlyList<CommandRow> commands,
    IReadOnlyList<PhaseRow> phases,
    IReadOnlyList<CommandRow> helpOrder,
    IReadOnlyList<SiteRow> site,
    IReadOnlyList<Func<Session, IEnumerable<string>>> feats)
{
    /// <summary>The 500 for a line in which there is no command.</summary>
    public const string NoCommand = "Invalid command: try being more creative";

    readonly Dictionary<string, CommandRow[]> _commands = commands.GroupBy(row => row.Verb)
        .ToDictionary(rows => rows.Key, rows => rows.ToArray(), StringComparer.Ordinal);

    readonly Dictionary<(Phase Phase, string Verb), PhaseRow[]> _phases = phases.GroupBy(row => (row.Phase, row.Verb))
        .ToDictionary(rows => rows.Key, rows => rows.ToArray());

    readonly Dictionary<string, SiteRow> _site = site.ToDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>Every command row, in the order of HELP: modules as they were loaded; a command that several know stands where the first has it.</summary>
    public IReadOnlyList<CommandRow> InHelpOrder { get; } = helpOrder;

    public IReadOnlyList<SiteRow> Site { get; } = site;

    /// <summary>The lines of SITE HELP for one session: those of mod_site, which have a syntax of their own, or of the other modules.</summary>
    public IEnumerable<string> SiteLines(Session session, bool hasSyntax) =>
        Site.Where(row => row.Help is not null == hasSyntax && row.IsAvailable?.Invoke(session) != false).Select(row => row.Listed).OfType<string>();

    public SiteRow? FindSite(string name) => _site.GetValueOrDefault(name);

    /// <summary>The lines of FEAT for one session, without the leading blank, unsorted.</summary>
    public IEnumerable<string> Feats(Session session) => feats.SelectMany(feature => feature(session));

    /// <summary>One line of the control channel as a command; null for an empty line.</summary>
    public Command? Parse(string line) => Command.Parse(this, line);

    /// <summary>The rows of one command; empty when it is unknown.</summary>
    public IReadOnlyList<CommandRow> Rows(string verb) => _commands.GetValueOrDefault(verb, []);

    /// <summary>The handlers of another phase for one command: wildcards first.</summary>
    internal IEnumerable<PhaseRow> Handlers(Phase phase, string verb) =>
        _phases.GetValueOrDefault((phase, "*"), []).Concat(_phases.GetValueOrDefault((phase, verb), []));

    /// <summary>What <c>&lt;Limit&gt;</c> and <c>ExtendedLog</c> take a verb for; an unknown one has no class.</summary>
    internal (CommandGroup Group, CommandClass Class) GroupAndClass(string verb)
    {
        if (Rows(verb) is [var row, ..])
            return (row.Group, row.Class);
        return verb.StartsWith("SITE_", StringComparison.Ordinal) && FindSite(verb[5..]) is { } siteRow
            ? (siteRow.Group, CommandClass.Misc)
            : (CommandGroup.None, CommandClass.None);
    }
}
