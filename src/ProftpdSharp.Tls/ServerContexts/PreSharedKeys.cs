using ProftpdSharp.Native;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>Reads the files of TLSPreSharedKey. A file that cannot be trusted is skipped, as upstream does.</summary>
static class PreSharedKeys
{
    const int SmallestFile = 20;
    const int LargestFile = 4096;
    const uint WorldReadableOrWritable = 0x6;

    /// <summary>The keys by identity.</summary>
    /// <param name="lines">Identity and path, each pair in one entry, separated by NUL.</param>
    public static Dictionary<string, byte[]> Read(IEnumerable<string> lines)
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var separator = line.IndexOf('\0', StringComparison.Ordinal);
            if (Key(line[(separator + 1)..]) is { } key)
                keys.TryAdd(line[..separator], key);
        }
        return keys;
    }

    static byte[]? Key(string path)
    {
        var opened = Files.Open(path, OpenFlags.ReadOnly);
        if (!opened.Ok)
            return null;
        using var file = opened.Value;
        if (!Files.Fstat(file).Ok || (Files.Fstat(file).Value.Mode & WorldReadableOrWritable) != 0)
            return null;
        var content = new byte[LargestFile];
        var read = Files.Read(file, content);
        if (!read.Ok || read.Value < SmallestFile)
            return null;
        var text = ByteStrings.FromBytes(content.AsSpan(0, read.Value));
        text = text.EndsWith('\n') ? text[..^1] : text;
        text = text.EndsWith('\r') ? text[..^1] : text;
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
    }
}
