using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Dumping;

/// <summary>Writes lines of proftpd.conf: words quoted where they must be, origins as comments.</summary>
sealed class DumpWriter(Origins origins)
{
    /// <summary>Where origins begin, when the line is short enough.</summary>
    const int OriginColumn = 48;

    readonly List<string> _lines = [];
    int _depth;

    public IReadOnlyList<string> Lines => _lines;

    public void Comment(string text) => _lines.Add(text);

    public void Line(string text) => Add(text, null);

    /// <summary>An empty line, unless there is one or a section was just opened.</summary>
    public void Space()
    {
        var last = _lines[^1].TrimStart();
        if (last.Length > 0 && (!last.StartsWith('<') || last.StartsWith("</", StringComparison.Ordinal)))
            _lines.Add("");
    }

    public void Parameter(ConfigRecord record) => Add(Text(record), record.Source);

    /// <summary>A parameter that holds here because it holds around here.</summary>
    public void TakenOver(ConfigRecord record) => Add("# from around: " + Text(record), record.Source);

    public void Open(string tag, IEnumerable<string> arguments, SourceLocation? source)
    {
        Add($"<{string.Join(' ', arguments.Select(Quoted).Prepend(tag))}>", source);
        _depth++;
    }

    public void Close(string tag)
    {
        _depth--;
        Add($"</{tag}>", null);
    }

    static string Text(ConfigRecord record) => string.Join(' ', record.Arguments.Select(Quoted).Prepend(record.Directive.Name));

    /// <summary>A word as the reader gets it back.</summary>
    static string Quoted(string word)
    {
        var isBare = word.Length > 0 && word[0] is not ('"' or '#') && word[^1] != '\\' && !word.AsSpan().ContainsAny(Words.BlankChars);
        return isBare ? word : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    void Add(string text, SourceLocation? source)
    {
        var line = new string(' ', 2 * _depth) + text;
        var origin = source is null ? "" : $"{line.PadRight(OriginColumn)}  # {origins.Of(source)}";
        // A line that the reader would cut goes without its origin.
        _lines.Add(origin.Length is > 0 and < LineSource.DirectiveBuffer ? origin : line);
    }
}
