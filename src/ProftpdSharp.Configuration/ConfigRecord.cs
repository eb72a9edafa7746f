namespace ProftpdSharp.Configuration;

/// <summary>One parameter of a section: a directive with its value and where it was written.</summary>
public abstract class ConfigRecord
{
    private protected ConfigRecord(Directive directive, SourceLocation source, ConfigContext context, IReadOnlyList<string> arguments)
    {
        Directive = directive;
        Source = source;
        Context = context;
        Arguments = arguments;
    }

    public Directive Directive { get; }

    public SourceLocation Source { get; }

    /// <summary>The context it was written in; a merged copy keeps it (a few directives rank their records by it).</summary>
    public ConfigContext Context { get; }

    /// <summary>The words after the name, substituted and unquoted.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>The line's words joined by blanks, name first.</summary>
    public string Text => Arguments.Count == 0 ? Directive.Name : $"{Directive.Name} {string.Join(' ', Arguments)}";

    /// <summary>The typed value, for tools that show any directive.</summary>
    public abstract object? BoxedValue { get; }

    public override string ToString() => Text;
}

/// <summary>A record with its typed value.</summary>
public sealed class ConfigRecord<T>(
    Directive<T> directive, T value, SourceLocation source, ConfigContext context, IReadOnlyList<string> arguments)
    : ConfigRecord(directive, source, context, arguments)
{
    public T Value { get; } = value;

    public override object? BoxedValue => Value;
}
