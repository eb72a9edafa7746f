using System.Text;

namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Text → words: of a logical line (CONFIG.md section 2), and of a client's command, which upstream reads alike.</summary>
public static class Words
{
    /// <summary>What C's isspace holds for white in the C locale.</summary>
    public const string Blanks = " \t\n\v\f\r";

    public static readonly char[] BlankChars = Blanks.ToCharArray();

    /// <summary>Splits a line; quotes are resolved, a comment ends it.</summary>
    public static List<string> Split(string line) => Split(line, null);

    /// <summary>The words of a command's argument: quotes are resolved, and there are no comments.</summary>
    public static List<string> OfCommand(string argument) => Split(argument, null, hasComments: false);

    /// <summary>The words of SITE's argument, where every blank ends one: between two blanks, and between a quote's end and a blank, is an empty word.</summary>
    public static List<string> OfSite(string argument)
    {
        var words = new List<string>();
        for (var at = 0; at < argument.Length;)
        {
            if (argument[at] == '"')
            {
                words.Add(Quoted(argument, ref at));
                continue;
            }
            words.Add(Bare(argument, ref at));
            at++;
        }
        return words;
    }

    /// <summary>Where the words of a line stand, quotes included.</summary>
    public static List<Range> Places(string line)
    {
        var places = new List<Range>();
        Split(line, places);
        return places;
    }

    static List<string> Split(string line, List<Range>? places, bool hasComments = true)
    {
        var words = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < line.Length && IsBlank(line[at]))
                at++;
            if (at == line.Length || hasComments && line[at] == '#')
                return words;
            var start = at;
            words.Add(line[at] == '"' ? Quoted(line, ref at) : Bare(line, ref at));
            places?.Add(start..at);
        }
    }

    /// <summary>Drops the <c>&gt;</c> at the end of a section line and puts it where the name ends: <c>&lt;Directory /x&gt;</c> is <c>&lt;Directory&gt;</c> with <c>/x</c>.</summary>
    public static void FixSection(List<string> words)
    {
        if (words.Count < 2 || !words[0].StartsWith('<') || !words[^1].EndsWith('>'))
            return;
        if (words[^1].Length == 1)
            words.RemoveAt(words.Count - 1);
        else
            words[^1] = words[^1][..^1];
        if (!words[0].EndsWith('>'))
            words[0] += '>';
    }

    static bool IsBlank(char letter) => Blanks.Contains(letter, StringComparison.Ordinal);

    static string Bare(string line, ref int at)
    {
        var start = at;
        while (at < line.Length && !IsBlank(line[at]))
            at++;
        return line[start..at];
    }

    static string Quoted(string line, ref int at)
    {
        var word = new StringBuilder();
        for (at++; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length)
                at++;
            word.Append(line[at]);
        }

        if (at < line.Length)
            at++;
        return word.ToString();
    }
}
