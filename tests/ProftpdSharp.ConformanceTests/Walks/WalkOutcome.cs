namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>What came of a step, or of a file.</summary>
/// <param name="What">The line that was said, or the file.</param>
/// <param name="Lines">What came, as a transcript has it.</param>
sealed record WalkOutcome(string What, IReadOnlyList<string> Lines)
{
    /// <summary>Who said it; null for a file.</summary>
    public string? Session { get; init; }

    /// <summary>Whether ours did the same as upstream, whose outcome this is.</summary>
    public bool IsSame(WalkOutcome ours) => What == ours.What && Exceptions.AreSame(What, Settle(Lines), Settle(ours.Lines));

    /// <summary>What was made a moment ago comes in any order: a listing by time has it by the second, which may end between two files here and not there.</summary>
    static List<string> Settle(IReadOnlyList<string> lines)
    {
        var settled = lines.ToList();
        for (var at = 0; at < settled.Count; at++)
        {
            var end = at;
            while (end < settled.Count && settled[end].StartsWith("D< ", StringComparison.Ordinal) && settled[end].Contains("{NOW}", StringComparison.Ordinal))
                end++;
            settled.Sort(at, end - at, StringComparer.Ordinal);
            at = end;
        }
        return settled;
    }
}
