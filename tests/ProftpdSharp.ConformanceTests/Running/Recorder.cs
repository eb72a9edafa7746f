using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Writes what upstream answered into the transcripts' sources, where nothing is recorded yet.</summary>
static class Recorder
{
    static readonly Lock Writing = new();

    /// <summary>The folder of the transcripts' sources while recording, else null.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable("CONFORMANCE_RECORD");

    /// <summary>Fills in the outcomes of one scenario.</summary>
    public static void Write(Scenario scenario, IReadOnlyList<Outcome> outcomes)
    {
        var missing = outcomes.Where(outcome => outcome.Step.Line != ScenarioRunner.UnreadLine && outcome.Expected.Count == 0 && outcome.Actual.Count > 0).ToList();
        if (missing.Count == 0)
            return;
        lock (Writing)
        {
            var path = $"{Folder}/{scenario.File}.txt";
            var lines = File.ReadAllLines(path).ToList();
            // Earlier scenarios of the file may have grown since it was parsed.
            var shift = lines.IndexOf("== " + scenario.Title) + 1 - scenario.Line;
            foreach (var step in missing.GroupBy(outcome => outcome.Step.LastLine).OrderByDescending(group => group.Key))
                Fill(lines, step.Key + shift, [.. step]);
            File.WriteAllLines(path, lines);
        }
    }

    static void Fill(List<string> lines, int lastLine, List<Outcome> outcomes)
    {
        var index = lastLine - 1;
        if (outcomes[0].Step.Verb == "file")
        {
            lines[index] += " -> " + outcomes[0].Actual[0];
            return;
        }
        var text = outcomes.SelectMany(Lines).ToList();
        if (lines[index] is "<" or "D<" or "|")
            lines.RemoveAt(index--);
        lines.InsertRange(index + 1, text);
    }

    static IEnumerable<string> Lines(Outcome outcome)
    {
        var prefix = outcome.Step.Verb == "log" ? "|" : outcome.Step.Verb;
        return outcome.Actual.Select(line => line == "(closed)" ? "closed" : $"{prefix} {line}");
    }
}
