using ProftpdSharp.Native;

namespace ProftpdSharp.Tls.Logs;

/// <summary>
/// TLSKeyLogFile: secrets of TLS sessions in the format that wireshark reads. Whoever can read the file can read the sessions, so it must be the
/// server's alone.
/// </summary>
sealed class KeyLog
{
    const uint OwnerOnly = 0x180; // 0600
    const uint OthersBits = 0x3f;

    readonly Descriptor _file;

    KeyLog(Descriptor file) => _file = file;

    /// <summary>Opens or makes the file; null with the reason when others could read it.</summary>
    public static KeyLog? Open(string path, out string refusal)
    {
        var opened = Files.Open(path, OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.Create | OpenFlags.NoFollow, OwnerOnly);
        refusal = opened.Ok ? "" : opened.Error.Describe();
        if (!opened.Ok)
            return null;
        var status = Files.Fstat(opened.Value);
        if (status.Ok && status.Value.Kind == FileKind.Regular && (status.Value.Mode & OthersBits) == 0)
            return new KeyLog(opened.Value);
        refusal = "others may read or write it";
        opened.Value.Dispose();
        return null;
    }

    /// <summary>Appends a line with one write, so that lines of several connections do not mix.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        Span<byte> whole = stackalloc byte[line.Length + 1];
        line.CopyTo(whole);
        whole[^1] = (byte)'\n';
        // A full disk is no reason to end a handshake.
        _ = Files.Write(_file, whole);
        whole.Clear();
    }
}
