namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Reads lines, finds their directives and lets them take effect on the sections that are open.</summary>
sealed class Parser
{
    /// <summary>The deepest Include; upstream goes on until it has no descriptor left.</summary>
    const int DeepestInclude = 200;

    /// <summary>The most files of one configuration: a file that includes itself twice would otherwise be read 2^200 times.</summary>
    const int MostFiles = 10_000;

    /// <summary>The most errors that are reported; includes of includes could give as many as there are files.</summary>
    const int MostErrors = 500;

    const string NotAllowed = "directive not allowed in ";

    /// <summary>Every record in the order of the lines.</summary>
    readonly List<ConfigRecord> _stored = [];

    int _depth;
    int _errors;
    int _files;

    public Parser(DirectiveRegistry registry, LoadOptions options, OpenSections sections)
    {
        Registry = registry;
        Options = options;
        Sections = sections;
        Modules = new LoadedModules(registry);
        Missing = new MissingModules(registry);
        Defines = [.. options.Defines];
        UseIPv6 = options.UseIPv6;
    }

    public DirectiveRegistry Registry { get; }

    public LoadOptions Options { get; }

    public ConfigurationHost Host => Options.Host;

    public OpenSections Sections { get; }

    public LoadedModules Modules { get; }

    public MissingModules Missing { get; }

    public HashSet<string> Defines { get; }

    /// <summary>IncludeOptions, as far as they have been read.</summary>
    public InclusionOptions Inclusion { get; set; }

    /// <summary>UseIPv6 so far; names after <c>UseIPv6 off</c> resolve to IPv4 alone.</summary>
    public bool UseIPv6 { get; set; }

    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>Values of a server or the process that a later line took the place of, with that line.</summary>
    public List<(ConfigRecord Lost, ConfigRecord By)> Replaced { get; } = [];

    public bool Failed => _errors > 0;

    /// <summary>Whether reading ends: after the first error, or after very many when all are to be reported.</summary>
    public bool Stopped => Failed && (!Options.ReportAll || _errors >= MostErrors);

    /// <summary>The severity of what would be fatal in the main configuration; in .ftpaccess a bad line is only skipped.</summary>
    public Severity ErrorSeverity { get; init; } = Severity.Fatal;

    /// <summary>The file being read.</summary>
    public LineSource Source { get; private set; } = new([], "", null);

    /// <summary>Reads a file into the sections that are open. Returns strerror's text when it cannot be read.</summary>
    public string? ParseFile(string path, SourceLocation? includedFrom)
    {
        if (_depth == DeepestInclude || _files == MostFiles)
            return "Too many open files";
        var content = Host.ReadFile(path);
        if (content.Bytes is null)
            return content.Error;
        if ((Host.Status(path).Mode & 0b010) != 0)
            Warn($"warning: config file '{path}' is world-writable");
        _files++;
        Parse(new LineSource(content.Bytes, path, includedFrom));
        return null;
    }

    /// <summary>Reads all lines of a source into the sections that are open.</summary>
    public void Parse(LineSource source)
    {
        var outer = Source;
        Source = source;
        _depth++;
        while (!Stopped && NextLine(LineSource.DirectiveBuffer) is { } line)
        {
            if (line.Length != 0 && line[0] != '#')
                Interpret(line);
        }

        _depth--;
        Source = outer;
    }

    /// <summary>The next logical line of the current file, with the warning about its end.</summary>
    public string? NextLine(int bufferSize)
    {
        var line = Source.Next(bufferSize);
        if (line is not null && Source.Truncated)
            Warn($"warning: handling possibly truncated configuration data at {Source.Location}");
        return line;
    }

    /// <summary>The words of a line, the section tag set right, variables replaced.</summary>
    public List<string> SplitLine(string line)
    {
        var words = Words.Split(line).ConvertAll(word => Variables.Expand(word, Host.GetVariable));
        Words.FixSection(words);
        return words;
    }

    public void Warn(string text) => Diagnostics.Add(new Diagnostic(Severity.Warning, text, Source.Location));

    public void Error(string text) => Diagnostics.Add(new Diagnostic(Severity.Error, text, Source.Location));

    public void Notice(string text) => Diagnostics.Add(new Diagnostic(Severity.Notice, text, Source.Location));

    public void Debug(int level, string text) => Diagnostics.Add(new Diagnostic(Severity.Debug, text, Source.Location, level));

    /// <summary>Puts a parsed parameter where it belongs.</summary>
    public ParseError? Store(DirectiveLine line, ConfigRecord record)
    {
        var root = Sections.Server.Root;
        var target = record.Directive.Storage switch
        {
            Storage.Process => Sections.Process,
            Storage.Server => root,
            _ => Sections.Current,
        };
        var isRepeated = target.Records.Exists(other => other.Directive == record.Directive);
        if (isRepeated && record.Directive.Storage == Storage.Once && target == root)
            return line.Error($"{record.Directive.Name} has already been configured");
        if (isRepeated && record.Directive.Storage is Storage.Process or Storage.Server)
        {
            Replaced.AddRange(target.Records.Where(other => other.Directive == record.Directive).Select(other => (other, record)));
            target.Records.RemoveAll(other => other.Directive == record.Directive);
        }

        target.Records.Add(record);
        _stored.Add(record);
        return null;
    }

    /// <summary>Says that the configuration is refused, in upstream's words, and where the line was included from.</summary>
    public void Fail(string text, SourceLocation? source) => Fail(text, source, [], null);

    void Fail(string text, SourceLocation? source, IEnumerable<string> hints, Excerpt? excerpt)
    {
        _errors++;
        var word = ErrorSeverity == Severity.Fatal ? "fatal" : "warning";
        Diagnostics.Add(new Diagnostic(ErrorSeverity, $"{word}: {text}", source));
        foreach (var hint in hints)
            Diagnostics.Add(new Diagnostic(ErrorSeverity, hint, source));
        foreach (var from in source?.Chain() ?? [])
            Diagnostics.Add(new Diagnostic(ErrorSeverity, $"included from {from}", from));
        Diagnostics[^1] = Diagnostics[^1] with { Excerpt = excerpt };
    }

    void Interpret(string text)
    {
        var words = SplitLine(text);
        if (words.Count == 0)
            return;
        if (FindDirective(words[0]) is { } directive)
            Obey(directive, words, text);
        else
            Fail($"unknown configuration directive '{words[0]}' on {Source.Location}", Source.Location, Suggestions.For(words[0], this), Excerpts.OfWord(text, 0));
    }

    void Obey(Directive directive, List<string> words, string text)
    {
        var line = new DirectiveLine(directive, words[1..], Source.Location, Sections.Current.Context, Host, Diagnostics)
        {
            EarlierRecords = _stored,
            UseIPv6 = UseIPv6,
        };
        if (Run(directive, line) is { } error)
        {
            var isMisplaced = ErrorSeverity == Severity.Fatal && error.Text.StartsWith(NotAllowed, StringComparison.Ordinal);
            string[] hints = isMisplaced ? [Suggestions.Places(directive)] : [];
            Fail($"{directive.Name}{error.Separator}{error.Text} on {error.Source}", error.Source, hints, Excerpts.Of(text, error, line));
            if (ErrorSeverity == Severity.Fatal)
                Sections.OpenAfterError(directive, line);
        }
    }

    /// <summary>The directive, when its module is loaded; one that upstream had once; or one of a module that LoadModule asked for in vain.</summary>
    Directive? FindDirective(string name)
    {
        var directive = Registry.Find(name);
        if (directive is not null && Modules.Contains(directive.Module))
            return directive;
        return (Options.Strict ? null : FormerDirectives.Find(name)) ?? (directive is null ? Missing.Find(name) : null);
    }

    /// <summary>Lets a line take effect as if it began with this directive.</summary>
    public ParseError? Run(Directive directive, DirectiveLine line)
    {
        var error = directive.CheckOrder == CheckOrder.ArgumentsFirst
            ? directive.CheckCount(line) ?? CheckContext(directive, line)
            : CheckContext(directive, line) ?? directive.CheckCount(line);
        error ??= directive.Apply(line, this);
        if (error is null && Missing.IsRequested(directive.Module))
            Missing.Note(directive, line.Arguments, line.Source);
        return error;
    }

    ParseError? CheckContext(Directive directive, DirectiveLine line) =>
        (directive.Contexts & line.Context) != 0
            ? null
            : line.Error($"{NotAllowed}{Sections.DescribeContext()} context");
}
