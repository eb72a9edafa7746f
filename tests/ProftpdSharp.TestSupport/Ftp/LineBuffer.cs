using System.Text;

namespace ProftpdSharp.TestSupport.Ftp;

/// <summary>Cuts a byte stream into lines. Reads from whatever stream it is given, so the control connection can change to TLS and back.</summary>
sealed class LineBuffer
{
    readonly byte[] _bytes = new byte[16384];
    int _start;
    int _end;

    /// <summary>Whether bytes are here that no line has taken yet.</summary>
    public bool HasBytes => _start < _end;

    /// <summary>Forgets unread bytes.</summary>
    public void Clear() => _start = _end = 0;

    /// <summary>The next line without CRLF (or LF), or null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellation)
    {
        while (true)
        {
            if (Take() is { } line)
                return line;
            Compact();
            var count = await stream.ReadAsync(_bytes.AsMemory(_end), cancellation);
            if (count == 0)
                return TakeRest();
            _end += count;
        }
    }

    string? Take()
    {
        var length = _bytes.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0)
            return null;
        var line = Encoding.Latin1.GetString(_bytes, _start, length);
        _start += length + 1;
        return line.EndsWith('\r') ? line[..^1] : line;
    }

    string? TakeRest()
    {
        if (!HasBytes)
            return null;
        var rest = Encoding.Latin1.GetString(_bytes, _start, _end - _start);
        Clear();
        return rest;
    }

    void Compact()
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        if (_end == _bytes.Length)
            throw new FtpException("a line longer than 16 KiB");
    }
}
