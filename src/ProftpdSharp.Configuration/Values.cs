using System.Globalization;

namespace ProftpdSharp.Configuration;

/// <summary>The value primitives of the language with upstream's messages. Each reads one argument of the line.</summary>
public static class Values
{
    /// <summary><c>on|yes|true|1</c> or <c>off|no|false|0</c> in any case.</summary>
    public static Parsed<bool> Boolean(DirectiveLine line) => Boolean(line, 0);

    /// <inheritdoc cref="Boolean(DirectiveLine)"/>
    public static Parsed<bool> Boolean(DirectiveLine line, int index) =>
        line.Count > index && AsBoolean(line[index]) is { } value ? value : line.Error("expected Boolean parameter");

    /// <summary>The same in the words of those directives whose message writes it small.</summary>
    public static Parsed<bool> SmallBoolean(DirectiveLine line) => AsBoolean(line[0]) is { } value ? value : line.Error("expected boolean parameter");

    /// <summary>The truth of a word, null when it is no Boolean.</summary>
    public static bool? AsBoolean(string word) => word.ToLowerInvariant() switch
    {
        "on" or "yes" or "true" or "1" => true,
        "off" or "no" or "false" or "0" => false,
        _ => null,
    };

    /// <summary>The first argument as it is.</summary>
    public static Parsed<string> Text(DirectiveLine line) => line[0];

    /// <summary>All arguments.</summary>
    public static Parsed<IReadOnlyList<string>> Words(DirectiveLine line) => Parsed.Of(line.Arguments);

    /// <summary>No argument: the presence says it.</summary>
    public static Parsed<bool> Flag(DirectiveLine line) => line.Count == 0 ? true : line.WrongNumberOfParameters;

    /// <summary>C's atoi: blanks, a sign, digits; the rest is ignored, no number is 0, and of a large one the lower 32 bits count.</summary>
    public static int Atoi(string word) => unchecked((int)CNumber.Read(word, 10, out _));

    /// <summary>A word that is a decimal number, blanks and a sign before it included; null when it is none. What does not fit is the nearest number that does.</summary>
    public static long? WholeNumber(string word) => CNumber.Whole(word);

    /// <summary>A word that is a number as strtod(3) reads it: with fraction and exponent, in hexadecimal digits, or infinite; null when it is none.</summary>
    public static double? RealNumber(string word) => CNumber.Real(word);

    /// <summary>A word that is an octal number, likewise.</summary>
    public static long? OctalNumber(string word) => CNumber.Whole(word, 8);

    /// <summary>A limit that is a number above 0, of whose number the lower 32 bits count; null when the word is none.</summary>
    public static int? PositiveNumber(string word) => CNumber.Whole(word) is { } number && unchecked((int)number) is > 0 and var limit ? limit : null;

    /// <summary>Seconds, <c>hh:mm:ss</c>, or a number with <c>s|sec|m|min|h|hr</c>.</summary>
    /// <param name="word">The argument.</param>
    /// <param name="error">strerror's text when null is returned: junk is EINVAL, a negative number ERANGE.</param>
    public static TimeSpan? Duration(string word, out string error) => DurationText.Parse(word, out error);

    /// <summary>A number of bytes in two words, the second <c>B|KB|MB|GB|TB</c> in any case, or nothing.</summary>
    /// <param name="number">The number; nothing at all is 0.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="error">strerror's text when null is returned: junk is EINVAL, what does not fit ERANGE.</param>
    public static ulong? Size(string number, string unit, out string error)
    {
        int? shift = unit.ToUpperInvariant() switch { "" or "B" => 0, "KB" => 10, "MB" => 20, "GB" => 30, "TB" => 40, _ => null };
        var digits = number.AsSpan().TrimStart(Parsing.Words.Blanks);
        digits = digits.StartsWith("+") ? digits[1..] : digits;
        error = "Invalid argument";
        if (shift is null || digits.ContainsAnyExceptInRange('0', '9') || digits.Length == 0 && number.Length > 0)
            return null;
        error = "Numerical result out of range";
        if (digits.Length == 0)
            return 0;
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= ulong.MaxValue >> shift.Value ? value << shift.Value : null;
    }
}
