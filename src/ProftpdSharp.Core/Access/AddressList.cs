using System.Net;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Access;

/// <summary>The addresses, networks and names of one Allow or Deny line.</summary>
/// <param name="Elements">What the client is compared with; upstream's <c>all</c> and <c>none</c> stand alone.</param>
public sealed record AddressList(IReadOnlyList<AclElement> Elements)
{
    const string Syntax = "[from] [all|none]|host|network[,...]";

    /// <summary>Parses <c>[from] all | none | element[,element …] …</c>.</summary>
    public static Parsed<AddressList> Parse(DirectiveLine line)
    {
        var words = line.Arguments.SkipWhile(word => IsWord(word, "from")).ToList();
        if (words.Count > 0 && IsEverybodyOrNobody(words[0]))
            return Of(line, [words[0]]);
        if (words.Count > 0 && words[0].StartsWith('!') && IsEverybodyOrNobody(words[0][1..]))
            return line.Error("the ! negation operator cannot be used with ALL/NONE");
        var elements = words.SelectMany(word => word.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        // Upstream empties a list in which it meets one of them.
        if (elements.Count == 0 || elements.Exists(IsEverybodyOrNobody))
            return line.Error($"syntax: {line.Directive.Name} {Syntax}");
        return Of(line, elements);
    }

    /// <summary>Whether an element is negated; see <see cref="LimitRules"/> for what that does.</summary>
    public bool IsNegated => Elements.Any(element => element.IsNegated);

    /// <summary>Whether the client is meant by an element.</summary>
    public bool Selects(IPAddress address, IReadOnlyCollection<string> names) => Elements.Any(element => element.Matches(address, names));

    static Parsed<AddressList> Of(DirectiveLine line, List<string> words)
    {
        var elements = new List<AclElement>();
        foreach (var word in words)
        {
            var element = AclElement.Parse(word, line.UseIPv6, out var error);
            if (AclElement.Doubt(word, line.UseIPv6, element) is { } doubt)
                line.Warn(doubt);
            if (element is null)
                return line.Error(error);
            elements.Add(element);
        }
        return new AddressList(elements);
    }

    static bool IsEverybodyOrNobody(string word) => IsWord(word, "all") || IsWord(word, "none");

    static bool IsWord(string word, string expected) => word.Equals(expected, StringComparison.OrdinalIgnoreCase);
}
