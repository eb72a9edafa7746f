using System.Text;
using System.Text.RegularExpressions;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.ConformanceTests.Configuration;

/// <summary>The tree after merging as upstream prints it at debug level 5. Sections and parameters stand in two lists here: how they interleave is of no consequence.</summary>
static partial class MergedTree
{
    /// <summary>Reads upstream's "Config for …" listing.</summary>
    public static string Of(string upstreamOutput)
    {
        var lines = upstreamOutput.Split('\n').Select(line => Prefix().Replace(line, "")).ToList();
        var text = new StringBuilder();
        for (var at = 0; at < lines.Count; at++)
        {
            if (!lines[at].StartsWith("Config for ", StringComparison.Ordinal))
                continue;
            text.Append("server\n");
            at++;
            Write(text, Children(lines, ref at, 0), 1);
            at--;
        }

        return text.ToString();
    }

    /// <summary>Prints a loaded configuration in the same form.</summary>
    public static string Of(ServerConfiguration configuration)
    {
        var text = new StringBuilder();
        foreach (var server in configuration.Servers)
        {
            text.Append("server\n");
            Write(text, Children(server.Root), 1);
        }

        return text.ToString();
    }

    static List<Node> Children(ConfigScope scope) =>
        [
            .. scope.Sections.Select(section => new Node(section.Kind == SectionKind.Limit ? "Limit" : section.Name, true, Children(section))),
            .. scope.Records.Select(record => new Node(record.Directive.Name, false, [])),
        ];

    static List<Node> Children(List<string> lines, ref int at, int depth)
    {
        var nodes = new List<Node>();
        while (at < lines.Count && lines[at].Length > 0 && Depth(lines[at]) == depth && Entry().IsMatch(lines[at]))
        {
            var name = lines[at++].Trim();
            var isSection = name == "Limit" || !char.IsAsciiLetter(name[0]);
            nodes.Add(new Node(name, isSection, Children(lines, ref at, depth + 1)));
        }

        return nodes;
    }

    static int Depth(string line) => line.Length - line.TrimStart(' ').Length;

    static void Write(StringBuilder text, List<Node> nodes, int depth)
    {
        foreach (var node in nodes.Where(node => node.IsSection).Concat(nodes.Where(node => !node.IsSection)))
        {
            text.Append(' ', depth).Append(node.Name).Append('\n');
            Write(text, node.Children, depth + 1);
        }
    }

    sealed record Node(string Name, bool IsSection, List<Node> Children);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \S* ?proftpd\[\d+\](?: [^\s:][^ ]*?)?(?: \([^)]*\))?: ")]
    private static partial Regex Prefix();

    /// <summary>A path, a Limit or a directive: one word that starts in upper case or like a path.</summary>
    [GeneratedRegex(@"^ *(?:[/~*]\S*|[A-Z][A-Za-z]+)$")]
    private static partial Regex Entry();
}
