using ProftpdSharp.Native;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>The keys of TLSPreSharedKey.</summary>
/// <param name="Keys">By identity.</param>
/// <param name="Complaints">What each session's system log tells, at DEBUG2, of files that cannot be trusted and were skipped.</param>
sealed record PreSharedKeys(IReadOnlyDictionary<string, byte[]> Keys, IReadOnlyList<string> Complaints)
{
    const int SmallestFile = 20;
    const int LargestFile = 4096;
    const uint WorldReadable = 0x4;
    const uint WorldWritable = 0x2;

    /// <summary>Reads the files.</summary>
    /// <param name="lines">Identity and path, each pair in one entry, separated by NUL.</param>
    public static PreSharedKeys Read(IEnumerable<string> lines)
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var complaints = new List<string>();
        foreach (var line in lines)
        {
            var separator = line.IndexOf('\0', StringComparison.Ordinal);
            var (key, complaint) = ReadKey(line[(separator + 1)..]);
            if (key is null)
                complaints.Add(complaint);
            else
                keys.TryAdd(line[..separator], key);
        }
        return new PreSharedKeys(keys, complaints);
    }

    static (byte[]? Key, string Complaint) ReadKey(string path)
    {
        var opened = Files.Open(path, OpenFlags.ReadOnly);
        if (!opened.Ok)
            return (null, $"error opening TLSPreSharedKey file '{path}': {opened.Error.Describe()}");
        using var file = opened.Value;
        var status = Files.Fstat(file);
        if (!status.Ok || (status.Value.Mode & WorldReadable) != 0)
            return (null, $"unable to use TLSPreSharedKey file '{path}': file is world-readable");
        if ((status.Value.Mode & WorldWritable) != 0)
            return (null, $"unable to use TLSPreSharedKey file '{path}': file is world-writable");
        var content = new byte[LargestFile];
        var read = Files.Read(file, content);
        if (!read.Ok)
            return (null, $"error reading TLSPreSharedKey file '{path}': {read.Error.Describe()}");
        return read.Value switch
        {
            0 => (null, $"read zero bytes from TLSPreSharedKey file '{path}', ignoring"),
            < SmallestFile => (null, $"read {read.Value} bytes from TLSPreSharedKey file '{path}', need at least {SmallestFile} bytes of key data, ignoring"),
            _ => Decode(path, ByteStrings.FromBytes(content.AsSpan(0, read.Value))),
        };
    }

    /// <summary>Upstream shows the text that is no number; it may be most of a secret.</summary>
    static (byte[]? Key, string Complaint) Decode(string path, string text)
    {
        text = text.EndsWith('\n') ? text[..^1] : text;
        text = text.EndsWith('\r') ? text[..^1] : text;
        return text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? (Convert.FromHexString(text), "")
            : (null, $"unable to use TLSPreSharedKey file '{path}': not a hex number");
    }
}
