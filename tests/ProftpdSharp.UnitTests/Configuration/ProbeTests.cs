using System.Runtime.CompilerServices;
using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>The probes of the configuration language, each a file with the outcome recorded from ProFTPD 1.3.8, run through the loader.</summary>
public sealed class ProbeTests : IDisposable
{
    readonly string _scratch = Directory.CreateTempSubdirectory("probes-").FullName;

    public static TheoryData<string> Names => [.. Rows().Select(row => row.Name)];

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Probe_ends_as_recorded(string name)
    {
        var row = Rows().Single(row => row.Name == name);
        var result = Run(name);

        var fatal = result.Diagnostics.FirstOrDefault(message => message.Severity == Severity.Fatal)?.Text;
        Assert.True(row.Exit == (result.Configuration is null ? 1 : 0), $"exit {row.Exit} wanted, the first fatal line is {fatal}");
        if (row.ComparesExitOnly)
            return;
        if (row.Exit == 1)
            Assert.Equal(row.FirstFatal, fatal?.Replace(_scratch, "@TMP@", StringComparison.Ordinal));
        else if (!row.IsDeliberate)
            Assert.Equal(row.Notices, Notices(result));
    }

    LoadResult Run(string name)
    {
        Copy(name);
        var variables = Lines($"{name}.env").Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var host = Machine.Host.With(variables);
        var words = Lines($"{name}.argv").ToList();
        var options = new LoadOptions { Host = host, MainAddress = words is ["-S", var address] ? address : "127.0.0.1" };
        return ConfigurationLoader.Load(Path.Combine(_scratch, name + ".conf"), TestRegistry.Make(), options);
    }

    SortedSet<string> Notices(LoadResult result) =>
        new(result.Diagnostics.Where(message => message.Severity is Severity.Warning or Severity.Error)
            .Select(message => message.Text.Replace(_scratch, "@TMP@", StringComparison.Ordinal)), StringComparer.Ordinal);

    void Copy(string name)
    {
        foreach (var source in Directory.GetFiles(Folder(), name + ".*"))
            CopyFile(source, Path.Combine(_scratch, Path.GetFileName(source)));
        var folder = Path.Combine(Folder(), name + ".d");
        if (Directory.Exists(folder))
            CopyFolder(folder, Path.Combine(_scratch, name + ".d"));
    }

    void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            var copy = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link)
                File.CreateSymbolicLink(copy, link);
            else if (entry is DirectoryInfo)
                CopyFolder(entry.FullName, copy);
            else
                CopyFile(entry.FullName, copy);
        }
    }

    void CopyFile(string source, string target) =>
        File.WriteAllText(target, File.ReadAllText(source).Replace("@TMP@", _scratch, StringComparison.Ordinal));

    static string[] Lines(string file)
    {
        var path = Path.Combine(Folder(), file);
        return File.Exists(path) ? [.. File.ReadAllLines(path).Where(line => line.Length > 0)] : [];
    }

    static IEnumerable<ProbeRow> Rows()
    {
        var deliberate = File.ReadAllLines(Path.Combine(Folder(), "deliberate.tsv")).Skip(1)
            .Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => int.Parse(cells[1], null));
        return File.ReadAllLines(Path.Combine(Folder(), "expected.tsv")).Skip(1)
            .Select(line => ProbeRow.Read(line.Split('\t'), deliberate));
    }

    static string Folder([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file) ?? "", "..", "Probes");
}
