using System.Text.RegularExpressions;
using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Coverage;

/// <summary>Which situations of a command the transcripts show, judged by upstream's replies.</summary>
static partial class CommandCells
{
    static readonly (string Cell, Regex Reply)[] ByReply =
    [
        ("login", LoginPattern()),
        ("success", SuccessPattern()),
        ("arguments", ArgumentsPattern()),
        ("missing", MissingPattern()),
        ("permission", PermissionPattern()),
    ];

    /// <summary>The situations, each as <c>RETR missing</c>, that some scenario shows.</summary>
    public static HashSet<string> Shown(IEnumerable<Transcript> transcripts) =>
        [.. transcripts.SelectMany(transcript => transcript.Scenarios).SelectMany(Shown)];

    static IEnumerable<string> Shown(Scenario scenario)
    {
        var hasLimits = scenario.Configuration.Any(line => line.Contains("<Limit", StringComparison.Ordinal));
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            if (scenario.Steps[i] is not { Verb: ">" or ">>" } step)
                continue;
            var name = NameOf(step.Argument);
            if (step.Verb == ">>")
                yield return $"{name} transfer";
            foreach (var cell in RepliesTo(scenario, i).SelectMany(reply => CellsOf(reply, hasLimits)))
                yield return $"{name} {cell}";
        }
    }

    /// <summary>A refusal under Limits counts as theirs: the same texts without any are the file system's.</summary>
    static IEnumerable<string> CellsOf(string reply, bool hasLimits) => hasLimits && RefusalPattern().IsMatch(reply)
        ? ["limit"]
        : ByReply.Where(row => row.Reply.IsMatch(reply)).Select(row => row.Cell);

    /// <summary>The first lines of the replies up to the next command.</summary>
    static IEnumerable<string> RepliesTo(Scenario scenario, int command) => scenario.Steps.Skip(command + 1)
        .TakeWhile(step => step.Verb is not (">" or ">>" or "session"))
        .Where(step => step is { Verb: "<", Expected.Count: > 0 })
        .Select(step => (step.ExpectedUpstream ?? step.Expected)[0]);

    /// <summary>The verb, with the sub-command of SITE and OPTS.</summary>
    static string NameOf(string line)
    {
        var words = line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is ["SITE" or "OPTS", var second, ..] ? $"{words[0]} {second}" : words.FirstOrDefault("");
    }

    [GeneratedRegex("^530 Please login")]
    private static partial Regex LoginPattern();

    [GeneratedRegex("^[123]")]
    private static partial Regex SuccessPattern();

    [GeneratedRegex("^50[0-4]")]
    private static partial Regex ArgumentsPattern();

    [GeneratedRegex("No such file|cannot be listed|^504 .*Unknown")]
    private static partial Regex MissingPattern();

    [GeneratedRegex("Permission denied|Operation not permitted|unable to generate|cannot be listed")]
    private static partial Regex PermissionPattern();

    [GeneratedRegex("^[45](?!30 Please).*(ermission|ermitted|Unable to handle|incorrect|No such file|unable to generate)")]
    private static partial Regex RefusalPattern();
}
