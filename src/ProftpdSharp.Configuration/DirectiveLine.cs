namespace ProftpdSharp.Configuration;

/// <summary>A line on its way into the configuration: what a directive's parser sees.</summary>
public sealed class DirectiveLine
{
    readonly List<Diagnostic> _diagnostics;

    internal DirectiveLine(
        Directive directive, IReadOnlyList<string> arguments, SourceLocation source, ConfigContext context,
        ConfigurationHost host, List<Diagnostic> diagnostics)
    {
        Directive = directive;
        Arguments = arguments;
        Source = source;
        Context = context;
        Host = host;
        _diagnostics = diagnostics;
    }

    public Directive Directive { get; }

    /// <summary>The words after the name, substituted and unquoted.</summary>
    public IReadOnlyList<string> Arguments { get; }

    public int Count => Arguments.Count;

    /// <summary>An argument by its place, from 0.</summary>
    public string this[int index] => Arguments[index];

    /// <summary>The arguments joined by one blank.</summary>
    public string RawArguments => string.Join(' ', Arguments);

    public SourceLocation Source { get; }

    /// <summary>The context the line stands in.</summary>
    public ConfigContext Context { get; }

    /// <summary>The machine as the loader sees it: files, environment, names.</summary>
    public ConfigurationHost Host { get; }

    /// <summary>What earlier lines of the configuration said of a directive, in any section: a few directives depend on what stands before them.</summary>
    public IEnumerable<ConfigRecord<T>> Earlier<T>(Directive<T> directive) => EarlierRecords.OfType<ConfigRecord<T>>().Where(record => record.Directive == directive);

    /// <summary>UseIPv6 up to this line, and <c>-4</c>.</summary>
    public bool UseIPv6 { get; internal init; } = true;

    internal IReadOnlyList<ConfigRecord> EarlierRecords { get; init; } = [];

    /// <summary>The same line as one of another directive.</summary>
    internal DirectiveLine As(Directive directive, IReadOnlyList<string> arguments) =>
        new(directive, arguments, Source, Context, Host, _diagnostics) { EarlierRecords = EarlierRecords, UseIPv6 = UseIPv6 };

    /// <summary>Refuses the line; the text is upstream's, without the name and the line number.</summary>
    public ParseError Error(string text) => new(text, Source);

    /// <summary>The refusal of an explicit count check.</summary>
    public ParseError WrongNumberOfParameters => Error("wrong number of parameters");

    /// <summary>The refusal of a minimum check.</summary>
    public ParseError MissingParameters => Error("missing parameters");

    /// <summary>Says something about the line without refusing it; the text to the letter, <c>warning: </c> included.</summary>
    public void Warn(string text) => _diagnostics.Add(new Diagnostic(Severity.Warning, text, Source));

    /// <summary>A message that <c>-d</c> <paramref name="level"/> shows.</summary>
    public void Debug(int level, string text) => _diagnostics.Add(new Diagnostic(Severity.Debug, text, Source, level));
}
