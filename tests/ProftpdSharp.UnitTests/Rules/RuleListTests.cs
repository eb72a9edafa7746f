using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace ProftpdSharp.UnitTests.Rules;

/// <summary>The numbered rules of the configuration language, each with the tests that hold it: a rule without a test, or with one that is gone, fails here.</summary>
public sealed partial class RuleListTests
{
    /// <summary>The sections of the specification.</summary>
    const int Sections = 12;

    /// <summary>The rule of those sections that shows in no dialogue, because the server does not start: its test runs the syntax check of both.</summary>
    static readonly string[] SeenElsewhere = ["9.1.3"];

    static readonly Lazy<HashSet<string>> Tests = new(() => [.. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(match => $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups[1].Value}"))]);

    public static IEnumerable<object[]> Rules =>
        File.ReadLines(Path.Combine(Folder(), "configuration.tsv")).Skip(1).Select(line => line.Split('\t')).Select(cells => (object[])[cells[0], cells[2]]);

    static string Root => Path.Combine(Folder(), "..", "..");

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_tests(string number, string tests)
    {
        Assert.Matches(@"^\d+(\.\d+)+$", number);
        var names = tests.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, Tests.Value));
    }

    [Fact]
    public void Every_section_has_rules_and_no_number_stands_twice()
    {
        var numbers = File.ReadLines(Path.Combine(Folder(), "configuration.tsv")).Skip(1).Select(line => line.Split('\t')[0]).ToList();

        Assert.Equal(numbers.Distinct(), numbers);
        Assert.Equal(Enumerable.Range(1, Sections), numbers.Select(number => int.Parse(number.Split('.')[0], null)).Distinct().Order());
    }

    /// <summary>What a server was seen to do is held by a dialogue with both servers: most of the sections on merging, look-ups and limits.</summary>
    [Fact]
    public void Rules_about_sessions_have_transcripts_that_are_there()
    {
        var rows = File.ReadLines(Path.Combine(Folder(), "configuration.tsv")).Skip(1).Select(line => line.Split('\t')).ToList();
        var named = rows.SelectMany(row => row[3].Split('|', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var titles = Directory.EnumerateFiles(Path.Combine(Root, "ProftpdSharp.ConformanceTests", "Transcripts"), "*.txt")
            .SelectMany(file => File.ReadLines(file).Where(line => line.StartsWith("== ", StringComparison.Ordinal)).Select(line => $"{Path.GetFileNameWithoutExtension(file)}: {line[3..]}"))
            .ToHashSet();

        Assert.All(named, name => Assert.Contains(name, titles));
        Assert.Empty(rows.Where(row => row[3].Length == 0 && Observed().IsMatch(row[0])).Select(row => row[0]).Except(SeenElsewhere));
    }

    static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file) ?? "";

    /// <summary>Merging, look-ups and limits.</summary>
    [GeneratedRegex(@"^(?:9|10)\.")]
    private static partial Regex Observed();

    [GeneratedRegex(@"\[(?:Fact|Theory)\][\s\S]*?public (?:static )?(?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();
}
