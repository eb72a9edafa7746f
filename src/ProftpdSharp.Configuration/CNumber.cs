using System.Globalization;

namespace ProftpdSharp.Configuration;

/// <summary>Numbers as C's strtol(3) reads them: blanks and a sign go before, what does not fit becomes the largest or the smallest long.</summary>
static class CNumber
{
    /// <summary>The number that a word begins with.</summary>
    /// <param name="word">The word.</param>
    /// <param name="radix">8 or 10.</param>
    /// <param name="length">How much of the word was read; 0 when there is no number, which then is 0.</param>
    public static long Read(string word, int radix, out int length)
    {
        var at = word.Length - word.AsSpan().TrimStart(" \t\n\v\f\r").Length;
        var isNegative = at < word.Length && word[at] == '-';
        if (at < word.Length && word[at] is '-' or '+')
            at++;
        var (start, number) = (at, default(Int128));
        for (; at < word.Length && char.IsAsciiDigit(word[at]) && word[at] - '0' < radix; at++)
            number = Int128.Min((number * radix) + (word[at] - '0'), ulong.MaxValue);
        length = at == start ? 0 : at;
        return (long)Int128.Clamp(isNegative ? -number : number, long.MinValue, long.MaxValue);
    }

    /// <summary>A word that is a number with fraction and exponent, or one in hexadecimal digits, as C's strtod(3) reads them; null for any other.</summary>
    public static double? Real(string word)
    {
        var text = word.AsSpan().TrimStart(" \t\n\v\f\r");
        var sign = text is ['-', ..] ? -1 : 1;
        if (text is ['-' or '+', ..])
            text = text[1..];
        if (text.Equals("inf", StringComparison.OrdinalIgnoreCase))
            return sign * double.PositiveInfinity;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return sign * Hexadecimal(text[2..]);
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Digits with or without a fraction, then perhaps a power of two behind a <c>p</c>.</summary>
    static double? Hexadecimal(ReadOnlySpan<char> text)
    {
        var (number, exponent, digits, isFraction) = (0.0, 0, 0, false);
        for (; text is [var first, ..] && (char.IsAsciiHexDigit(first) || (first == '.' && !isFraction)); text = text[1..])
        {
            if (first == '.')
            {
                isFraction = true;
                continue;
            }
            (number, digits) = ((number * 16) + Convert.ToInt32(first.ToString(), 16), digits + 1);
            exponent -= isFraction ? 4 : 0;
        }
        if (digits == 0)
            return null;
        if (text.IsEmpty)
            return double.ScaleB(number, exponent);
        return text[0] is 'p' or 'P' && int.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            ? double.ScaleB(number, Math.Clamp(power, -10_000, 10_000) + exponent)
            : null;
    }

    /// <summary>A word that is a number and nothing else; null for any other.</summary>
    public static long? Whole(string word, int radix = 10)
    {
        var number = Read(word, radix, out var length);
        return length > 0 && length == word.Length ? number : null;
    }
}
