using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Configuration;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Configuration;

/// <summary>The merged tree is upstream's, whatever overlaps (CONFIG.md section 9.2).</summary>
public sealed class MergedTreeTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("merged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_configurations_merge_as_upstream_merges_them(int hundred)
    {
        for (var seed = hundred * 100; seed < (hundred * 100) + 40; seed++)
        {
            var text = new RandomConfiguration(seed).Write();
            var path = Path.Combine(_folder, "proftpd.conf");
            await File.WriteAllTextAsync(path, text);
            var upstream = await CommandRunner.RunAsync("/usr/sbin/proftpd", ["-t", "-d", "5", "-S", "127.0.0.1", "-c", path]);
            var ours = ConfigurationLoader.Load(path, Registry(), new LoadOptions { Host = Machine.Host, MainAddress = "127.0.0.1" });

            Assert.True((upstream.ExitCode == 0) == (ours.Configuration is not null), $"seed {seed}: one refuses\n{text}\n{upstream.Error}");
            if (ours.Configuration is not null)
                Assert.True(MergedTree.Of(upstream.Error) == MergedTree.Of(ours.Configuration), Report(seed, text, upstream, ours.Configuration));
        }
    }

    static string Report(int seed, string text, CommandResult upstream, ServerConfiguration ours) =>
        $"seed {seed}\n{text}\nupstream:\n{MergedTree.Of(upstream.Error)}\nours:\n{MergedTree.Of(ours)}";

    static DirectiveRegistry Registry()
    {
        var registry = new DirectiveRegistry();
        foreach (var module in (string[])["mod_core", "mod_xfer"])
        {
            registry.Add(module, [.. UpstreamTable.Directives
                .Where(row => row.Module == module && registry.Find(row.Name) is null)
                .Select(row => new Directive<IReadOnlyList<string>>(row.Name, row.Contexts, Values.Words, [], row.Merge)
                {
                    MinArguments = row.MinArguments,
                    Storage = row.Storage,
                })]);
        }

        return registry;
    }
}
