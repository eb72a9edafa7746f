using System.Runtime.CompilerServices;
using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>A directory in which probes are loaded.</summary>
sealed class ProbeMachine : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("probes-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static IEnumerable<ProbeRow> Rows()
    {
        var deliberate = File.ReadAllLines(Path.Combine(Source(), "deliberate.tsv")).Skip(1)
            .Select(line => line.Split('\t')).ToDictionary(cells => cells[0], cells => int.Parse(cells[1], null));
        return File.ReadAllLines(Path.Combine(Source(), "expected.tsv")).Skip(1)
            .Select(line => ProbeRow.Read(line.Split('\t'), deliberate));
    }

    /// <summary>Copies a probe and loads it.</summary>
    public LoadResult Load(string name)
    {
        Copy(name);
        return LoadFile(name, name + ".conf");
    }

    /// <summary>Loads another file as the probe would be loaded.</summary>
    public LoadResult LoadFile(string name, string file) =>
        ConfigurationLoader.Load(Path.Combine(Folder, file), TestRegistry.Make(), Options(name));

    public static LoadOptions Options(string name)
    {
        var variables = Lines($"{name}.env").Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var words = Lines($"{name}.argv").ToList();
        return new LoadOptions { Host = Machine.Host.With(variables), MainAddress = words is ["-S", var address] ? address : "127.0.0.1" };
    }

    void Copy(string name)
    {
        foreach (var source in Directory.GetFiles(Source(), name + ".*"))
            CopyFile(source, Path.Combine(Folder, Path.GetFileName(source)));
        var folder = Path.Combine(Source(), name + ".d");
        if (Directory.Exists(folder))
            CopyFolder(folder, Path.Combine(Folder, name + ".d"));
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
        File.WriteAllText(target, File.ReadAllText(source).Replace("@TMP@", Folder, StringComparison.Ordinal));

    static string[] Lines(string file)
    {
        var path = Path.Combine(Source(), file);
        return File.Exists(path) ? [.. File.ReadAllLines(path).Where(line => line.Length > 0)] : [];
    }

    static string Source([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file) ?? "", "..", "Probes");
}
