namespace ProftpdSharp.Configuration.Patterns;

/// <summary>Parentheses.</summary>
sealed partial class RegexTranslation
{
    static readonly string[] Verbs =
    [
        "ACCEPT", "FAIL", "F", "COMMIT", "PRUNE", "SKIP", "THEN", "UTF", "UCP", "CR", "LF", "CRLF", "ANYCRLF", "ANY", "NUL",
        "BSR_ANYCRLF", "BSR_UNICODE", "NOTEMPTY", "NO_AUTO_POSSESS", "NO_START_OPT", "NO_JIT",
    ];

    string? OpenGroup()
    {
        if (!AtEnd && pattern[_at] == '*' && _at + 1 < pattern.Length && char.IsAsciiLetterUpper(pattern[_at + 1]))
            return Verb();
        if (AtEnd || pattern[_at] != '?')
        {
            _groupCount++;
            return Open("(");
        }

        _at++;
        return AtEnd ? RegexErrors.MissingClose : SpecialGroup();
    }

    string? Open(string text)
    {
        _groups.Push(_output.Length);
        _output.Append(text);
        _atom = -1;
        return null;
    }

    string? SpecialGroup()
    {
        var rest = pattern.AsSpan(_at);
        if (rest[0] == '#')
            return Comment();
        foreach (var opening in (string[])["<=", "<!", ":", "=", "!", ">"])
        {
            if (!rest.StartsWith(opening))
                continue;
            _at += opening.Length;
            return Open("(?" + opening);
        }

        switch (rest[0])
        {
            case '|':
                _at++;
                return Open("(?:");
            case '<' or '\'':
                _at++;
                return Named(rest[0] == '<' ? '>' : '\'');
            case 'P':
                _at++;
                return PythonGroup();
            case 'R' or '&' or (>= '0' and <= '9'):
                return RegexErrors.Recursion;
            case '(':
                return Open("(?");
            default:
                return Flags();
        }
    }

    string? PythonGroup()
    {
        if (AtEnd)
            return RegexErrors.MissingClose;
        switch (pattern[_at++])
        {
            case '<':
                return Named('>');
            case '=':
                var end = pattern.IndexOf(')', _at);
                if (end <= _at)
                    return RegexErrors.NameExpected;
                Atom($@"\k<{pattern[_at..end]}>");
                _at = end + 1;
                return null;
            case '>':
                return pattern.IndexOf(')', _at) <= _at ? RegexErrors.NameExpected : RegexErrors.Recursion;
            default:
                return RegexErrors.UnknownGroup;
        }
    }

    string? Named(char terminator)
    {
        var end = _at;
        while (end < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[end]) || pattern[end] == '_'))
            end++;
        if (end == _at)
            return RegexErrors.NameExpected;
        if (end == pattern.Length || pattern[end] != terminator)
            return RegexErrors.NameUnterminated;
        var name = pattern[_at..end];
        _at = end + 1;
        _groupCount++;
        return Open($"(?<{name}>");
    }

    /// <summary><c>(?i)</c>, <c>(?i:…)</c>: the letters mean the same to .NET but for J and U, which only rule captures and greed.</summary>
    string? Flags()
    {
        var start = _at;
        while (!AtEnd && (char.IsAsciiLetter(pattern[_at]) || pattern[_at] is '-' or '^'))
        {
            if (!"imsxnJU-^".Contains(pattern[_at], StringComparison.Ordinal))
                return RegexErrors.UnknownGroup;
            _at++;
        }

        if (AtEnd)
            return RegexErrors.MissingClose;
        var flags = pattern[start.._at].Replace("J", "", StringComparison.Ordinal).Replace("U", "", StringComparison.Ordinal)
            .Replace("xx", "x", StringComparison.Ordinal).Replace("^", "-imsx", StringComparison.Ordinal);
        switch (pattern[_at++])
        {
            case ')':
                _output.Append(flags.Trim('-').Length == 0 ? "" : $"(?{flags})");
                _atom = -1;
                return null;
            case ':':
                return Open($"(?{flags}:");
            default:
                return RegexErrors.UnknownGroup;
        }
    }

    string? Comment()
    {
        var end = pattern.IndexOf(')', _at);
        if (end < 0)
            return RegexErrors.UnclosedComment;
        _at = end + 1;
        return null;
    }

    string? Verb()
    {
        var end = pattern.IndexOf(')', _at);
        if (end < 0 || !Verbs.Contains(pattern[(_at + 1)..end].Split(':')[0]))
            return RegexErrors.UnknownVerb;
        _at = end + 1;
        return null;
    }
}
