using System.Globalization;
using System.Text.RegularExpressions;

namespace ProftpdSharp.Configuration.Patterns;

/// <summary>Backslashes outside brackets. Classes are those of the C locale: bytes above 127 are no letters.</summary>
sealed partial class RegexTranslation
{
    /// <summary>The members of PCRE2's class escapes, as the inside of a bracket.</summary>
    static string? ClassOf(char letter) => letter switch
    {
        'd' => "0-9",
        'D' => @"\x00-/:-\xFF",
        'w' => "0-9A-Za-z_",
        'W' => @"\x00-/:-@\[-\^`{-\xFF",
        's' => @"\t-\r ",
        'S' => @"\x00-\x08\x0E-\x1F!-\xFF",
        'h' => @"\t \xA0",
        'H' => @"\x00-\x08\x0A-\x1F!-\x9F\xA1-\xFF",
        'v' => @"\n-\r\x85",
        'V' => @"\x00-\x09\x0E-\x84\x86-\xFF",
        'N' => @"\x00-\x09\x0B-\xFF",
        'C' => @"\x00-\xFF",
        'X' => @"\x00-\xFF",
        _ => null,
    };

    string? Escape()
    {
        if (AtEnd)
            return RegexErrors.BackslashAtEnd;
        var letter = pattern[_at++];
        if (ClassOf(letter) is { } members)
        {
            Atom($"[{members}]");
            return null;
        }

        switch (letter)
        {
            case 'b' or 'B' or 'A' or 'Z' or 'z' or 'G':
                _output.Append('\\').Append(letter);
                _atom = -1;
                return null;
            case 'E' or 'K':
                return null;
            case 'Q':
                return Literal();
            case 'R':
                Atom(@"(?:\r\n|[\n-\r\x85])");
                return null;
            case >= '1' and <= '9':
                return NumberedReference();
            case 'g' or 'k':
                return Reference(letter);
            case 'p' or 'P':
                return Property(letter);
            default:
                return Character(letter) is var (value, error) && error is not null ? error : AppendCharacter(value);
        }
    }

    string? AppendCharacter(char value)
    {
        Atom(Regex.Escape(value.ToString()));
        return null;
    }

    /// <summary>The single character that an escape stands for; the place is after its first letter.</summary>
    (char Value, string? Error) Character(char letter)
    {
        switch (letter)
        {
            case 'a':
                return ('\a', null);
            case 'e':
                return ('\x1B', null);
            case 'f':
                return ('\f', null);
            case 'n':
                return ('\n', null);
            case 'r':
                return ('\r', null);
            case 't':
                return ('\t', null);
            case 'x':
                return Hexadecimal();
            case 'c':
                return AtEnd ? ('\0', RegexErrors.ControlAtEnd) : ((char)(char.ToUpperInvariant(pattern[_at++]) ^ 0x40), null);
            case '0':
                return (Octal(2), null);
            case 'F' or 'L' or 'l' or 'U' or 'u':
                return ('\0', RegexErrors.UnsupportedEscape);
            default:
                return char.IsAsciiLetter(letter) ? ('\0', RegexErrors.UnknownEscape) : (letter, null);
        }
    }

    (char Value, string? Error) Hexadecimal()
    {
        var isBraced = !AtEnd && pattern[_at] == '{';
        var start = isBraced ? ++_at : _at;
        while (!AtEnd && char.IsAsciiHexDigit(pattern[_at]) && (isBraced || _at < start + 2))
            _at++;
        var digits = pattern[start.._at];
        if (isBraced && (AtEnd || pattern[_at++] != '}' || digits.Length is 0 or > 4))
            return ('\0', RegexErrors.NonHex);
        return digits.Length == 0 ? ('\0', null) : ((char)int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture), null);
    }

    char Octal(int most)
    {
        var value = 0;
        for (var count = 0; count < most && !AtEnd && pattern[_at] is >= '0' and <= '7'; count++)
            value = (value * 8) + (pattern[_at++] - '0');
        return (char)value;
    }

    string? Literal()
    {
        var end = pattern.IndexOf(@"\E", _at, StringComparison.Ordinal);
        foreach (var letter in end < 0 ? pattern[_at..] : pattern[_at..end])
            Atom(Regex.Escape(letter.ToString()));
        _at = end < 0 ? pattern.Length : end + 2;
        return null;
    }

    string? NumberedReference()
    {
        var start = --_at;
        while (!AtEnd && char.IsAsciiDigit(pattern[_at]) && _at < start + 4)
            _at++;
        var number = Number(pattern[start.._at]);
        _highestReference = Math.Max(_highestReference, number);
        Atom($@"(?:\{number})");
        return null;
    }

    /// <summary><c>\g1</c>, <c>\g{-1}</c>, <c>\g{name}</c>, <c>\k&lt;name&gt;</c>, <c>\k{name}</c>, <c>\k'name'</c>.</summary>
    string? Reference(char letter)
    {
        if (letter == 'g' && !AtEnd && char.IsAsciiDigit(pattern[_at]))
        {
            _at++;
            return NumberedReference();
        }

        var close = AtEnd ? '\0' : pattern[_at] switch { '{' => '}', '<' => '>', '\'' => '\'', _ => '\0' };
        var end = close == '\0' ? -1 : pattern.IndexOf(close, _at + 1);
        if (end < 0)
            return RegexErrors.NameExpected;
        if (letter == 'g' && close != '}')
            return RegexErrors.Recursion;
        var name = pattern[(_at + 1)..end];
        _at = end + 1;
        if (!int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Atom($@"\k<{name}>");
            return null;
        }

        number = number < 0 ? _groupCount + 1 + number : number;
        if (number < 1)
            return RegexErrors.NoSuchGroup;
        _highestReference = Math.Max(_highestReference, number);
        Atom($@"(?:\{number})");
        return null;
    }

    string? Property(char letter)
    {
        var end = !AtEnd && pattern[_at] == '{' ? pattern.IndexOf('}', _at) : _at;
        if (AtEnd || end < 0)
            return RegexErrors.UnknownProperty;
        var name = pattern[_at..(end + 1)].Trim('{', '}');
        _at = end + 1;
        Atom($@"\{letter}{{{name}}}");
        return null;
    }
}
