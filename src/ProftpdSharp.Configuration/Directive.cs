using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration;

/// <summary>What happens to a parameter when Directory and Anonymous sections take over the settings around them (column <c>merge_down</c>).</summary>
public enum MergeRule
{
    /// <summary>Stays where it was written: <c>no</c>.</summary>
    None,

    /// <summary>Copied into every Directory and Anonymous below that has none of its own: <c>yes</c>.</summary>
    Down,

    /// <summary>Copied into every Directory and Anonymous below, beside those they have: <c>yes-multi</c>.</summary>
    DownMulti,
}

/// <summary>Where the value of a directive lives, and so what repeating it means.</summary>
public enum Storage
{
    /// <summary>A record in the list of its section; a look-up takes the first, so the first line wins.</summary>
    List,

    /// <summary>As <see cref="List"/>, and a second one in the same server is fatal (AuthOrder).</summary>
    Once,

    /// <summary>One value for each server, kept outside its list: the last line wins, and Global does not hand it on.</summary>
    Server,

    /// <summary>One value for the whole process, whichever section it stands in: the last line wins. Read it from <see cref="ServerConfiguration.Process"/>.</summary>
    Process,
}

/// <summary>Which of the checks that precede the value comes first; upstream's handlers differ.</summary>
public enum CheckOrder
{
    ArgumentsFirst,
    ContextFirst,
}

/// <summary>Turns the words of a line into a value, or says why not.</summary>
public delegate Parsed<T> DirectiveParser<T>(DirectiveLine line);

/// <summary>One directive of the configuration language. Its single instance is declaration, parser and key for look-ups.</summary>
public abstract class Directive
{
    private protected Directive(string name, ConfigContext contexts)
    {
        Name = name;
        Contexts = contexts;
    }

    /// <summary>The canonical spelling.</summary>
    public string Name { get; }

    /// <summary>The module that brings it, as <c>mod_xfer</c>; set when it is registered.</summary>
    public string Module { get; private set; } = "";

    public ConfigContext Contexts { get; }

    public MergeRule Merge { get; init; }

    public Storage Storage { get; init; }

    public CheckOrder CheckOrder { get; init; }

    /// <summary>Fewer arguments are refused.</summary>
    public int MinArguments { get; init; } = 1;

    /// <summary>More arguments are refused; null when extra arguments are ignored, as upstream does for most.</summary>
    public int? MaxArguments { get; init; }

    /// <summary>The answer to a wrong count. Null: <c>missing parameters</c> for too few, <c>wrong number of parameters</c> for too many.</summary>
    public string? WrongCount { get; init; }

    /// <summary>A parameter that a line of this directive sets beside its own, and that sections take over by itself.</summary>
    public ImpliedParameter? Implies { get; init; }

    /// <summary>No line has this name: it comes with another directive's.</summary>
    public bool IsImplied { get; init; }

    /// <summary>The section tags, <c>&lt;Directory&gt;</c> and <c>&lt;/Directory&gt;</c>, are directives of their own.</summary>
    public bool IsSectionTag => Name[0] == '<';

    public override string ToString() => Name;

    internal void RegisterIn(string module)
    {
        if (Module.Length != 0 && Module != module)
            throw new InvalidOperationException($"{Name} is registered by {Module} and by {module}");
        Module = module;
    }

    /// <summary>Sees the line before its record is stored, with the reading as a whole in view; may refuse it.</summary>
    internal Func<DirectiveLine, Parser, ParseError?>? Guard { get; init; }

    /// <summary>Makes the line take effect, after the generic checks.</summary>
    internal abstract ParseError? Apply(DirectiveLine line, Parser parser);

    /// <summary>Whether the words make a value; nothing takes effect.</summary>
    internal virtual ParseError? CheckValue(DirectiveLine line) => null;

    /// <summary>The generic check of the number of arguments.</summary>
    internal ParseError? CheckCount(DirectiveLine line)
    {
        if (line.Count < MinArguments)
            return line.Error(WrongCount ?? "missing parameters");
        return line.Count > MaxArguments ? line.Error(WrongCount ?? "wrong number of parameters") : null;
    }
}

/// <summary>A directive whose value is a <typeparamref name="T"/>.</summary>
public sealed class Directive<T> : Directive
{
    readonly DirectiveParser<T> _parse;

    /// <param name="name">The canonical spelling.</param>
    /// <param name="contexts">Where it may stand.</param>
    /// <param name="parse">Makes the value of a line; the generic checks (count, context) have been made.</param>
    /// <param name="defaultValue">What <see cref="ConfigScope.Get{T}"/> answers where the directive is absent.</param>
    /// <param name="merge">Column <c>merge_down</c> of the table.</param>
    public Directive(
        string name, ConfigContext contexts, DirectiveParser<T> parse, T defaultValue, MergeRule merge = MergeRule.None)
        : base(name, contexts)
    {
        _parse = parse;
        Default = defaultValue;
        Merge = merge;
    }

    public T Default { get; }

    internal override ParseError? CheckValue(DirectiveLine line) => _parse(line).Error;

    internal override ParseError? Apply(DirectiveLine line, Parser parser)
    {
        var parsed = _parse(line);
        if ((parsed.Error ?? Guard?.Invoke(line, parser)) is { } error)
            return error;
        if (!parsed.HasValue)
            return null;
        var stored = parser.Store(line, new ConfigRecord<T>(this, parsed.Value, line.Source, line.Context, line.Arguments));
        return stored is null && Implies?.Of(line) is { } second ? parser.Store(line, second) : stored;
    }
}

/// <summary>What a line sets beside its own parameter.</summary>
/// <param name="Directive">The key that it is looked up by.</param>
/// <param name="Of">Its record; null where the line has none.</param>
public sealed record ImpliedParameter(Directive Directive, Func<DirectiveLine, ConfigRecord?> Of);
