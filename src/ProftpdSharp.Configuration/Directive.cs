namespace ProftpdSharp.Configuration;

/// <summary>What happens to a parameter when Directory and Anonymous sections take over the settings around them (column <c>merge_down</c>).</summary>
public enum MergeRule
{
    /// <summary>Stays where it was written: <c>no</c>.</summary>
    None,

    /// <summary>Copied into every Directory and Anonymous below that has none of its own: <c>yes</c>.</summary>
    Down,

    /// <summary>Copied into every Directory and Anonymous below that has not the very same: <c>yes-multi</c>.</summary>
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

    /// <summary>Fewer arguments are answered by <c>missing parameters</c>, unless <see cref="ExactCounts"/> is set.</summary>
    public int MinArguments { get; init; } = 1;

    /// <summary>More arguments are answered by <c>wrong number of parameters</c>; null when extra arguments are ignored, as upstream does for most.</summary>
    public int? MaxArguments { get; init; }

    /// <summary>True when too few arguments too are answered by <c>wrong number of parameters</c>.</summary>
    public bool ExactCounts { get; init; }

    /// <summary>The section tags, <c>&lt;Directory&gt;</c> and <c>&lt;/Directory&gt;</c>, are directives of their own.</summary>
    public bool IsSectionTag => Name[0] == '<';

    public override string ToString() => Name;

    internal void RegisterIn(string module)
    {
        if (Module.Length != 0 && Module != module)
            throw new InvalidOperationException($"{Name} is registered by {Module} and by {module}");
        Module = module;
    }

    /// <summary>Parses the line into a record for its section.</summary>
    internal abstract Parsed<ConfigRecord> ParseRecord(DirectiveLine line);
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

    internal override Parsed<ConfigRecord> ParseRecord(DirectiveLine line) =>
        _parse(line).Then<ConfigRecord>(value => new ConfigRecord<T>(this, value, line.Source, line.Context, line.Arguments));
}
