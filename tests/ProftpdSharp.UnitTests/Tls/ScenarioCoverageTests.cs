using System.Globalization;
using System.Text.RegularExpressions;
using ProftpdSharp.UnitTests.Architecture;
using Xunit;

namespace ProftpdSharp.UnitTests.Tls;

/// <summary>
/// The acceptance scenarios of mod_tls and the requirements of its howto have numbers. A test says which it shows: C# by a trait, a transcript by a line
/// <c># MODTLS 1 2</c> below its title.
/// </summary>
public sealed partial class ScenarioCoverageTests
{
    const int Scenarios = 175;
    const int Requirements = 10;

    /// <summary>Scenarios that no test shows yet. This list only shrinks.</summary>
    static readonly int[] Missing = [];

    [Fact]
    public void Every_requirement_of_the_howto_has_a_test() => Assert.Equal(Enumerable.Range(1, Requirements), Traits("howto").Distinct().Order());

    [Fact]
    public void Every_scenario_has_a_test()
    {
        var shown = Traits("modtls").Concat(TranscriptNumbers()).ToHashSet();
        Assert.Equal(Enumerable.Range(1, Scenarios), shown.Concat(Missing).Order());
    }

    static IEnumerable<int> Traits(string name) =>
        Files("*.cs").SelectMany(file => TraitPattern().Matches(File.ReadAllText(file))).Where(match => match.Groups[1].Value == name)
            .Select(match => Number(match.Groups[2].Value));

    static IEnumerable<int> TranscriptNumbers() =>
        Files("*.txt").Where(file => file.Contains("/Transcripts/", StringComparison.Ordinal))
            .SelectMany(File.ReadLines).Where(line => line.StartsWith("# MODTLS ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[2..]).Select(Number);

    static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""Trait\("(\w+)", "(\d+)"\)""")]
    private static partial Regex TraitPattern();
}
