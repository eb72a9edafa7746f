namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>A row of expected.tsv, with deliberate.tsv taken into account.</summary>
sealed record ProbeRow(string Name, int Exit, bool IsDeliberate, bool ComparesExitOnly, string? FirstFatal, SortedSet<string> Notices)
{
    public static ProbeRow Read(string[] cells, Dictionary<string, int> deliberate)
    {
        var messages = cells[4] == "-" ? [] : cells[4].Split(" || ");
        var isDeliberate = deliberate.TryGetValue(cells[0], out var wanted);
        return new ProbeRow(
            cells[0],
            isDeliberate ? wanted : int.Parse(cells[3], null),
            isDeliberate,
            cells[6].Contains("compare rc only", StringComparison.Ordinal),
            messages.FirstOrDefault(text => text.StartsWith("fatal:", StringComparison.Ordinal)),
            new SortedSet<string>(messages.Where(IsNotice), StringComparer.Ordinal));
    }

    static bool IsNotice(string text) =>
        text.StartsWith("warning:", StringComparison.Ordinal) || text.StartsWith("error:", StringComparison.Ordinal);
}
