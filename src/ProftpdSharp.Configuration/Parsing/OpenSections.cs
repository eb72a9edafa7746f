namespace ProftpdSharp.Configuration.Parsing;

/// <summary>The servers read so far and the sections that are open at the current line.</summary>
sealed class OpenSections
{
    readonly Stack<(ScopeBuilder Scope, ServerBuilder Server)> _open = [];

    /// <summary>If* sections that no tag of their own kind has closed; upstream keeps one mark for each kind.</summary>
    readonly HashSet<SectionKind> _openSessionKinds = [];

    public OpenSections(ScopeBuilder root)
    {
        Process = new ScopeBuilder(SectionKind.Server, root.Context, root.Source);
        var main = new ServerBuilder(root, []);
        Servers.Add(main);
        _open.Push((root, main));
    }

    /// <summary>The values that exist once for the process.</summary>
    public ScopeBuilder Process { get; }

    /// <summary>The main server, then the VirtualHosts in the order of the file.</summary>
    public List<ServerBuilder> Servers { get; } = [];

    public List<ScopeBuilder> Classes { get; } = [];

    public ServerBuilder Server => _open.Peek().Server;

    /// <summary>The innermost open section.</summary>
    public ScopeBuilder Current => _open.Peek().Scope;

    public bool AnyOpen => _open.Count > 1;

    public IEnumerable<SectionKind> UnclosedSessionKinds => _openSessionKinds.Where(kind => kind != SectionKind.IfAuthenticated);

    /// <summary>Opens a section in the current one; it is seen before the ones that were declared earlier.</summary>
    public ScopeBuilder Open(SectionKind kind, ConfigContext context, DirectiveLine line, string name)
    {
        var section = new ScopeBuilder(kind, context, line.Source) { Name = name, Arguments = line.Arguments };
        Current.Sections.Insert(0, section);
        _open.Push((section, Server));
        if (kind >= SectionKind.IfAuthenticated)
            _openSessionKinds.Add(kind);
        return section;
    }

    public void OpenServer(ServerBuilder server)
    {
        Servers.Add(server);
        _open.Push((server.Root, server));
    }

    /// <summary>Closes the innermost section, whatever it is; an empty one disappears, but for If* sections and servers.</summary>
    /// <returns>The section and whether it was empty.</returns>
    public (ScopeBuilder Closed, bool WasEmpty) Close()
    {
        var closed = _open.Pop().Scope;
        var isEmpty = closed.IsEmpty && closed.Kind < SectionKind.IfAuthenticated && closed.Kind != SectionKind.VirtualHost;
        if (isEmpty || closed.Kind == SectionKind.Class)
            Current.Sections.Remove(closed);
        return (closed, isEmpty);
    }

    public void MarkClosed(SectionKind kind) => _openSessionKinds.Remove(kind);

    /// <summary>The words for the current context. In If* sections, and a VirtualHost in one, upstream prints the bare number of the server's context.</summary>
    public string DescribeContext() => (Current.Kind is >= SectionKind.IfAuthenticated or SectionKind.VirtualHost, Current.Context) switch
    {
        (true, ConfigContext.Server) => "1",
        (true, ConfigContext.VirtualHost) when Current.Kind != SectionKind.VirtualHost => "16",
        _ => Contexts.Describe(Current.Context),
    };

    /// <summary>After a refused opening tag the section is opened all the same, so that what follows can be checked.</summary>
    public void OpenAfterError(Directive directive, DirectiveLine line)
    {
        if (directive is LanguageDirective { Opens: { } kind })
            Open(kind, Language.SectionContexts.Inside(kind, Current.Context), line, line.RawArguments);
    }
}
