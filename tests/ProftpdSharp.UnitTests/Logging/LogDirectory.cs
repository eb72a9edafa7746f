using System.Text;
using ProftpdSharp.Core.Logging;

namespace ProftpdSharp.UnitTests.Logging;

/// <summary>A directory of log files that is gone after the test.</summary>
sealed class LogDirectory : IDisposable
{
    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("proftpd-logs-");

    public string Root => _directory.FullName;

    public string PathOf(string name) => $"{Root}/{name}";

    /// <summary>The lines of a log as byte strings.</summary>
    public string[] Lines(string name) => File.ReadAllText(PathOf(name), Encoding.Latin1).Split('\n')[..^1];

    public void Dispose() => _directory.Delete(recursive: true);
}

static class LogOpenings
{
    /// <summary>The file of an opening that must have succeeded.</summary>
    public static async Task<LogFile> OpenedAsync(this LogFiles files, string path, uint mode = LogFiles.PrivateMode, bool allowSymlinks = false)
    {
        var opening = await files.OpenAsync(path, mode, allowSymlinks);
        return opening.File ?? throw new InvalidOperationException($"{path}: {opening.Reason}");
    }
}
