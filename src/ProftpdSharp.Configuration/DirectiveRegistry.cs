namespace ProftpdSharp.Configuration;

/// <summary>The directives of all modules that this server has, and upstream's table for those it has not. Built once by the daemon.</summary>
public sealed class DirectiveRegistry
{
    readonly Dictionary<string, Directive> _directives = new(StringComparer.OrdinalIgnoreCase);
    readonly List<string> _modules = [];
    readonly HashSet<string> _placed = [];
    readonly HashSet<string> _loadedAtStart = [];

    /// <summary>A registry that knows the language itself: parts of mod_core, mod_dso, mod_ifversion and mod_ifsession.</summary>
    public DirectiveRegistry()
    {
        foreach (var (module, directives) in LanguageDirectives.All)
            Add(module, directives);
        _placed.Clear();
    }

    /// <summary>The modules that are here, in the order in which they were added; those that nobody added come first.</summary>
    public IReadOnlyList<string> Modules => _modules;

    /// <summary>Every directive of the modules that are here.</summary>
    public IEnumerable<Directive> Directives => _directives.Values;

    /// <summary>Whether the module needs no LoadModule.</summary>
    public bool IsLoadedAtStart(string module) => _loadedAtStart.Contains(module);

    /// <summary>Adds a module, or more directives of one.</summary>
    /// <param name="module">As <c>mod_xfer</c>.</param>
    /// <param name="directives">Their declarations; a name may be registered once.</param>
    /// <param name="loadedAtStart">False when the module needs LoadModule, as Debian's shared modules do.</param>
    public void Add(string module, IEnumerable<Directive> directives, bool loadedAtStart = true)
    {
        if (_placed.Add(module))
        {
            _modules.Remove(module);
            _modules.Add(module);
        }

        if (loadedAtStart)
            _loadedAtStart.Add(module);
        foreach (var directive in directives)
        {
            directive.RegisterIn(module);
            _directives.Add(directive.Name, directive);
        }
    }

    /// <summary>The directive of that name, in any case; null when no module here has it.</summary>
    public Directive? Find(string name) => _directives.GetValueOrDefault(name);
}
