using System.Net;
using System.Text.RegularExpressions;
using ProftpdSharp.Configuration;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.ConformanceTests.Verdicts;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Diagnostics;
using ProftpdSharp.Daemon.Explaining;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.ConformanceTests.Explanations;

/// <summary>
/// <c>--explain</c> on random rules: each command is explained, then given to the server that serves the same files, and what the one allows the other does.
/// PROFTPD_EXPLANATIONS sets how many, PROFTPD_VERDICT_SEED where to begin.
/// </summary>
public sealed partial class ExplainedRulesTests
{
    const int Few = 150;

    /// <summary>Commands of each of the two users on one configuration.</summary>
    const int Length = 20;

    [Fact]
    public async Task What_is_explained_is_what_happens()
    {
        var (wanted, seed) = (Settings.Number("PROFTPD_EXPLANATIONS", Few), Settings.Number("PROFTPD_VERDICT_SEED", 1));
        var wrong = new List<string>();
        for (var compared = 0; compared < wanted; seed++)
        {
            var rules = new RandomRules(seed);
            var configuration = rules.Configuration();
            await using var server = await VerdictDialogue.StartAsync(ServerBinary.Ours, configuration);
            foreach (var user in (string[])["alice", "bob"])
            {
                var lines = rules.Dialogue(Length).Select(server.Folder.Expand).ToList();
                compared += lines.Count;
                wrong.AddRange((await CompareAsync(server, user, lines)).Select(text => $"seed {seed} {user} {text}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    static async Task<IReadOnlyList<string>> CompareAsync(TempServer server, string user, List<string> lines)
    {
        var options = new LoadOptions { Host = Machine.Host };
        var configuration = ConfigurationLoader.Load(server.Folder.ConfigPath, ModuleCatalogue.Registry, options).Configuration;
        Assert.NotNull(configuration);
        using var errors = new MemoryStream();
        using var offline = new OfflineServer(configuration, new ErrorOutput(errors, TimeProvider.System), options);
        offline.Log.Console = null;
        var entry = await VerdictDialogue.LogInAsync(server, user);
        await using var client = entry.Client;
        if (client is null)
            return await IsLoginAllowedAsync(offline, user) ? [$"is explained as allowed to log in, and is not: {entry.Verdict}"] : [];
        var wrong = new List<string>();
        var isElsewhere = false;
        for (var i = 0; i < lines.Count; i++)
        {
            using var explanation = await ExplainAsync(offline, user, lines.Take(i + 1));
            var (reply, verdict) = await VerdictDialogue.AnswerAsync(client, lines[i]);
            if (!verdict.StartsWith("PASV", StringComparison.Ordinal) && !(IsPattern(lines[i]) && reply.Code < 400) && Differs(explanation, reply, verdict)
                && !(isElsewhere && IsFiltered(explanation.Reply, reply.Text)))
                wrong.Add($"> {lines[i]}\nexplained as {(explanation.IsAllowed ? "allowed" : "refused")} {explanation.Reply.TrimEnd()}\n{verdict} {reply.Text}");
            isElsewhere |= explanation.Trial.IsWithheld || reply.Code == 503;
        }

        return wrong;
    }

    /// <summary>Its directory may be refused where of its matches some are not.</summary>
    static bool IsPattern(string line) => line.AsSpan().ContainsAny("*[");

    /// <summary>
    /// Filters are those of the section that the last decision found, and a command that is carried out decides on more than one that is withheld (a
    /// listing on each of its entries, an RNTO out of sequence on nothing): afterwards the filters of another section may be asked.
    /// </summary>
    static bool IsFiltered(params ReadOnlySpan<string> replies)
    {
        foreach (var reply in replies)
        {
            if (reply.Contains(": Forbidden ", StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    static bool Differs(Explanation explanation, FtpReply reply, string verdict)
    {
        // An RNTO is explained without its RNFR; of a listing the rules refuse the entries.
        if (reply.Code == 503 || (explanation.Trial.Decision is { Allowed: false } && verdict is "150 226" or "212" or "213"))
            return false;
        var isRefused = reply.Code >= 400;
        if (explanation.IsAllowed == isRefused)
            return !(isRefused && Doubt.IsOfTheKernel(explanation, reply.Text));
        // What a transfer's refusal says is known only behind its data connection.
        return isRefused && explanation.Reply.Length > 0 && !explanation.Trial.IsWithheld && WithoutUniqueName(explanation.Reply.TrimEnd()) != WithoutUniqueName(string.Join("\r\n", reply.Lines));
    }

    static string WithoutUniqueName(string text) => UniqueName().Replace(text, "ftp");

    static async Task<bool> IsLoginAllowedAsync(OfflineServer server, string user)
    {
        using var explanation = await ExplainAsync(server, user, ["NOOP"]);
        return explanation.Reached == Stop.Command;
    }

    [GeneratedRegex("(?<=^550 )ftp[A-Za-z0-9]{6}(?=: )")]
    private static partial Regex UniqueName();

    static async Task<Explanation> ExplainAsync(OfflineServer server, string user, IEnumerable<string> lines)
    {
        var explanation = new Explanation(server, server.State.Configuration.Main, IPAddress.Loopback);
        await explanation.RunAsync(new ExplainedClient(user), lines);
        return explanation;
    }
}
