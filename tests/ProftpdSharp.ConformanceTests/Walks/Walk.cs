using ProftpdSharp.ConformanceTests.Format;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>One line of one of the sessions of a walk.</summary>
/// <param name="Session">Who says it: a user's name, or <see cref="Ground.Stranger"/>.</param>
/// <param name="Opening">What opens the data connection before the line: PASV, PORT {LISTEN} and the like, or nothing.</param>
/// <param name="Line">The line, in the transcripts' notation.</param>
/// <param name="Upload">What follows on the data connection when the server wants data, in the notation of <c>D&gt;</c>.</param>
sealed record WalkStep(string Session, string Opening, string Line, string Upload);

/// <summary>Files and what is said about them.</summary>
/// <param name="Title">Where it comes from.</param>
/// <param name="Ground">The configuration.</param>
/// <param name="Files">The files at the beginning.</param>
/// <param name="Steps">What is said, by several sessions in turn.</param>
sealed record Walk(string Title, Ground Ground, IReadOnlyList<FixtureEntry> Files, IReadOnlyList<WalkStep> Steps)
{
    /// <summary>What a server has to be set up for it.</summary>
    public Scenario Scenario => new("walk", Title, 0, Ground.Configuration, Files, null, []);
}
