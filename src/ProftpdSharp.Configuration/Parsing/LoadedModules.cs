namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Which modules are loaded at the current line, in order.</summary>
sealed class LoadedModules(DirectiveRegistry registry)
{
    const string LoadedLast = "mod_ifsession";

    /// <summary>Those that are there from the start, and in Debian's ProFTPD only after LoadModule.</summary>
    static readonly string[] Additional = ["mod_tls", "mod_ifversion", LoadedLast];

    readonly List<string> _modules = [.. registry.Modules.Where(registry.IsLoadedAtStart)];
    readonly HashSet<string> _requested = [];
    bool _isLastPlaced;

    /// <summary>What LoadModule named so far, of the modules that are here.</summary>
    public IReadOnlyCollection<string> Requested => _requested;

    public bool Contains(string module) => _modules.Contains(module);

    /// <summary>Whether ProFTPD would lack the module: the file loads modules, and this one, which is here from the start, has not been asked for.</summary>
    public bool IsOnlyHere(string module) => _requested.Count > 0 && !_requested.Contains(module) && Additional.Contains(module);

    /// <summary>Loads a module that is here. mod_ifsession, though there from the start, takes the place where it is asked for.</summary>
    /// <returns>False when it was loaded already.</returns>
    public bool Load(string module)
    {
        _requested.Add(module);
        if (module == LoadedLast && !_isLastPlaced)
        {
            _modules.Remove(module);
            _isLastPlaced = true;
            _modules.Add(module);
            return true;
        }

        if (Contains(module))
            return false;
        _modules.Add(module);
        return true;
    }

    /// <summary>ModuleOrder: the modules named, in that order, then the others.</summary>
    public void Reorder(IReadOnlyList<string> first)
    {
        var rest = _modules.Except(first).ToList();
        _modules.Clear();
        _modules.AddRange(first);
        _modules.AddRange(rest);
        _isLastPlaced |= first.Contains(LoadedLast);
    }

    /// <summary>The order in force; a mod_ifsession that nobody placed counts as the last.</summary>
    public IReadOnlyList<string> InOrder() =>
        _isLastPlaced || !Contains(LoadedLast) ? [.. _modules] : [.. _modules.Where(module => module != LoadedLast), LoadedLast];
}
