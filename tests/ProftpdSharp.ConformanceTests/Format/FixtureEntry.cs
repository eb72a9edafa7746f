using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>A file, directory (path ends in /) or symbolic link of a fixture tree.</summary>
/// <param name="Path">Relative to the server's directory; a char for a byte.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">A name of TestAccounts.</param>
/// <param name="Group">A name of TestAccounts.</param>
/// <param name="Modified">Modification time, UTC.</param>
/// <param name="Content">Bytes; null for directories and links.</param>
/// <param name="Target">What a link says; null for everything else.</param>
/// <param name="Access">A user of TestAccounts and the letters that an access list grants, as <c>alice:r-x</c>; null without a list.</param>
/// <param name="Memory">Options of the tmpfs that is mounted on a directory; null where none is.</param>
/// <param name="Hole">Bytes of nothing before the content.</param>
sealed partial record FixtureEntry(
    string Path, uint Mode, string Owner, string Group, DateTime Modified, byte[]? Content, string? Target, string? Access = null, string? Memory = null, long Hole = 0)
{
    static readonly DateTime Usual = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => Path.EndsWith('/');

    /// <summary>
    /// Reads <c>path -> target</c>, or
    /// <c>path mode owner:group [acl=user:rwx] [tmpfs=options] [hole=n] [yyyy-mm-ddThh:mm:ss] ["content" | {bytes n}]</c>.
    /// </summary>
    public static FixtureEntry Parse(string line)
    {
        if (LinkPattern().Match(line) is { Success: true } link)
            return new FixtureEntry(Escapes.Decode(link.Groups[1].Value), 0, "root", "root", Usual, null, Escapes.Decode(link.Groups[2].Value));
        var match = EntryPattern().Match(line);
        if (!match.Success)
            throw new TranscriptException("not a fixture entry: " + line);
        var path = Escapes.Decode(match.Groups["path"].Value);
        return new FixtureEntry(
            path,
            Convert.ToUInt32(match.Groups["mode"].Value, 8),
            match.Groups["owner"].Value,
            match.Groups["group"].Value,
            match.Groups["time"].Success ? Time(match.Groups["time"].Value) : Usual,
            path.EndsWith('/') ? null : ContentOf(match.Groups["content"].Value),
            null,
            match.Groups["acl"].Success ? match.Groups["acl"].Value : null,
            match.Groups["tmpfs"].Success ? match.Groups["tmpfs"].Value : null,
            match.Groups["hole"].Success ? long.Parse(match.Groups["hole"].ValueSpan, CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>The line that <see cref="Parse"/> reads.</summary>
    public string ToLine()
    {
        if (Target is not null)
            return $"{Word(Path)} -> {Word(Target)}";
        var line = string.Create(CultureInfo.InvariantCulture, $"{Word(Path)} {Convert.ToString(Mode, 8).PadLeft(4, '0')} {Owner}:{Group}");
        if (Modified != Usual)
            line += $" {Modified:yyyy-MM-ddTHH:mm:ss}";
        return Content is null ? line : $"{line} {TestPattern.Describe(Content) ?? $"\"{Escapes.Encode(Encoding.Latin1.GetString(Content))}\""}";
    }

    static string Word(string bytes) => Escapes.Encode(bytes).Replace(" ", @"\x20", StringComparison.Ordinal);

    static byte[] ContentOf(string text) => text switch
    {
        "" => [],
        ['"', .. var inner, '"'] => Escapes.DecodeBytes(inner),
        _ => TestPattern.Parse(text) ?? throw new TranscriptException("not a content: " + text),
    };

    static DateTime Time(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    [GeneratedRegex(@"^(\S+)\s+->\s+(\S+)$")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("""^(?<path>\S+)\s+(?<mode>[0-7]{4})\s+(?<owner>\w+):(?<group>\w+)(\s+acl=(?<acl>\w+:[rwx-]{3}))?(\s+tmpfs=(?<tmpfs>\S+))?(\s+hole=(?<hole>\d+))?(\s+(?<time>\d{4}-\d\d-\d\dT\S+))?(\s+(?<content>".*"|\{.*\}))?$""")]
    private static partial Regex EntryPattern();
}
