using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>A step could not be played: no reply in time, no data connection, and the like.</summary>
sealed class StepFailedException(Step step, Exception problem, IReadOnlyList<Outcome> outcomes)
    : Exception($"line {step.Line} ({step.Verb} {step.Argument}): {problem.Message}", problem)
{
    /// <summary>What came before.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; } = outcomes;
}
