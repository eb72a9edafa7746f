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

    /// <summary>C's atoi: blanks, a sign, digits; the rest is ignored and no number is 0. Saturates at the limits of int.</summary>
    public static int Atoi(string word)
    {
        var text = word.AsSpan().TrimStart(" \t\n\v\f\r");
        var length = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
            length++;
        if (!long.TryParse(text[..Math.Min(length, 18)], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return 0;
        return (int)Math.Clamp(number, int.MinValue, int.MaxValue);
    }

    /// <summary>A whole word that is a decimal number; null when it is none or does not fit.</summary>
    public static long? WholeNumber(string word) =>
        long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An octal mode of the permission bits, null when the word is none.</summary>
    public static int? OctalMode(string word)
    {
        if (word.Length == 0 || word.Any(digit => digit is < '0' or > '7'))
            return null;
        var mode = word.Aggregate(0L, (sum, digit) => Math.Min((sum * 8) + (digit - '0'), int.MaxValue));
        return mode <= 0xFFF ? (int)mode : null;
    }

    /// <summary>Seconds, <c>hh:mm:ss</c>, or a number with <c>s|sec|m|min|h|hr</c>.</summary>
    /// <param name="word">The argument.</param>
    /// <param name="error">strerror's text when null is returned: junk is EINVAL, a negative number ERANGE.</param>
    public static TimeSpan? Duration(string word, out string error) => DurationText.Parse(word, out error);

    /// <summary>A number of bytes in two words, the second <c>B|KB|MB|GB|TB</c> in any case; null when they are none.</summary>
    public static ulong? Size(string number, string unit)
    {
        int? shift = unit.ToUpperInvariant() switch { "B" => 0, "KB" => 10, "MB" => 20, "GB" => 30, "TB" => 40, _ => null };
        if (shift is null || !ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return null;
        return value <= ulong.MaxValue >> shift.Value ? value << shift.Value : null;
    }
}
