using System.Buffers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>One name in a directory.</summary>
/// <param name="Name">A byte string.</param>
/// <param name="Status">The status of a link itself; its error is EACCES for every name where the directory may be read but not searched.</param>
public readonly record struct FileEntry(string Name, Result<FileStatus> Status);

/// <summary>Reads a directory in batches of bounded size, <c>.</c> and <c>..</c> included, in the order of the file system.</summary>
public sealed class DirectoryReader : IDisposable
{
    readonly SessionFiles _files;
    readonly string _path;
    readonly DirectoryBatch _batch;

    internal DirectoryReader(SessionFiles files, string path, Descriptor directory)
    {
        _files = files;
        _path = path;
        _batch = new DirectoryBatch(directory);
    }

    /// <summary>The next entries, up to some hundreds; none at the end.</summary>
    public async Task<Result<List<FileEntry>>> ReadAsync()
    {
        var filled = await _files.Workers.RunAsync(_files.Identity, null, _batch, JailedCalls.ReadEntries);
        if (!filled.Ok)
            return filled.Error;
        var entries = _batch.ToEntries(filled.Value);
        // The kernel's own ".." of the jail's root is the directory around the jail.
        var parent = entries.FindIndex(entry => entry.Name == "..");
        if (parent >= 0)
            entries[parent] = new FileEntry("..", await _files.StatusAsync(_path + "/.."));
        return entries;
    }

    public void Dispose() => _batch.Dispose();
}

/// <summary>The room for one batch, taken before the thread switches.</summary>
sealed class DirectoryBatch(Descriptor directory) : IDisposable
{
    const int Size = 32 * 1024;

    /// <summary>struct linux_dirent64 with a name of one byte takes 24.</summary>
    const int SmallestEntry = 24;

    public Descriptor Directory { get; } = directory;

    public byte[] Names { get; } = ArrayPool<byte>.Shared.Rent(Size);

    public Result<FileStatus>[] Statuses { get; } = ArrayPool<Result<FileStatus>>.Shared.Rent((Size / SmallestEntry) + 1);

    /// <summary>The bytes of a name inside the buffer with the NUL that follows them there.</summary>
    public ReadOnlySpan<byte> Terminated(ReadOnlySpan<byte> name)
    {
        var names = Names.AsSpan();
        return names.Overlaps(name, out var offset) ? names.Slice(offset, name.Length + 1) : [];
    }

    public List<FileEntry> ToEntries(int filled)
    {
        var entries = new List<FileEntry>();
        foreach (var entry in new DirectoryEntries(Names.AsSpan(0, filled)))
            entries.Add(new FileEntry(ByteStrings.FromBytes(entry.Name), Statuses[entries.Count]));
        return entries;
    }

    public void Dispose()
    {
        Directory.Dispose();
        ArrayPool<byte>.Shared.Return(Names);
        ArrayPool<Result<FileStatus>>.Shared.Return(Statuses);
    }
}
