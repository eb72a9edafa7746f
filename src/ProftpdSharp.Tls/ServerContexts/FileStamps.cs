using ProftpdSharp.Native;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>What tells that a file is another one or was written to; the default for a missing file.</summary>
readonly record struct FileStamp(ulong Device, ulong Inode, long Size, FileTime Modified, FileTime Changed)
{
    public static FileStamp Of(string path)
    {
        var status = Files.StatAt(Descriptor.WorkingDirectory, path);
        return status.Ok
            ? new FileStamp(status.Value.Device, status.Value.Inode, status.Value.Size, status.Value.Modified, status.Value.Changed)
            : default;
    }
}

/// <summary>The files that a context was made of as they were then.</summary>
sealed class FileStamps
{
    readonly Dictionary<string, FileStamp> _stamps;

    FileStamps(Dictionary<string, FileStamp> stamps) => _stamps = stamps;

    public static FileStamps Of(ContextSettings settings) =>
        new(settings.Files.Concat(settings.Directories.SelectMany(DirectoryListing.FilesIn)).Distinct().ToDictionary(path => path, FileStamp.Of));

    /// <summary>A file that is not what it was, or has come or gone; null when all are the same.</summary>
    public string? FirstChange(FileStamps now) =>
        now._stamps.FirstOrDefault(entry => !_stamps.TryGetValue(entry.Key, out var then) || then != entry.Value).Key
        ?? _stamps.Keys.FirstOrDefault(path => !now._stamps.ContainsKey(path));
}

/// <summary>The files of directories of certificates and revocation lists.</summary>
static class DirectoryListing
{
    public static List<string> FilesIn(string path)
    {
        var files = new List<string>();
        var opened = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.Directory);
        if (!opened.Ok)
            return files;
        using var directory = opened.Value;
        var batch = new byte[32 * 1024];
        while (Files.Getdents64(directory, batch) is { Ok: true, Value: > 0 } filled)
        {
            foreach (var entry in new DirectoryEntries(batch.AsSpan(0, filled.Value)))
            {
                if (entry.Kind != FileKind.Directory)
                    files.Add($"{path}/{ByteStrings.FromBytes(entry.Name)}");
            }
        }
        return files;
    }
}
