using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>Tries the lines of an IfModule section that are that module's own, without letting them take effect.</summary>
sealed class SectionCheck(Parser parser, string module, LineSource source)
{
    /// <summary>What the first line that would be refused would be told.</summary>
    public string? Refusal { get; private set; }

    public void Look(string text)
    {
        if (Refusal is not null || text.Length == 0 || text[0] == '#')
            return;
        var words = parser.SplitLine(text);
        if (words.Count == 0 || parser.Registry.Find(words[0]) is not { } directive || directive.Module != module)
            return;
        var line = new DirectiveLine(directive, words[1..], source.Location, parser.Sections.Current.Context, parser.Host, []);
        if ((directive.CheckCount(line) ?? directive.CheckValue(line)) is { } error)
            Refusal = $"{directive.Name}{error.Separator}{error.Text} on {error.Source}";
    }
}
