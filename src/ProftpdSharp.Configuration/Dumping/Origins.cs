using System.Text;

namespace ProftpdSharp.Configuration.Dumping;

/// <summary>Where a line comes from. Lines of a file that is itself a dump come from where that dump says.</summary>
sealed class Origins(ConfigurationHost host)
{
    /// <summary>The first line of every dump.</summary>
    public const string Mark = "# Written by proftpd --dump: the configuration in force, each line with its origin.";

    readonly Dictionary<string, string[]> _dumps = [];

    public string Of(SourceLocation source)
    {
        var lines = LinesOf(source.File);
        var line = source.Line <= lines.Length && source.Line > 0 ? lines[source.Line - 1] : "";
        var comment = line.LastIndexOf("  # ", StringComparison.Ordinal);
        return comment < 0 ? source.ToString() : line[(comment + 4)..];
    }

    /// <summary>The lines of a dump; none for other files.</summary>
    string[] LinesOf(string file)
    {
        if (_dumps.TryGetValue(file, out var known))
            return known;
        var lines = Encoding.Latin1.GetString(host.ReadFile(file).Bytes ?? []).Split('\n');
        return _dumps[file] = lines[0] == Mark ? lines : [];
    }
}
