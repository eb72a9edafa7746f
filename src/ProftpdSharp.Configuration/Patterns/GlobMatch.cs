namespace ProftpdSharp.Configuration.Patterns;

/// <summary>One match of a glob. Remembers only the last star, so the time is at most pattern × text.</summary>
readonly ref struct GlobMatch(string pattern, string text, GlobOptions options)
{
    readonly ReadOnlySpan<char> _pattern = pattern;
    readonly ReadOnlySpan<char> _text = text;

    public bool Matches()
    {
        int p = 0, t = 0, starPattern = -1, starText = 0;
        while (true)
        {
            if (p < _pattern.Length && _pattern[p] == '*' && !IsLeadingPeriod(t))
            {
                starPattern = ++p;
                starText = t;
                continue;
            }

            if (t == _text.Length && p == _pattern.Length)
                return true;
            if (t < _text.Length && p < _pattern.Length && MatchOne(ref p, t))
            {
                t++;
                continue;
            }

            if (starPattern < 0 || starText == _text.Length || Has(GlobOptions.Pathname) && _text[starText] == '/')
                return false;
            p = starPattern;
            t = ++starText;
        }
    }

    bool Has(GlobOptions option) => (options & option) != 0;

    /// <summary>Whether a period stands here that no wildcard may match.</summary>
    bool IsLeadingPeriod(int t) =>
        Has(GlobOptions.LeadingPeriod) && t < _text.Length && _text[t] == '.'
        && (t == 0 || Has(GlobOptions.Pathname) && _text[t - 1] == '/');

    /// <summary>Matches one character against one element of the pattern, and steps over that element.</summary>
    bool MatchOne(ref int p, int t)
    {
        var letter = _text[t];
        var isWildcardAllowed = !IsLeadingPeriod(t) && !(Has(GlobOptions.Pathname) && letter == '/');
        switch (_pattern[p])
        {
            case '?':
                p++;
                return isWildcardAllowed;
            case '[' when GlobBracket.Read(_pattern, p, letter, options) is { IsClosed: true } bracket:
                p = bracket.End;
                return isWildcardAllowed && bracket.IsMatch;
            // At the end it escapes nothing, and fits nothing.
            case '\\' when !Has(GlobOptions.NoEscape):
                p += 2;
                return p <= _pattern.Length && GlobBracket.Same(_pattern[p - 1], letter, options);
            default:
                return GlobBracket.Same(_pattern[p++], letter, options);
        }
    }
}
