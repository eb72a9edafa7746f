namespace ProftpdSharp.Core.Listing;

/// <summary>fnmatch(3) on one component of a path: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>; a backslash takes the next sign as it is.</summary>
public static class WildcardPattern
{
    /// <summary>Whether the whole name fits; linear in both.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Where to go on when what follows the last star does not fit: one sign of the name further. One star is enough, so this is linear in both.
        ReadOnlySpan<char> retryPattern = [];
        ReadOnlySpan<char> retryName = [];
        var hasStar = false;
        while (true)
        {
            if (!pattern.IsEmpty && pattern[0] == '*')
            {
                hasStar = true;
                pattern = pattern[1..];
                retryPattern = pattern;
                retryName = name;
                continue;
            }
            if (name.IsEmpty)
                return pattern.IsEmpty;
            if (!pattern.IsEmpty && MatchOne(pattern, name[0], out var used))
            {
                pattern = pattern[used..];
                name = name[1..];
                continue;
            }
            if (!hasStar || retryName.IsEmpty)
                return false;
            retryName = retryName[1..];
            pattern = retryPattern;
            name = retryName;
        }
    }

    /// <summary>Matches one sign of the name with one element of the pattern.</summary>
    /// <param name="used">How long that element is.</param>
    static bool MatchOne(ReadOnlySpan<char> pattern, char sign, out int used)
    {
        used = 1;
        switch (pattern[0])
        {
            case '?':
                return true;
            case '[' when BracketEnd(pattern) is > 0 and var end:
                used = end + 1;
                return InBracket(pattern[1..end], sign);
            case '\\' when pattern.Length > 1:
                used = 2;
                return pattern[1] == sign;
            default:
                return pattern[0] == sign;
        }
    }

    /// <summary>The index of the closing bracket; -1 when there is none and the bracket means itself. The first sign inside may be a bracket.</summary>
    static int BracketEnd(ReadOnlySpan<char> pattern)
    {
        var first = pattern.Length > 1 && pattern[1] is '!' or '^' ? 2 : 1;
        if (first + 1 >= pattern.Length)
            return -1;
        var end = pattern[(first + 1)..].IndexOf(']');
        return end < 0 ? -1 : first + 1 + end;
    }

    static bool InBracket(ReadOnlySpan<char> set, char sign)
    {
        var negated = set[0] is '!' or '^';
        if (negated)
            set = set[1..];
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            if (isRange ? sign >= set[i] && sign <= set[i + 2] : sign == set[i])
                return !negated;
            if (isRange)
                i += 2;
        }
        return negated;
    }
}
