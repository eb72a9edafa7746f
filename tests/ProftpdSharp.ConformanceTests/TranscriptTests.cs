using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.ConformanceTests.Running;
using Xunit;
using Xunit.Sdk;

namespace ProftpdSharp.ConformanceTests;

/// <summary>The scenarios of Transcripts/.</summary>
public static class TranscriptTests
{
    static readonly Lazy<IReadOnlyList<Transcript>> Transcripts = new(() =>
        [.. Directory.GetFiles(CommonFiles.Folder, "*.txt").Order(StringComparer.Ordinal)
            .Select(path => TranscriptParser.Parse(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))]);

    /// <summary>Every file.</summary>
    internal static IReadOnlyList<Transcript> All => Transcripts.Value;

    /// <summary>File and title of every scenario.</summary>
    public static IEnumerable<object[]> Scenarios =>
        Transcripts.Value.SelectMany(transcript => transcript.Scenarios.Select(scenario => (object[])[scenario.File, scenario.Title]));

    /// <summary>Where each scenario (file and title) stands in a run: those of one configuration come together, so that they share a server.</summary>
    internal static Dictionary<(object File, object Title), int> RunOrder() =>
        Transcripts.Value.SelectMany(transcript => transcript.Scenarios)
            .GroupBy(scenario => CommonFiles.Configuration(scenario.Configuration))
            .SelectMany(group => group)
            .Select((scenario, index) => (scenario, index))
            .ToDictionary(entry => ((object)entry.scenario.File, (object)entry.scenario.Title), entry => entry.index);

    /// <summary>The scenarios without those that OpenDivergences.txt names for a server: what is known to differ and not mended yet.</summary>
    /// <param name="server"><c>ours</c>, or <c>upstream</c> for scenarios whose expectation was changed by hand and not played there again.</param>
    internal static IEnumerable<object[]> ScenariosFor(string server)
    {
        var open = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "OpenDivergences.txt"))
            .Where(line => line.StartsWith(server + "\t", StringComparison.Ordinal)).Select(line => line[(server.Length + 1)..]).ToHashSet();
        return Scenarios.Where(row => !open.Contains($"{row[0]}\t{row[1]}"));
    }

    /// <summary>The scenario of a file and a title.</summary>
    internal static Scenario Find(string file, string title) =>
        Transcripts.Value.First(transcript => transcript.Name == file).Scenarios.First(candidate => candidate.Title == title);

    /// <summary>Plays a scenario and compares.</summary>
    internal static async Task PlayAsync(SharedServer shared, Scenario scenario, bool records)
    {
        var server = await shared.AcquireAsync(scenario);
        try
        {
            var outcomes = await ScenarioRunner.RunAsync(scenario, server, records);
            if (records)
                Recorder.Write(scenario, outcomes);
            else
                Assert.True(outcomes.All(outcome => outcome.IsMatch), Report.Of(scenario, outcomes));
        }
        catch (StepFailedException failure)
        {
            Assert.Fail(Report.Of(scenario, failure.Outcomes) + failure.Message);
        }
        Assert.False(server.HasExited, "the server ended");
    }
}

/// <summary>Upstream's ProFTPD says what the transcripts say.</summary>
[TestCaseOrderer("ProftpdSharp.ConformanceTests.TranscriptOrderer", "ProftpdSharp.ConformanceTests")]
public sealed class UpstreamTranscripts(UpstreamServer server) : IClassFixture<UpstreamServer>
{
    const int Attempts = 3;

    public static IEnumerable<object[]> Scenarios => TranscriptTests.ScenariosFor("upstream");

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Upstream(string file, string title)
    {
        var scenario = TranscriptTests.Find(file, title);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TranscriptTests.PlayAsync(server.Shared, scenario, Recorder.Folder is not null);
                return;
            }
            catch (Exception failure) when (attempt < Attempts && Recorder.Folder is null && failure is XunitException or TimeoutException)
            {
                // With two sockets ready at a time upstream takes either first, and its timers run on into a slow scenario:
                // once is enough to show that it does play this. Ours has one attempt.
                await server.Shared.DisposeAsync();
            }
        }
    }
}

/// <summary>Ours says what the transcripts say.</summary>
[TestCaseOrderer("ProftpdSharp.ConformanceTests.TranscriptOrderer", "ProftpdSharp.ConformanceTests")]
public sealed class OurTranscripts(OurServer server) : IClassFixture<OurServer>
{
    public static IEnumerable<object[]> Scenarios => TranscriptTests.ScenariosFor("ours");

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task Ours(string file, string title) => TranscriptTests.PlayAsync(server.Shared, TranscriptTests.Find(file, title), records: false);
}
