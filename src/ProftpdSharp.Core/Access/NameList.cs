using ProftpdSharp.Configuration;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>How the names of a list are joined.</summary>
public enum NameLogic
{
    And,
    Or,
    Regex,
}

/// <summary>
/// The expression of AllowUser, DenyGroup, IfClass and their like: <c>[AND|OR] a,b,!c</c> or <c>regex ^pattern</c>. Names are compared exactly.
/// </summary>
/// <param name="Logic">How the names are joined.</param>
/// <param name="Names">The names, each with a leading <c>!</c> where it is negated; empty for a regular expression.</param>
/// <param name="Pattern">The regular expression.</param>
public sealed record NameList(NameLogic Logic, IReadOnlyList<string> Names, RegularExpression? Pattern = null)
{
    /// <summary>Parses AllowUser, DenyUser, AllowClass and DenyClass: without a keyword one name is enough.</summary>
    public static Parsed<NameList> ParseAny(DirectiveLine line) => Parse(line, NameLogic.Or);

    /// <summary>Parses AllowGroup and DenyGroup: without a keyword all names must hold.</summary>
    public static Parsed<NameList> ParseAll(DirectiveLine line) => Parse(line, NameLogic.And);

    /// <summary>A list written as one word.</summary>
    public static NameList Of(NameLogic logic, string word) => new(logic, Split(word));

    /// <summary>Whether one who has only this name is meant.</summary>
    public bool Selects(string name) => Selects(name, []);

    /// <summary>Whether one who has these names is meant: a group and the supplementary ones.</summary>
    public bool Selects(string name, IReadOnlyList<string> others) => Logic switch
    {
        NameLogic.Regex => Pattern!.IsMatch(name) || others.Any(Pattern.IsMatch),
        NameLogic.And => Names.All(word => Holds(word, name, others)),
        // A list of nothing but commas selects everybody, as upstream's loop does.
        _ => Names.Count == 0 || Names.Any(word => Holds(word, name, others)),
    };

    static bool Holds(string word, string name, IReadOnlyList<string> others) =>
        word.StartsWith('!') ? !Is(word[1..], name, others) : Is(word, name, others);

    static bool Is(string word, string name, IReadOnlyList<string> others) =>
        word == name || others.Contains(word);

    static Parsed<NameList> Parse(DirectiveLine line, NameLogic logic)
    {
        var keyword = line.Count > 1 ? line[0].ToUpperInvariant() : "";
        if (keyword == "REGEX")
            return ParseRegex(line);
        var names = line.Arguments.Skip(keyword is "AND" or "OR" ? 1 : 0).SelectMany(Split).ToList();
        if (keyword == "AND")
            return new NameList(NameLogic.And, [line[0], .. names.SkipLast(1)]); // Upstream takes the keyword for a name and loses the last one.
        return new NameList(keyword == "OR" ? NameLogic.Or : logic, names);
    }

    /// <summary>At commas; an empty word is an empty name, which nobody has.</summary>
    static string[] Split(string word) => word.Length == 0 ? [""] : word.Split(',', StringSplitOptions.RemoveEmptyEntries);

    static Parsed<NameList> ParseRegex(DirectiveLine line)
    {
        if (line.Count != 2)
            return line.WrongNumberOfParameters;
        return RegularExpression.TryCompile(line[1], ignoreCase: false, out var pattern, out var error)
            ? new NameList(NameLogic.Regex, [], pattern)
            : line.Error($"'{line[1]}' failed regex compilation: {error.PosixText}");
    }
}
