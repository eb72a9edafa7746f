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

    /// <summary>A word that is a number and nothing else; null for any other.</summary>
    public static long? Whole(string word, int radix = 10)
    {
        var number = Read(word, radix, out var length);
        return length > 0 && length == word.Length ? number : null;
    }
}
