using System.Text.RegularExpressions;

namespace ProftpdSharp.Configuration.Patterns;

/// <summary>How a <see cref="ConfigRegex"/> matches.</summary>
[Flags]
public enum ConfigRegexOptions
{
    None = 0,

    /// <summary>The flag <c>NC</c> of the filters.</summary>
    IgnoreCase = 1,
}

/// <summary>A regular expression of the configuration. Upstream as Debian builds it uses PCRE2, whose syntax holds POSIX' extended one; so does this, with PCRE2's error texts.</summary>
public sealed class ConfigRegex
{
    /// <summary>For the few patterns that need backtracking: upstream's match limit is in steps, ours in time.</summary>
    static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    readonly Regex _regex;

    ConfigRegex(string pattern, Regex regex)
    {
        Pattern = pattern;
        _regex = regex;
    }

    /// <summary>As written.</summary>
    public string Pattern { get; }

    /// <summary>Compiles a pattern; null when it is none, with PCRE2's text for that.</summary>
    public static ConfigRegex? TryCompile(string pattern, ConfigRegexOptions options, out string error)
    {
        var translation = new RegexTranslation(pattern);
        if (translation.Run() is { } refused)
        {
            error = refused;
            return null;
        }

        var flags = RegexOptions.CultureInvariant
            | ((options & ConfigRegexOptions.IgnoreCase) == 0 ? RegexOptions.None : RegexOptions.IgnoreCase);
        try
        {
            error = "";
            return new ConfigRegex(pattern, Compile(translation.Result, flags));
        }
        catch (RegexParseException failure)
        {
            error = RegexErrors.Describe(failure.Error);
            return null;
        }
    }

    /// <summary>Whether the pattern is found in the text. A match that takes too long counts as none, as upstream's match limit makes it.</summary>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    public override string ToString() => Pattern;

    /// <summary>Linear time where the pattern allows it: patterns meet names that strangers choose.</summary>
    static Regex Compile(string pattern, RegexOptions flags)
    {
        try
        {
            return new Regex(pattern, flags | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, flags, LongestMatch);
        }
    }
}
