using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.TestSupport;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>What every scenario starts from: common.conf, common.files, and one set of certificates per test run.</summary>
static class CommonFiles
{
    static readonly Lazy<string[]> CommonConfiguration = new(() => File.ReadAllLines($"{Folder}/common.conf"));

    static readonly Lazy<FixtureEntry[]> CommonEntries = new(() =>
        [.. File.ReadLines($"{Folder}/common.files").Where(line => line.Length > 0 && !line.StartsWith('#')).Select(FixtureEntry.Parse)]);

    static readonly Lazy<string> CertificateFolder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("proftpd-tls-").FullName;
        Certificates.Create(folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>Where the transcripts lie in the test output.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Transcripts");

    /// <summary>A scenario's lines and those of common.conf whose directive they do not set at top level themselves.</summary>
    public static string Configuration(IReadOnlyList<string> own) =>
        string.Concat(ConfigurationLines.Override(CommonConfiguration.Value, own).Select(line => line + "\n"));

    /// <summary>The usual tree and the scenario's own entries; an own entry replaces the usual one of its path.</summary>
    public static IReadOnlyList<FixtureEntry> Entries(Scenario scenario) => Entries(scenario.Files);

    /// <summary>The usual tree and these entries; one of these replaces the usual one of its path.</summary>
    public static IReadOnlyList<FixtureEntry> Entries(IReadOnlyList<FixtureEntry> own)
    {
        var paths = own.Select(entry => entry.Path).ToHashSet();
        return [.. CommonEntries.Value.Where(entry => !paths.Contains(entry.Path)), .. own];
    }

    /// <summary>Copies the certificates to <c>tls/</c> and <c>strange/</c> of a server's directory.</summary>
    public static void WriteCertificates(string root)
    {
        Copy(CertificateFolder.Value, $"{root}/tls");
        Copy($"{CertificateFolder.Value}/strange", $"{root}/strange");
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, $"{to}/{Path.GetFileName(file)}");
    }
}
