using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>The pattern of AllowFilter, DenyFilter, PathAllowFilter and PathDenyFilter; <c>none</c> is a pattern like any other.</summary>
public sealed record TextFilter(RegularExpression Pattern)
{
    /// <summary>Declares a directive of this kind.</summary>
    public static Directive<TextFilter?> Declare(Feature feature, string name, ConfigContext contexts) => feature.Directive(
        new Directive<TextFilter?>(name, contexts, line => Parse(line).Then<TextFilter?>(filter => filter), null, MergeRule.Down)
        {
            MaxArguments = 2,
            WrongCount = "bad number of parameters",
        });

    /// <summary>Parses <c>pattern [[NC]|[nocase]]</c>.</summary>
    public static Parsed<TextFilter> Parse(DirectiveLine line)
    {
        if (line.Count == 2 && (!line[1].StartsWith('[') || !line[1].EndsWith(']')))
            return line.Error($"badly formatted flags parameter: '{line[1]}'");
        if (line.Count == 2 && line[1] is not ("[NC]" or "[nocase]"))
            return line.Error($"unknown filter flags '{line[1]}'");
        return RegularExpression.TryCompile(line[0], ignoreCase: line.Count == 2, out var pattern, out var error)
            ? new TextFilter(pattern)
            : line.Error($"'{line[0]}' failed regex compilation: {error.Text}");
    }

    /// <summary>Whether the pattern is found in the text.</summary>
    public bool Finds(string text) => Pattern.IsMatch(text);
}
