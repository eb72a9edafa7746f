namespace ProftpdSharp.Configuration;

/// <summary>Why a directive was refused: upstream's text, without <c>fatal: NAME: </c> and without the line.</summary>
/// <param name="Text">The text.</param>
/// <param name="Source">Where it was refused.</param>
/// <param name="Separator">What stands between the directive's name and the text.</param>
public sealed record ParseError(string Text, SourceLocation Source, string Separator = ": ");

/// <summary>The result of a parser that wants no record: the line is accepted and has no effect.</summary>
public readonly record struct Ignored;

/// <summary>What a directive's parser returns: a value, an error, or neither (<see cref="Ignored"/>).</summary>
public readonly struct Parsed<T>
{
    Parsed(T value, ParseError? error, bool hasValue)
    {
        Value = value;
        Error = error;
        HasValue = hasValue;
    }

    /// <summary>The value; meaningful only when <see cref="HasValue"/>.</summary>
    public T Value { get; }

    public bool HasValue { get; }

    public ParseError? Error { get; }

    /// <summary>Passes an error on to a parser of another type, or turns the value into it.</summary>
    public Parsed<TOther> Then<TOther>(Func<T, TOther> convert) =>
        HasValue ? convert(Value) : Error is null ? default(Parsed<TOther>) : Error;

#pragma warning disable CA2225 // Parsers simply return a value or an error; the named way is Parsed.Of.
    public static implicit operator Parsed<T>(T value) => new(value, null, true);

    public static implicit operator Parsed<T>(ParseError error) => new(default!, error, false);

    public static implicit operator Parsed<T>(Ignored _) => default;
#pragma warning restore CA2225
}

/// <summary>Makes results of types that cannot convert implicitly (interfaces).</summary>
public static class Parsed
{
    public static Parsed<T> Of<T>(T value) => value;

    /// <summary>Accepts the line without a record.</summary>
    public static Ignored Ignored => default;
}
