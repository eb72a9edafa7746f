using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace ProftpdSharp.Modules.Lang;

/// <summary>
/// A format of printf(3), taken apart: the texts between its conversions. A finished reply is recognised by them, for here replies are not made of
/// formats.
/// </summary>
sealed partial class MessageTemplate
{
    static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    readonly List<string> _literals = [];
    readonly List<bool> _areNumbers = [];

    /// <summary>For each conversion, which argument it prints.</summary>
    readonly List<int> _positions = [];

    /// <summary>How many characters are its own: of several that recognise a text, the one with most is meant.</summary>
    public int Weight => _literals.Sum(literal => literal.Length);

    /// <summary>Takes a format apart; false for one with a conversion that nobody knows, which never was a reply's.</summary>
    public static bool TryParse(string format, [NotNullWhen(true)] out MessageTemplate? template)
    {
        template = new MessageTemplate();
        var literal = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            if (format[at] != '%')
            {
                literal.Append(format[at++]);
                continue;
            }
            var conversion = Conversion().Match(format, at);
            if (!conversion.Success)
            {
                template = null;
                return false;
            }
            at += conversion.Length;
            if (conversion.Value == "%%")
                literal.Append('%');
            else
                template.Add(literal, conversion);
        }
        template._literals.Add(literal.ToString());
        return true;
    }

    void Add(StringBuilder literal, Match conversion)
    {
        _literals.Add(literal.ToString());
        literal.Clear();
        _areNumbers.Add(conversion.Groups["kind"].Value is not ("s" or "c"));
        _positions.Add(conversion.Groups["position"] is { Success: true } position ? int.Parse(position.ValueSpan, provider: null) - 1 : _positions.Count);
    }

    /// <summary>The arguments of which the format would make a text; null when it would not.</summary>
    public List<string>? Match(string text)
    {
        if (!text.StartsWith(_literals[0], StringComparison.Ordinal) || !text.EndsWith(_literals[^1], StringComparison.Ordinal))
            return null;
        var arguments = new List<string>();
        var at = _literals[0].Length;
        for (var i = 1; i < _literals.Count; i++)
        {
            var end = i == _literals.Count - 1 ? text.Length - _literals[i].Length : text.IndexOf(_literals[i], at, StringComparison.Ordinal);
            if (end < at || _areNumbers[i - 1] && !IsNumber(text.AsSpan(at, end - at)))
                return null;
            arguments.Add(text[at..end]);
            at = end + _literals[i].Length;
        }
        return at == text.Length ? arguments : null;
    }

    /// <summary>Prints arguments; null when it asks for one that there is not.</summary>
    public string? Print(List<string> arguments)
    {
        if (_positions.Exists(position => position < 0 || position >= arguments.Count))
            return null;
        var text = new StringBuilder(_literals[0]);
        for (var i = 0; i < _positions.Count; i++)
            text.Append(arguments[_positions[i]]).Append(_literals[i + 1]);
        return text.ToString();
    }

    static bool IsNumber(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(NumberCharacters);

    [GeneratedRegex(@"\G%(?:%|(?:(?<position>[0-9]{1,3})\$)?[-+ #0]*[0-9]*(?:\.[0-9]*)?(?:hh|h|ll|l|z|j|t)?(?<kind>[diuoxXscfg]))")]
    private static partial Regex Conversion();
}
