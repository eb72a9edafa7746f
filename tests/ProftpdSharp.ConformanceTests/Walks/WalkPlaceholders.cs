using System.Text.RegularExpressions;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>The transcripts' placeholders, and one for the names that STOU makes up.</summary>
sealed partial class WalkPlaceholders(ServerFolder server)
{
    const string RandomName = "{STOU}";
    readonly Placeholders _placeholders = new(server);

    /// <summary>What the client sends.</summary>
    public string Fill(string text) => _placeholders.Fill(text);

    /// <summary>What the server said, with names for what differs.</summary>
    public string Hide(string text) => UniqueNamePattern().Replace(_placeholders.Hide(text), RandomName);

    /// <summary>Whether a line of a listing names such a file: sorted by names, it stands anywhere.</summary>
    public static bool HasRandomName(string line) => line.Contains(RandomName, StringComparison.Ordinal);

    [GeneratedRegex(@"(?:(?<![A-Za-z0-9])|(?<=\\t))(?:ftp|up)[A-Za-z0-9]{6}(?![A-Za-z0-9])")]
    private static partial Regex UniqueNamePattern();
}
