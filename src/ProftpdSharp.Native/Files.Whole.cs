namespace ProftpdSharp.Native;

// Whole files and directories, of the administrator's: no client names them.
public static unsafe partial class Files
{
    /// <summary>The content of a file, cut off after the limit.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="limit">In bytes.</param>
    public static Result<byte[]> ReadWhole(string path, int limit)
    {
        var opened = Open(path, OpenFlags.ReadOnly);
        if (!opened.Ok)
            return opened.Error;
        using var file = opened.Value;
        using var content = new MemoryStream();
        var buffer = new byte[16384];
        while (content.Length < limit)
        {
            var read = Read(file, buffer);
            if (!read.Ok)
                return read.Error;
            if (read.Value == 0)
                break;
            content.Write(buffer, 0, read.Value);
        }
        return content.ToArray();
    }

    /// <summary>The names in a directory without "." and "..", in the order in which the file system has them.</summary>
    public static Result<List<string>> ReadNames(string path)
    {
        var opened = Open(path, OpenFlags.ReadOnly | OpenFlags.Directory);
        if (!opened.Ok)
            return opened.Error;
        using var directory = opened.Value;
        var names = new List<string>();
        var buffer = new byte[32768];
        while (true)
        {
            var filled = Getdents64(directory, buffer);
            if (!filled.Ok)
                return filled.Error;
            if (filled.Value == 0)
                return names;
            foreach (var entry in new DirectoryEntries(buffer.AsSpan(0, filled.Value)))
            {
                if (!entry.IsDots)
                    names.Add(ByteStrings.FromBytes(entry.Name));
            }
        }
    }
}
