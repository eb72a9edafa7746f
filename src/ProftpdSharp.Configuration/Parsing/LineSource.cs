using System.Text;

namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Puts the physical lines of a file together to logical ones, through a buffer as small as upstream's (CONFIG.md section 1).</summary>
/// <param name="bytes">The content.</param>
/// <param name="file">The path for messages.</param>
/// <param name="includedFrom">The Include line that led here.</param>
sealed class LineSource(byte[] bytes, string file, SourceLocation? includedFrom)
{
    /// <summary>A directive line, line feed included, may be as long.</summary>
    public const int DirectiveBuffer = 4096;

    /// <summary>A line in a skipped section may be as long.</summary>
    public const int SkippedBuffer = 1024;

    int _position;

    public string File { get; } = file;

    public SourceLocation? IncludedFrom { get; } = includedFrom;

    /// <summary>Line feeds read so far.</summary>
    public int LineNumber { get; private set; }

    public SourceLocation Location => new(File, LineNumber, IncludedFrom);

    /// <summary>Whether the line just read had no line feed: the file or the buffer ended first.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Another reader of the same lines, from where this one is.</summary>
    public LineSource Ahead() => new(bytes, File, IncludedFrom) { _position = _position, LineNumber = LineNumber };

    /// <summary>The next logical line without its end of line and leading blanks, comments included; null at the end of the file.</summary>
    public string? Next(int bufferSize)
    {
        Truncated = false;
        var text = new StringBuilder();
        while (true)
        {
            var piece = ReadPhysical(bufferSize - text.Length);
            if (piece is null && text.Length == 0)
                return null;
            text.Append(piece);
            Truncated = piece is null || text.Length == bufferSize && text[^1] != '\n';
            if (Truncated)
                break;
            if (text.Length == 0 || text[^1] != '\n')
                continue;
            LineNumber++;
            if (text.Length < 2 || text[^2] != '\\')
                break;
            DropContinuation(text);
        }

        return Trim(text.ToString());
    }

    /// <summary>Reads as C's fgets does: up to a line feed or the limit; a NUL hides what follows it, the line feed included.</summary>
    string? ReadPhysical(int limit)
    {
        var rest = bytes.AsSpan(_position);
        if (rest.IsEmpty)
            return null;
        var newline = rest.IndexOf((byte)'\n');
        var length = Math.Min(limit, newline < 0 ? rest.Length : newline + 1);
        _position += length;
        var text = rest[..length];
        var nul = text.IndexOf((byte)0);
        return Encoding.Latin1.GetString(nul < 0 ? text : text[..nul]);
    }

    /// <summary>Removes the backslash and the line feed; a comment is dropped whole, for it cannot be continued.</summary>
    static void DropContinuation(StringBuilder text)
    {
        if (text.ToString().AsSpan().TrimStart(Words.Blanks).StartsWith("#"))
            text.Clear();
        else
            text.Length -= 2;
    }

    static string Trim(string text)
    {
        if (text.EndsWith('\n'))
            text = text[..^1];
        if (text.EndsWith('\r'))
            text = text[..^1];
        return text.TrimStart(Words.BlankChars);
    }
}
