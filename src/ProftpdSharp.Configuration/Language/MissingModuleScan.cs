using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>Looks through the IfModule section of a module that LoadModule asked for in vain: whoever wrote it relies on what is skipped there.</summary>
sealed class MissingModuleScan(Parser parser)
{
    const int DeepestInclude = 16;

    int _depth;

    /// <summary>Notes the directive of a skipped line, and those of a file that it includes.</summary>
    public void Look(string line) => Look(line, parser.Source);

    void Look(string line, LineSource source)
    {
        if (line.Length == 0 || line[0] == '#')
            return;
        var words = parser.SplitLine(line);
        if (words.Count == 0)
            return;
        if (parser.Missing.Find(words[0]) is { IsSectionTag: false } directive)
            parser.Missing.Note(directive, words[1..], source.Location);
        else if (words.Count > 1 && words[0].Equals("Include", StringComparison.OrdinalIgnoreCase))
            LookInto(words[1], source.Location);
    }

    void LookInto(string path, SourceLocation from)
    {
        if (_depth == DeepestInclude || parser.Host.ReadFile(path).Bytes is not { } bytes)
            return;
        _depth++;
        var source = new LineSource(bytes, path, from);
        while (source.Next(LineSource.DirectiveBuffer) is { } line)
            Look(line, source);
        _depth--;
    }
}
