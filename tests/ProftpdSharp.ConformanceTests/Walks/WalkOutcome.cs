namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>What came of a step, or of a file.</summary>
/// <param name="What">The line that was said, or the file.</param>
/// <param name="Lines">What came, as a transcript has it.</param>
sealed record WalkOutcome(string What, IReadOnlyList<string> Lines)
{
    /// <summary>Who said it; null for a file.</summary>
    public string? Session { get; init; }

    /// <summary>Whether ours did the same as upstream, whose outcome this is.</summary>
    public bool IsSame(WalkOutcome ours) => What == ours.What && Exceptions.AreSame(What, Lines, ours.Lines);
}
