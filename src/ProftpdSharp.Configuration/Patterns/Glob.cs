namespace ProftpdSharp.Configuration.Patterns;

/// <summary>How a <see cref="Glob"/> is matched.</summary>
[Flags]
public enum GlobOptions
{
    /// <summary><c>*</c> and <c>?</c> match any character, a slash too.</summary>
    None = 0,

    /// <summary>A slash is matched by a slash alone (FNM_PATHNAME).</summary>
    Pathname = 1,

    /// <summary>A period at the beginning (after each slash with <see cref="Pathname"/>) must be written out (FNM_PERIOD).</summary>
    LeadingPeriod = 2,

    /// <summary>ASCII letters match in any case (FNM_CASEFOLD).</summary>
    IgnoreCase = 4,

    /// <summary>A backslash is an ordinary character (FNM_NOESCAPE).</summary>
    NoEscape = 8,
}

/// <summary>fnmatch(3) of POSIX over byte strings: <c>*</c>, <c>?</c>, brackets with ranges, classes and negation by <c>!</c> or <c>^</c>.</summary>
public static class Glob
{
    /// <summary>Whether the text holds a wildcard: <c>*</c>, <c>?</c>, or a bracket that is closed; a backslash hides the next character.</summary>
    public static bool IsPattern(string text)
    {
        var isBracketOpen = false;
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '*' or '?':
                    return true;
                case '\\':
                    at++;
                    break;
                case '[':
                    isBracketOpen = true;
                    break;
                case ']' when isBracketOpen:
                    return true;
            }
        }

        return false;
    }

    public static bool Matches(string pattern, string text, GlobOptions options = GlobOptions.None) =>
        new GlobMatch(pattern, text, options).Matches();
}
