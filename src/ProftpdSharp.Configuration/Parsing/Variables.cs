namespace ProftpdSharp.Configuration.Parsing;

/// <summary>Replaces <c>%{env:NAME}</c> in a word (CONFIG.md section 3).</summary>
static class Variables
{
    const string Marker = "%{env:";

    /// <summary>A value may hold markers again; upstream loops for ever over one that holds itself.</summary>
    const int MostReplacements = 256;

    /// <summary>A variable set to itself twice doubles with every line; beyond this a word is cut.</summary>
    const int LongestWord = 64 * 1024;

    public static string Expand(string word, Func<string, string?> variable)
    {
        if (word.Length <= 7)
            return word;
        for (var replaced = 0; replaced < MostReplacements && word.Length < LongestWord; replaced++)
        {
            var start = word.IndexOf(Marker, StringComparison.Ordinal);
            var end = start < 0 ? -1 : word.IndexOf('}', start);
            if (end < 0)
                return word;
            var name = word[(start + Marker.Length)..end];
            word = word.Replace(word[start..(end + 1)], variable(name) ?? "", StringComparison.Ordinal);
        }

        return word.Length <= LongestWord ? word : word[..LongestWord];
    }
}
