using ProftpdSharp.Configuration;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Diagnostics;
using ProftpdSharp.Daemon.Explaining;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Explanations;

/// <summary>
/// <c>--explain</c> is right about the transcripts: in a session that is explained instead of served, every command that a transcript refuses is refused
/// with the same line, and every login.
/// </summary>
public sealed class ExplanationTests
{
    public static IEnumerable<object[]> Files => TranscriptTests.All.Select(transcript => (object[])[transcript.Name]);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Refusals_are_explained(string file)
    {
        using var folder = await ServerFolder.CreateAsync("");
        CommonFiles.WriteCertificates(folder.Root);
        var wrong = new List<string>();
        foreach (var scenario in TranscriptTests.All.First(transcript => transcript.Name == file).Scenarios)
            await CompareAsync(scenario, folder, wrong);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static async Task CompareAsync(Scenario scenario, ServerFolder folder, List<string> wrong)
    {
        var placeholders = new Placeholders(folder);
        var dialogues = ExplainedDialogue.Of(scenario, placeholders)
            .Where(dialogue => dialogue.Commands.Any(command => command.IsRefused) && !(dialogue.IsLoginRefused && Doubt.CoversLogins(scenario)))
            .ToList();
        if (dialogues.Count == 0)
            return;
        new FixtureTree(folder.Root, folder.Accounts).Rebuild(CommonFiles.Entries(scenario));
        folder.Configure(CommonFiles.Configuration(scenario.Configuration));
        var options = new LoadOptions { Host = Machine.Host };
        var configuration = ConfigurationLoader.Load(folder.ConfigPath, ModuleCatalogue.Registry, options).Configuration;
        Assert.NotNull(configuration);
        using var errors = new MemoryStream();
        using var server = new OfflineServer(configuration, new ErrorOutput(errors, TimeProvider.System), options);
        server.Log.Console = null;
        foreach (var dialogue in dialogues)
        {
            foreach (var failure in await ExplainAsync(dialogue, server, placeholders))
                wrong.Add($"{scenario.File}.txt:{failure}");
        }
    }

    static async Task<IReadOnlyList<string>> ExplainAsync(ExplainedDialogue dialogue, OfflineServer server, Placeholders placeholders)
    {
        var wrong = new List<string>();
        var doubt = new Doubt();
        using var explanation = new Explanation(server, server.State.Configuration.Main, dialogue.From);
        await explanation.RunAsync(new ExplainedClient(dialogue.User), Lines());
        if (dialogue.IsLoginRefused && explanation.Reached == Stop.Command)
            wrong.Add($"{dialogue.Commands[^1].Line} the login of {dialogue.User} is explained as allowed");
        return wrong;

        IEnumerable<string> Lines()
        {
            foreach (var command in dialogue.Commands.Where(command => !dialogue.IsLoginRefused))
            {
                yield return command.Text;
                var told = Escapes.Encode(placeholders.Hide(explanation.Reply.Split("\r\n")[0]));
                var isRight = !explanation.IsAllowed && Placeholders.Matches(command.Reply ?? "", told);
                if (command.IsRefused && !isRight && !doubt.Covers(command, explanation))
                    wrong.Add($"{command.Line} {command.Text} < {command.Reply} explained as {(explanation.IsAllowed ? "allowed" : "refused")} {told}");
                doubt.Learn(command, explanation);
            }
        }
    }
}
