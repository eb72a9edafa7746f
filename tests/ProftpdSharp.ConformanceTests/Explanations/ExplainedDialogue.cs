using System.Net;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.TestSupport;

namespace ProftpdSharp.ConformanceTests.Explanations;

/// <summary>A command of a transcript and the first line of its reply; null where none is written below it.</summary>
/// <param name="Line">Its line in the file.</param>
/// <param name="Text">The command, placeholders filled in.</param>
/// <param name="Reply">As the transcript writes it.</param>
sealed record ToldCommand(int Line, string Text, string? Reply)
{
    /// <summary>Whether the transcript refuses it for good.</summary>
    public bool IsRefused => Reply is ['5', ..];
}

/// <summary>What one connection of a scenario says after its login, or a login that is refused.</summary>
/// <param name="User">Who logged in; null where nobody did.</param>
/// <param name="Commands">In order.</param>
sealed record ExplainedDialogue(string? User, IReadOnlyList<ToldCommand> Commands)
{
    /// <summary>The client's address.</summary>
    public IPAddress From { get; init; } = IPAddress.Loopback;

    /// <summary>Whether the only command is a right password that is refused.</summary>
    public bool IsLoginRefused { get; init; }

    /// <summary>The dialogues of a scenario whose logins succeed.</summary>
    public static IEnumerable<ExplainedDialogue> Of(Scenario scenario, Placeholders placeholders)
    {
        var from = IPAddress.Loopback;
        var (sessions, current, all) = (new Dictionary<string, (string? User, string? Given, List<ToldCommand> Commands)>(), "1", new List<ExplainedDialogue>());
        for (var i = 0; i < scenario.Steps.Count; i++)
        {
            var step = scenario.Steps[i];
            var reply = i + 1 < scenario.Steps.Count && scenario.Steps[i + 1] is { Verb: "<", Expected: [var first, ..] } ? first : null;
            switch (step.Verb)
            {
                case "session":
                    current = step.Argument;
                    break;
                case "address":
                    // For the connections that follow.
                    Finish();
                    from = IPAddress.Parse(step.Argument.Split(' ')[^1]);
                    break;
                case "connect" or "login":
                    Finish();
                    sessions[current] = (step.Verb == "login" ? step.Argument.Split(' ')[0] : null, null, []);
                    break;
                case ">" when sessions.TryGetValue(current, out var session):
                    var text = Escapes.Decode(placeholders.Fill(step.Argument));
                    if (text.StartsWith("USER ", StringComparison.OrdinalIgnoreCase))
                        sessions[current] = session with { Given = text[5..] };
                    else if (reply is ['2', '3', ..] && session.Given is not null)
                        sessions[current] = (session.Given, null, []);
                    else if (text == $"PASS {TestAccounts.Password}" && session.Given is not null && reply is ['5', '3', ..])
                        all.Add(new ExplainedDialogue(session.Given, [new ToldCommand(step.Line, text, reply)]) { From = from, IsLoginRefused = true });
                    else
                        session.Commands.Add(new ToldCommand(step.Line, text, reply));
                    break;
            }
        }

        foreach (var name in sessions.Keys.ToList())
        {
            current = name;
            Finish();
        }

        return all;

        void Finish()
        {
            if (sessions.Remove(current, out var session))
                all.Add(new ExplainedDialogue(session.User, session.Commands) { From = from });
        }
    }
}
