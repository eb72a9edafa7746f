using System.Globalization;
using System.Text;

namespace ProftpdSharp.Configuration.Patterns;

/// <summary>PCRE2 syntax over bytes → .NET syntax over Latin-1 characters. Only what differs is rewritten.</summary>
/// <param name="pattern">As written.</param>
sealed partial class RegexTranslation(string pattern)
{
    readonly StringBuilder _output = new();

    /// <summary>Where the open groups begin in the output.</summary>
    readonly Stack<int> _groups = [];

    int _at;

    /// <summary>Where the element that a quantifier would repeat begins in the output; −1 when there is none.</summary>
    int _atom = -1;

    int _groupCount;
    int _highestReference;

    public string Result => _output.ToString();

    bool AtEnd => _at >= pattern.Length;

    /// <summary>Translates; returns PCRE2's text when the pattern is refused here already.</summary>
    public string? Run()
    {
        while (!AtEnd)
        {
            if (Element() is { } error)
                return error;
        }

        if (_groups.Count > 0)
            return RegexErrors.MissingClose;
        return _highestReference > _groupCount ? RegexErrors.NoSuchGroup : null;
    }

    string? Element()
    {
        var letter = pattern[_at++];
        switch (letter)
        {
            case '\\':
                return Escape();
            case '[':
                return Bracket();
            case '(':
                return OpenGroup();
            case ')':
                return CloseGroup();
            case '*' or '+' or '?':
                return Quantifier(letter.ToString());
            case '{' when Braces() is { } braces:
                return braces.Error ?? Quantifier(braces.Text);
            case '^' or '$' or '|':
                _output.Append(letter);
                _atom = -1;
                return null;
            default:
                Atom(letter == '{' ? @"\{" : letter.ToString());
                return null;
        }
    }

    void Atom(string text)
    {
        _atom = _output.Length;
        _output.Append(text);
    }

    string? CloseGroup()
    {
        if (_groups.Count == 0)
            return RegexErrors.UnmatchedClose;
        _atom = _groups.Pop();
        _output.Append(')');
        return null;
    }

    /// <summary>A quantifier with its <c>?</c> (lazy) or <c>+</c> (possessive, an atomic group in .NET).</summary>
    string? Quantifier(string text)
    {
        if (_atom < 0)
            return RegexErrors.NothingToRepeat;
        _output.Append(text);
        var suffix = AtEnd ? '\0' : pattern[_at];
        if (suffix is '?' or '+')
            _at++;
        if (suffix == '?')
            _output.Append('?');
        else if (suffix == '+')
            _output.Insert(_atom, "(?>").Append(')');
        _atom = -1;
        return null;
    }

    /// <summary>A quantifier in braces, null when the brace is an ordinary character. The place is after the opening brace.</summary>
    (string Text, string? Error)? Braces()
    {
        var end = pattern.IndexOf('}', _at);
        var fields = end < 0 ? [] : pattern[_at..end].Split(',');
        if (fields.Length is 0 or > 2 || fields[0].Length == 0 || fields.Any(field => !field.All(char.IsAsciiDigit)))
            return null;
        _at = end + 1;
        var numbers = fields.Where(field => field.Length > 0).Select(field => field.Length > 6 ? int.MaxValue : Number(field)).ToArray();
        if (numbers.Any(number => number > 65535))
            return ("", RegexErrors.NumberTooBig);
        if (numbers.Length == 2 && numbers[1] < numbers[0])
            return ("", RegexErrors.NumbersOutOfOrder);
        return ($"{{{string.Join(',', fields)}}}", null);
    }

    static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
