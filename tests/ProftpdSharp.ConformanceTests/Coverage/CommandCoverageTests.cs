using ProftpdSharp.ConformanceTests.Format;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Coverage;

/// <summary>Every command has a transcript in every situation that it can be in: commands.tsv says which.</summary>
public static class CommandCoverageTests
{
    static readonly Lazy<HashSet<string>> Shown = new(() => CommandCells.Shown(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Transcripts"), "*.txt").Select(path => TranscriptParser.Parse(Path.GetFileName(path), File.ReadAllText(path)))));

    /// <summary>The commands and the situations that each can be in.</summary>
    public static IEnumerable<object[]> Commands => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Coverage", "commands.tsv"))
        .Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => (object[])line.Split('\t'));

    [Theory]
    [MemberData(nameof(Commands))]
    public static void Every_situation_has_a_transcript(string command, string situations) =>
        Assert.All(situations.Split(' '), situation => Assert.Contains($"{command} {situation}", Shown.Value));
}
