using System.Text.RegularExpressions;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Verdicts;

/// <summary>
/// Random rules and random commands: upstream and ours must agree on every verdict. PROFTPD_VERDICTS sets how many (a few by default, 2000 for the whole
/// run), PROFTPD_VERDICT_SEED where to begin.
/// </summary>
public sealed partial class VerdictTests
{
    const int Few = 150;

    /// <summary>How many failures are cut down: each takes a minute.</summary>
    const int MostMinimized = 12;

    /// <summary>Commands of each of the two users on one configuration.</summary>
    const int Length = 12;

    [Fact]
    public async Task Random_rules_give_upstreams_verdicts()
    {
        var (wanted, seed) = (Settings.Number("PROFTPD_VERDICTS", Few), Settings.Number("PROFTPD_VERDICT_SEED", 1));
        var failures = new List<string>();
        for (var compared = 0; compared < wanted; seed++)
        {
            var rules = new RandomRules(seed);
            var configuration = rules.Configuration();
            (string, IReadOnlyList<string>)[] dialogues = [("alice", rules.Dialogue(Length)), ("bob", rules.Dialogue(Length))];
            var (upstream, ours) = await PlayAsync(configuration, dialogues);
            compared += upstream.Count;
            if (Difference(upstream, ours) is { } difference)
                failures.Add($"seed {seed}\n{difference}\n{(failures.Count < MostMinimized ? await MinimizeAsync(configuration, dialogues) : "")}");
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    static async Task<(IReadOnlyList<string> Upstream, IReadOnlyList<string> Ours)> PlayAsync(
        IReadOnlyList<string> configuration, IReadOnlyList<(string User, IReadOnlyList<string> Lines)> dialogues)
    {
        var upstream = TryPlayAsync(ServerBinary.Oracle, configuration, dialogues);
        var ours = TryPlayAsync(ServerBinary.Ours, configuration, dialogues);
        return (await upstream, await ours);
    }

    static async Task<IReadOnlyList<string>> TryPlayAsync(
        ServerBinary binary, IReadOnlyList<string> configuration, IReadOnlyList<(string User, IReadOnlyList<string> Lines)> dialogues)
    {
        try
        {
            return await VerdictDialogue.PlayAsync(binary, configuration, dialogues);
        }
        catch (ServerStartException)
        {
            return ["does not start"];
        }
    }

    /// <summary>The first line on which the two differ; -1 when there is none.</summary>
    static int FirstDifference(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        for (var i = 0; i < Math.Max(one.Count, other.Count); i++)
        {
            if (i >= one.Count || i >= other.Count || WithoutDoubtfulLinks(one[i]) != WithoutDoubtfulLinks(other[i]))
                return i;
        }

        return -1;
    }

    /// <summary>
    /// A verdict without the links that a pattern with a directory finds: ours judges them by what they lead to, upstream looks for their targets in the
    /// working directory. A difference on purpose.
    /// </summary>
    static string WithoutDoubtfulLinks(string verdict) => PatternElsewhere().IsMatch(verdict) ? LinkName().Replace(verdict, "") : verdict;

    /// <summary>Leaves out sections, lines and commands as long as the two still differ: of the first failures only, for it takes a while.</summary>
    static async Task<string> MinimizeAsync(IReadOnlyList<string> configuration, (string User, IReadOnlyList<string> Lines)[] dialogues)
    {
        for (var user = 0; user < dialogues.Length; user++)
        {
            var at = user;
            (string, IReadOnlyList<string>)[] With(IReadOnlyList<string> lines) => [.. dialogues.Select((dialogue, index) => index == at ? (dialogue.User, lines) : dialogue)];
            dialogues = With(await FewestAsync(dialogues[user].Lines, (_, from) => from + 1, async lines => await DifferenceAsync(configuration, With(lines)) is not null));
        }

        var fewest = dialogues;
        configuration = await FewestAsync(configuration, EndOf, async lines => await DifferenceAsync(lines, fewest) is not null);
        return $"{string.Join('\n', configuration)}\n{string.Join('\n', dialogues.SelectMany(dialogue => dialogue.Lines.Select(line => $"> {dialogue.User}: {line}")))}\n{await DifferenceAsync(configuration, fewest)}";
    }

    /// <summary>Leaves out halves, quarters and so on down to single parts while what is left still fails.</summary>
    static async Task<IReadOnlyList<string>> FewestAsync(IReadOnlyList<string> lines, Func<IReadOnlyList<string>, int, int> endOfPart, Func<IReadOnlyList<string>, Task<bool>> fails)
    {
        for (var size = Math.Max(1, lines.Count / 2); size > 0; size /= 2)
        {
            for (var at = 0; at < lines.Count;)
            {
                var end = at;
                while (end < lines.Count && end < at + size && endOfPart(lines, end) is var next && next > end)
                    end = next;
                List<string> fewer = [.. lines.Take(at), .. lines.Skip(end)];
                if (end > at && await fails(fewer))
                    lines = fewer;
                else
                    at = Math.Max(at + 1, end);
            }
        }

        return lines;
    }

    /// <summary>The end of the section that begins on a line, or of the line.</summary>
    static int EndOf(IReadOnlyList<string> lines, int at)
    {
        if (lines[at].StartsWith("LoadModule", StringComparison.Ordinal))
            return at;
        if (!lines[at].TrimStart().StartsWith('<') || lines[at].TrimStart().StartsWith("</", StringComparison.Ordinal))
            return lines[at].TrimStart().StartsWith('<') ? at : at + 1;
        var close = $"{lines[at][..^lines[at].TrimStart().Length]}</{lines[at].TrimStart()[1..].Split(' ', '>')[0]}>";
        return lines.ToList().IndexOf(close, at) + 1;
    }

    static async Task<string?> DifferenceAsync(IReadOnlyList<string> configuration, IReadOnlyList<(string User, IReadOnlyList<string> Lines)> dialogues)
    {
        var (upstream, ours) = await PlayAsync(configuration, dialogues);
        return Difference(upstream, ours);
    }

    static string? Difference(IReadOnlyList<string> upstream, IReadOnlyList<string> ours)
    {
        var at = FirstDifference(upstream, ours);
        return at < 0 ? null : $"upstream {upstream.ElementAtOrDefault(at)}\nours     {ours.ElementAtOrDefault(at)}";
    }

    /// <summary>The verdict on LIST or STAT of a pattern that has a slash.</summary>
    [GeneratedRegex(@"^\w+ (?:LIST|STAT) (?:-\w+ )?(?=[^: ]*/)[^: ]*[*\[]")]
    private static partial Regex PatternElsewhere();

    /// <summary>The links of common.files as a listing names them.</summary>
    [GeneratedRegex(@" (?:\S*/)?(?:link|dangling)(?= |$)")]
    private static partial Regex LinkName();
}
