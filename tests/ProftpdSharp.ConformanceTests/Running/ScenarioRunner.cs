using System.Globalization;
using System.Net;
using System.Text;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Plays a scenario against a server and collects what came beside what was expected.</summary>
sealed partial class ScenarioRunner : IAsyncDisposable
{
    static readonly TimeSpan FarewellDeadline = TimeSpan.FromSeconds(3);

    /// <summary>The line of replies that nobody read: below every line of the file.</summary>
    public const int UnreadLine = int.MaxValue;

    readonly Scenario _scenario;
    readonly TempServer _server;
    readonly bool _isUpstream;
    readonly bool _records;
    readonly Placeholders _placeholders;
    readonly FixtureTree _tree;
    readonly LogMarks _logs;
    readonly Dictionary<string, ClientSession> _sessions = [];
    readonly Dictionary<string, Func<Step, Task>> _verbs;
    readonly List<Outcome> _outcomes = [];
    string _current = "1";
    IPAddress[] _addresses = [IPAddress.Loopback];

    ScenarioRunner(Scenario scenario, TempServer server, bool records)
    {
        _scenario = scenario;
        _server = server;
        _isUpstream = server.Binary == ServerBinary.Oracle;
        _records = records;
        _placeholders = new Placeholders(server.Folder);
        _tree = new FixtureTree(server.Root, server.Accounts);
        _logs = new LogMarks(server.Root);
        _verbs = Verbs();
    }

    ClientSession Session => _sessions.TryGetValue(_current, out var session) ? session : throw new FtpException($"session {_current} is not connected");

    /// <summary>Runs a scenario.</summary>
    /// <param name="records">Fill in what is not recorded yet instead of failing; needs upstream.</param>
    /// <returns>One outcome for each expectation, up to where the dialogue became another one.</returns>
    public static async Task<IReadOnlyList<Outcome>> RunAsync(Scenario scenario, TempServer server, bool records)
    {
        await using var runner = new ScenarioRunner(scenario, server, records);
        await runner.RunAsync();
        return runner._outcomes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await session.DisposeAsync();
        await _logs.EndAsync();
    }

    async Task RunAsync()
    {
        _logs.Begin();
        _tree.Rebuild(CommonFiles.Entries(_scenario));
        for (var i = 0; i < _scenario.Steps.Count; i++)
        {
            var step = _scenario.Steps[i];
            if (!_verbs.TryGetValue(step.Verb, out var play))
                throw new TranscriptException($"{_scenario.File}.txt:{step.Line}: unknown verb '{step.Verb}'");
            await GuardAsync(step, play);
            if (_records)
                await RecordRepliesAsync(step, i + 1 < _scenario.Steps.Count ? _scenario.Steps[i + 1] : null);
            if (_outcomes is [.., { EndsDialogue: true }])
                return;
        }
        await FarewellAsync();
    }

    /// <summary>Turns what went wrong into a message that names the line.</summary>
    async Task GuardAsync(Step step, Func<Step, Task> play)
    {
        try
        {
            await play(step);
        }
        catch (Exception problem) when (problem is FtpException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw new StepFailedException(step, problem, _outcomes);
        }
    }

    void Compare(Step step, IReadOnlyList<string> actual)
    {
        var expected = _isUpstream && step.ExpectedUpstream is not null ? step.ExpectedUpstream : step.Expected;
        _outcomes.Add(new Outcome(step, expected, actual));
    }

    async Task ReadReplyAsync(Step step)
    {
        var reply = await Session.ReadReplyAsync();
        Compare(step, reply is null ? ["(closed)"] : [.. reply.Lines.Select(line => Escapes.Encode(_placeholders.Hide(line)))]);
    }

    async Task ReceiveDataAsync(Step step)
    {
        var data = await Session.ReadyDataAsync();
        var bytes = await data.ReceiveToEndAsync();
        await Session.DropDataAsync();
        var lines = DataLines.Encode(HideIn(bytes));
        Compare(step, Session.HasUnorderedData ? [.. lines.Order(StringComparer.Ordinal)] : lines);
    }

    byte[] HideIn(byte[] bytes) =>
        TestPattern.Describe(bytes) is null ? Encoding.Latin1.GetBytes(_placeholders.Hide(Encoding.Latin1.GetString(bytes))) : bytes;

    /// <summary>Nothing may be left unread on connections that the scenario leaves open.</summary>
    async Task FarewellAsync()
    {
        foreach (var (name, session) in _sessions.Where(entry => !entry.Value.IsClosed && entry.Value.Client.Tls is null))
        {
            await session.DropDataAsync();
            session.Client.Deadline = FarewellDeadline;
            session.Client.HalfClose();
            while (await session.ReadReplyAsync() is { } reply)
                _outcomes.Add(new Outcome(new Step(UnreadLine, "<", name, [], null), [], [.. reply.Lines.Select(Escapes.Encode)]));
        }
    }

    static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
