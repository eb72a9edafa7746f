namespace ProftpdSharp.Configuration.Patterns;

/// <summary>A bracket expression of a glob: <c>[a-z]</c>, <c>[!0-9]</c>, <c>[[:alpha:]_]</c>.</summary>
/// <param name="IsClosed">False when no closing bracket follows: then the bracket is an ordinary character.</param>
/// <param name="IsMatch">Whether the character is in it.</param>
/// <param name="End">The place after the closing bracket.</param>
readonly record struct GlobBracket(bool IsClosed, bool IsMatch, int End)
{
    public static GlobBracket Read(ReadOnlySpan<char> pattern, int start, char letter, GlobOptions options)
    {
        var at = start + 1;
        var isNegated = at < pattern.Length && pattern[at] is '!' or '^';
        if (isNegated)
            at++;
        var isMatch = false;
        for (var first = at; at < pattern.Length;)
        {
            if (pattern[at] == ']' && at > first)
                return new GlobBracket(true, isMatch != isNegated, at + 1);
            if (ClassName(pattern, at) is { Length: > 0 } name)
            {
                isMatch |= IsIn(name, letter);
                at += name.Length + 4;
                continue;
            }

            var low = Letter(pattern, ref at, options);
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                high = Letter(pattern, ref at, options);
            }

            isMatch |= InRange(letter, low, high, options);
        }

        return default;
    }

    public static bool Same(char one, char other, GlobOptions options) =>
        one == other || (options & GlobOptions.IgnoreCase) != 0 && char.IsAsciiLetter(one) && (one ^ 0x20) == other;

    static bool InRange(char letter, char low, char high, GlobOptions options)
    {
        if (letter >= low && letter <= high)
            return true;
        if ((options & GlobOptions.IgnoreCase) == 0 || !char.IsAsciiLetter(letter))
            return false;
        var other = (char)(letter ^ 0x20);
        return other >= low && other <= high;
    }

    /// <summary>A letter, also behind a backslash or written <c>[.a.]</c> or <c>[=a=]</c>.</summary>
    static char Letter(ReadOnlySpan<char> pattern, ref int at, GlobOptions options)
    {
        if (pattern[at..] is ['[', '.' or '=', var letter, '.' or '=', ']', ..] && pattern[at + 1] == pattern[at + 3])
        {
            at += 5;
            return letter;
        }

        if (pattern[at] == '\\' && (options & GlobOptions.NoEscape) == 0 && at + 1 < pattern.Length)
            at++;
        return pattern[at++];
    }

    /// <summary>The name in <c>[:name:]</c> at this place, else nothing.</summary>
    static ReadOnlySpan<char> ClassName(ReadOnlySpan<char> pattern, int at)
    {
        if (!pattern[at..].StartsWith("[:"))
            return [];
        var end = pattern[(at + 2)..].IndexOf(":]");
        return end < 0 ? [] : pattern.Slice(at + 2, end);
    }

    static bool IsIn(ReadOnlySpan<char> name, char letter) => name switch
    {
        "alpha" => char.IsAsciiLetter(letter),
        "digit" => char.IsAsciiDigit(letter),
        "alnum" => char.IsAsciiLetterOrDigit(letter),
        "upper" => char.IsAsciiLetterUpper(letter),
        "lower" => char.IsAsciiLetterLower(letter),
        "space" => letter is ' ' or (>= '\t' and <= '\r'),
        "blank" => letter is ' ' or '\t',
        "xdigit" => char.IsAsciiHexDigit(letter),
        "cntrl" => letter is < ' ' or '\x7F',
        "print" => letter is >= ' ' and < '\x7F',
        "graph" => letter is > ' ' and < '\x7F',
        "punct" => letter is > ' ' and < '\x7F' && !char.IsAsciiLetterOrDigit(letter),
        _ => false,
    };
}
