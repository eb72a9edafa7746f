using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>What came of a step that expects something.</summary>
/// <param name="Step">The step; steps that recording adds carry the line of the step before them.</param>
/// <param name="Expected">The lines expected of this server.</param>
/// <param name="Actual">The lines that came, in the transcript's notation.</param>
sealed record Outcome(Step Step, IReadOnlyList<string> Expected, IReadOnlyList<string> Actual)
{
    /// <summary>Whether all lines are as expected.</summary>
    public bool IsMatch =>
        Expected.Count == Actual.Count && Expected.Zip(Actual).All(pair => Placeholders.Matches(pair.First, pair.Second));

    /// <summary>Whether it makes no sense to go on: another kind of reply came, so the dialogue is another one.</summary>
    public bool EndsDialogue => !IsMatch && Expected.Count > 0 && Step.Verb == "<" && FirstDigit(Expected) != FirstDigit(Actual);

    static char FirstDigit(IReadOnlyList<string> lines) => lines is [[var digit, ..], ..] ? digit : ' ';
}
