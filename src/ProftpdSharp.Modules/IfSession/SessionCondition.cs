using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.IfSession;

/// <summary>
/// The expression of an If section: names joined by commas and blanks, <c>!</c> before a name negates it. <c>AND</c>, <c>OR</c> and <c>regex</c> are
/// keywords only as they are written here and with a word behind them.
/// </summary>
static class SessionCondition
{
    static readonly char[] Separators = [',', ' ', '\t'];

    /// <summary>Whether the section is for this client.</summary>
    public static bool Holds(ConfigScope section, LimitSubject who) => section.Kind switch
    {
        SectionKind.IfClass => Parse(section, NameLogic.Or)?.Selects(who.Class ?? "") == true,
        SectionKind.IfGroup => Parse(section, NameLogic.And)?.Selects(who.Group, who.Groups) == true,
        SectionKind.IfUser => Parse(section, NameLogic.Or)?.Selects(who.User) == true,
        _ => who.IsAuthenticated,
    };

    /// <summary>Null when the regular expression cannot be compiled.</summary>
    static NameList? Parse(ConfigScope section, NameLogic logic)
    {
        var words = section.Arguments;
        return words.Count > 1 ? words[0] switch
        {
            "regex" => RegularExpression.TryCompile(words[1], ignoreCase: false, out var pattern, out _) ? new NameList(NameLogic.Regex, [], pattern) : null,
            "AND" => List(NameLogic.And, words.Skip(1)),
            "OR" => List(NameLogic.Or, words.Skip(1)),
            _ => List(logic, words),
        } : List(logic, words);
    }

    static NameList List(NameLogic logic, IEnumerable<string> words) =>
        new(logic, [.. words.SelectMany(word => word.Split(Separators, StringSplitOptions.RemoveEmptyEntries))]);
}
