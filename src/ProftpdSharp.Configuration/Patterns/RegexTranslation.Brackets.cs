using System.Globalization;

namespace ProftpdSharp.Configuration.Patterns;

/// <summary>Bracket expressions.</summary>
sealed partial class RegexTranslation
{
    static string? PosixClass(string name) => name switch
    {
        "alpha" => "A-Za-z",
        "digit" => "0-9",
        "alnum" => "0-9A-Za-z",
        "upper" => "A-Z",
        "lower" => "a-z",
        "space" => @"\t-\r ",
        "blank" => @"\t ",
        "xdigit" => "0-9A-Fa-f",
        "cntrl" => @"\x00-\x1F\x7F",
        "print" => " -~",
        "graph" => "!-~",
        "punct" => @"!-/:-@\[-`{-~",
        "word" => "0-9A-Za-z_",
        "ascii" => @"\x00-\x7F",
        _ => null,
    };

    /// <summary>The place is after the opening bracket.</summary>
    string? Bracket()
    {
        if (NamedOutside() is { } misplaced)
            return misplaced;
        _atom = _output.Length;
        _output.Append('[');
        if (!AtEnd && pattern[_at] == '^')
        {
            _output.Append('^');
            _at++;
        }

        for (var first = _at; !AtEnd;)
        {
            if (pattern[_at] == ']' && _at > first)
            {
                _at++;
                _output.Append(']');
                return null;
            }

            if (Member() is { } error)
                return error;
        }

        return RegexErrors.MissingBracket;
    }

    /// <summary><c>[:alpha:]</c> without brackets around it.</summary>
    string? NamedOutside()
    {
        if (AtEnd || pattern[_at] is not (':' or '.' or '='))
            return null;
        var close = pattern.IndexOf(pattern[_at] + "]", _at + 1, StringComparison.Ordinal);
        var isName = close > _at + 1 && pattern[(_at + 1)..close].All(letter => char.IsAsciiLetter(letter) || letter == '^');
        return isName ? pattern[_at] == ':' ? RegexErrors.PosixOutsideClass : RegexErrors.CollatingElement : null;
    }

    /// <summary>One character, range or class.</summary>
    string? Member()
    {
        if (pattern[_at] == '[' && _at + 1 < pattern.Length && pattern[_at + 1] is ':' or '.' or '=')
        {
            var close = pattern.IndexOf(pattern[_at + 1] + "]", _at + 2, StringComparison.Ordinal);
            if (close > 0)
                return NamedMember(close);
        }

        if (pattern[_at] == '\\' && _at + 1 < pattern.Length && ClassOf(pattern[_at + 1]) is { } members)
        {
            _output.Append(members);
            _at += 2;
            return IsRange() ? RegexErrors.InvalidRange : null;
        }

        var (low, error) = MemberCharacter();
        if (error is not null)
            return error;
        Append(low);
        if (!IsRange())
            return null;
        _at++;
        if (pattern[_at] == '\\' && _at + 1 < pattern.Length && ClassOf(pattern[_at + 1]) is not null)
            return RegexErrors.InvalidRange;
        (var high, error) = MemberCharacter();
        _output.Append('-');
        Append(high);
        return error ?? (high < low ? RegexErrors.RangeOutOfOrder : null);
    }

    string? NamedMember(int close)
    {
        if (pattern[_at + 1] != ':')
            return RegexErrors.CollatingElement;
        var name = pattern[(_at + 2)..close];
        if (PosixClass(name.TrimStart('^')) is not { } members)
            return RegexErrors.UnknownPosixClass;
        _output.Append(name.StartsWith('^') ? Complement(members) : members);
        _at = close + 2;
        return null;
    }

    /// <summary>A hyphen that is not the last character before the bracket closes.</summary>
    bool IsRange() => _at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']';

    (char Value, string? Error) MemberCharacter()
    {
        var letter = pattern[_at++];
        if (letter != '\\')
            return (letter, null);
        if (AtEnd)
            return (letter, RegexErrors.BackslashAtEnd);
        letter = pattern[_at++];
        if (letter == 'b')
            return ('\b', null);
        if (letter is < '1' or > '7')
            return Character(letter);
        _at--;
        return (Octal(3), null);
    }

    void Append(char letter) => _output.Append(CultureInfo.InvariantCulture, $@"\u{(int)letter:X4}");

    /// <summary>All bytes that a class does not hold, one by one.</summary>
    static string Complement(string members)
    {
        var regex = new System.Text.RegularExpressions.Regex($"[^{members}]");
        return string.Concat(Enumerable.Range(0, 256).Where(code => regex.IsMatch(((char)code).ToString()))
            .Select(code => string.Create(CultureInfo.InvariantCulture, $@"\u{code:X4}")));
    }
}
