namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>What came of a step, or of a file.</summary>
/// <param name="What">The line that was said, or the file.</param>
/// <param name="Lines">What came, as a transcript has it.</param>
sealed record WalkOutcome(string What, IReadOnlyList<string> Lines)
{
    /// <summary>Who said it; null for a file.</summary>
    public string? Session { get; init; }

    /// <summary>Whether the other server did the same.</summary>
    public bool IsSame(WalkOutcome other) => What == other.What && Lines.SequenceEqual(other.Lines);
}
