using System.Text;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.ConformanceTests.Running;
using Xunit;
using Xunit.Abstractions;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>
/// Random valid and invalid commands of several users over random files: upstream and ours must say the same and leave the same files. PROFTPD_WALK sets how
/// many commands (a share of them by default, 20000 for a whole run), PROFTPD_WALK_SEED where to begin.
/// </summary>
public sealed class WalkTests(UpstreamServer upstream, OurServer ours, ITestOutputHelper output) : IClassFixture<UpstreamServer>, IClassFixture<OurServer>
{
    const int Few = 5000;
    const int Length = 125;
    static readonly int MostFailures = Settings.Number("PROFTPD_WALK_FAILURES", 5);

    [Fact]
    public async Task Random_commands_do_what_they_do_upstream()
    {
        var (wanted, seed) = (Settings.Number("PROFTPD_WALK", Few), Settings.Number("PROFTPD_WALK_SEED", 1));
        var failures = new List<string>();
        var count = 0;
        foreach (var ground in Ground.All)
        {
            var share = (wanted - 1) / Ground.All.Count + 1;
            for (var (done, at) = (0, seed); done < share && failures.Count < MostFailures; done += Length, at++)
            {
                var walk = RandomWalk.Make(ground, at, Math.Min(Length, share - done));
                count += walk.Steps.Count;
                if (await FirstDifferenceAsync(walk) is { } first)
                    failures.Add($"{await PrintAsync(await ShrinkAsync(walk))}first seen as:\n{first}");
            }
        }

        output.WriteLine($"{count} commands");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    async Task<(IReadOnlyList<WalkOutcome> Upstream, IReadOnlyList<WalkOutcome> Ours)> PlayAsync(Walk walk)
    {
        var theirs = WalkAsync(upstream.Shared, walk);
        return (await theirs, await WalkAsync(ours.Shared, walk));
    }

    static async Task<IReadOnlyList<WalkOutcome>> WalkAsync(SharedServer shared, Walk walk) => await Walker.WalkAsync(walk, await shared.AcquireAsync(walk.Scenario));

    /// <summary>What the two do otherwise first, or null.</summary>
    async Task<string?> FirstDifferenceAsync(Walk walk)
    {
        var (theirs, own) = await PlayAsync(walk);
        var at = theirs.Zip(own).TakeWhile(pair => pair.First.IsSame(pair.Second)).Count();
        return at == theirs.Count && at == own.Count ? null : $"{Describe(theirs.ElementAtOrDefault(at))}! ours:\n{Describe(own.ElementAtOrDefault(at))}";
    }

    static string Describe(WalkOutcome? outcome) => outcome is null ? "nothing\n" : $"{outcome.What}\n{string.Concat(outcome.Lines.Select(line => $"{line}\n"))}";

    async Task<Walk> ShrinkAsync(Walk walk)
    {
        walk = walk with { Steps = await Shrinking.FewestAsync(walk.Steps, async steps => await FirstDifferenceAsync(walk with { Steps = steps }) is not null) };
        return walk with { Files = await Shrinking.FewestAsync(walk.Files, async files => IsWhole(files) && await FirstDifferenceAsync(walk with { Files = files }) is not null) };
    }

    /// <summary>Whether every file's directory is there.</summary>
    static bool IsWhole(IReadOnlyList<FixtureEntry> files)
    {
        var directories = files.Where(file => file.IsDirectory).Select(file => file.Path).ToHashSet();
        return files.Select(file => file.Path.TrimEnd('/')).All(path => path.Count(c => c == '/') < 3 || directories.Contains(path[..(path.LastIndexOf('/') + 1)]));
    }

    /// <summary>The walk as a transcript of upstream; what ours says otherwise is marked.</summary>
    async Task<string> PrintAsync(Walk walk)
    {
        var (theirs, own) = await PlayAsync(walk);
        var text = new StringBuilder($"== {walk.Title}\nconfig:\n");
        text.AppendJoin("", walk.Ground.Configuration.Select(line => $"    {line}\n")).Append("files:\n").AppendJoin("", walk.Files.Select(file => $"    {file.ToLine()}\n"));
        var session = "";
        foreach (var (upstreams, ours) in theirs.Zip(own))
        {
            if (upstreams.Session is not null && upstreams.Session != session)
                text.Append($"login {session = upstreams.Session}\n");
            if (upstreams.Session is not null)
                text.Append($"{upstreams.What}\n").AppendJoin("", upstreams.Lines.Select(line => $"{line}\n"));
            if (upstreams.IsSame(ours))
                continue;
            if (upstreams.Session is null)
                text.Append($"{upstreams.What}\n").AppendJoin("", upstreams.Lines.Except(ours.Lines).Select(line => $"{line}\n"));
            text.Append("! ours:\n").AppendJoin("", (upstreams.Session is null ? ours.Lines.Except(upstreams.Lines) : ours.Lines).Select(line => $"! {line}\n"));
        }

        return text.ToString();
    }
}
