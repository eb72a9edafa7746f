namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>One file of scenarios.</summary>
/// <param name="Name">The file's name without .txt.</param>
/// <param name="Scenarios">In the order of the file.</param>
sealed record Transcript(string Name, IReadOnlyList<Scenario> Scenarios);

/// <summary>One dialogue and what it needs.</summary>
/// <param name="File">The name of its transcript.</param>
/// <param name="Title">Unique in its file.</param>
/// <param name="Line">The line of its heading, from 1.</param>
/// <param name="Configuration">What is added to common.conf: the file's lines, then the scenario's.</param>
/// <param name="Files">What is added to common.files.</param>
/// <param name="Difference">Why ours answers otherwise than upstream on purpose, or null.</param>
/// <param name="Steps">What happens.</param>
sealed record Scenario(
    string File,
    string Title,
    int Line,
    IReadOnlyList<string> Configuration,
    IReadOnlyList<FixtureEntry> Files,
    string? Difference,
    IReadOnlyList<Step> Steps);

/// <summary>One action of the client, or one thing expected.</summary>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Verb">&gt;, &lt;, D&lt;, login, file, log, ...</param>
/// <param name="Argument">The rest of the line, or of the lines for D&gt;.</param>
/// <param name="Expected">The expected lines as written; empty where the verb expects nothing, or where nothing is recorded yet.</param>
/// <param name="ExpectedUpstream">What upstream says instead, where ours differs on purpose; else null.</param>
sealed record Step(int Line, string Verb, string Argument, IReadOnlyList<string> Expected, IReadOnlyList<string>? ExpectedUpstream)
{
    /// <summary>The last source line that belongs to the step.</summary>
    public int LastLine { get; init; } = Line;
}

/// <summary>A transcript that cannot be understood.</summary>
/// <param name="message">Where and why.</param>
sealed class TranscriptException(string message) : Exception(message);
