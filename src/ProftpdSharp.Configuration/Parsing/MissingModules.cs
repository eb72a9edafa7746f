namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Upstream's modules that LoadModule asked for and that this server has not, and what the configuration wants of them.</summary>
sealed class MissingModules(DirectiveRegistry registry)
{
    readonly HashSet<string> _requested = [];
    readonly List<(Directive Directive, SourceLocation Source, bool? Switch)> _uses = [];

    public bool IsKnown(string module) => UpstreamTable.HasModule(module) && !registry.Modules.Contains(module);

    public void Request(string module) => _requested.Add(module);

    public bool IsRequested(string module) => _requested.Contains(module);

    /// <summary>The directive, when it is one of a module that was asked for and is not here.</summary>
    public Directive? Find(string name) =>
        UpstreamTable.Find(name) is { } directive && _requested.Contains(directive.Module) && registry.Find(name) is null ? directive : null;

    /// <summary>Remembers that a line wants such a module, unless it is a section tag.</summary>
    public void Note(Directive directive, IReadOnlyList<string> arguments, SourceLocation source)
    {
        var isSwitch = UpstreamTable.IsEngineSwitch(directive) && arguments.Count > 0;
        _uses.Add((directive, source, isSwitch ? Values.AsBoolean(arguments[0]) ?? true : null));
    }

    /// <summary>The modules that the configuration cannot do without: it uses them, and does not switch them off.</summary>
    public IReadOnlyList<(string Module, IReadOnlyList<(string Directive, SourceLocation Source)> Uses)> Needed() =>
        [.. _uses.GroupBy(use => use.Directive.Module)
            .Where(IsInForce)
            .Select(group => (group.Key, UsesOf(group)))];

    static bool IsInForce(IEnumerable<(Directive Directive, SourceLocation Source, bool? Switch)> uses)
    {
        var switches = uses.Where(use => use.Switch is not null).Select(use => use.Switch).ToList();
        return switches.Contains(true) || !switches.Contains(false);
    }

    static IReadOnlyList<(string Directive, SourceLocation Source)> UsesOf(
        IEnumerable<(Directive Directive, SourceLocation Source, bool? Switch)> uses) =>
        [.. uses.Where(use => use.Switch != false).Select(use => (use.Directive.Name, use.Source))];
}
