namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Finds the word of a line that a message is about: handlers name it in their texts, if at all.</summary>
static class Excerpts
{
    /// <summary>A word by its place, 0 for the directive.</summary>
    public static Excerpt OfWord(string text, int index)
    {
        var places = Words.Places(text);
        if (index >= places.Count)
            return new Excerpt(text, places.Count == 0 ? 0 : places[^1].End.Value + 1, 1);
        var (start, length) = places[index].GetOffsetAndLength(text.Length);
        return new Excerpt(text, start, Math.Max(1, length));
    }

    public static Excerpt Of(string text, ParseError error, DirectiveLine line) => OfWord(text, WordOf(error.Text, line));

    static int WordOf(string error, DirectiveLine line)
    {
        if (error.StartsWith("missing parameters", StringComparison.Ordinal))
            return line.Count + 1;
        if (error.Contains("not allowed in", StringComparison.Ordinal))
            return 0;
        var named = line.Arguments.ToList().FindIndex(word => word.Length > 0 && error.Contains($"'{word}'", StringComparison.Ordinal));
        return named >= 0 ? named + 1 : Math.Min(line.Count, 1);
    }
}
