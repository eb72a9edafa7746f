using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.ConformanceTests.Running;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Walks;

/// <summary>Walks on one server and writes down what happens, in the transcripts' notation.</summary>
sealed class Walker : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly string[] Uploads = ["STOR", "STOU", "APPE"];
    static readonly string[] Moves = ["CWD", "XCWD", "CDUP", "XCUP"];

    readonly Ground _ground;
    readonly TempServer _server;
    readonly WalkPlaceholders _placeholders;
    readonly FixtureTree _tree;
    readonly Dictionary<string, ClientSession> _sessions = [];

    Walker(Ground ground, TempServer server)
    {
        _ground = ground;
        _server = server;
        _placeholders = new WalkPlaceholders(server.Folder);
        _tree = new FixtureTree(server.Root, server.Accounts);
    }

    /// <summary>What came of every step, then of the sessions' ends and of every file.</summary>
    public static async Task<IReadOnlyList<WalkOutcome>> WalkAsync(Walk walk, TempServer server)
    {
        await using var walker = new Walker(walk.Ground, server);
        walker._tree.Rebuild(CommonFiles.Entries(walk.Scenario));
        var outcomes = new List<WalkOutcome>();
        foreach (var step in walk.Steps)
            outcomes.Add(await walker.TakeAsync(step));
        outcomes.Add(new WalkOutcome("# unasked", await walker.LeaveAsync()));
        outcomes.Add(new WalkOutcome("# files", walker.Files()));
        return outcomes;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await session.DisposeAsync();
    }

    async Task<WalkOutcome> TakeAsync(WalkStep step)
    {
        var lines = new List<string>();
        try
        {
            await SayAsync(step, lines);
        }
        catch (Exception problem) when (problem is FtpException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            // Whether the end is seen in reading or in writing is chance.
            lines.Add(problem is IOException ? "closed" : $"# {problem.Message}");
            if (_sessions.Remove(step.Session, out var lost))
                await lost.DisposeAsync();
        }

        return new WalkOutcome($"> {step.Line}", lines) { Session = step.Session };
    }

    async Task SayAsync(WalkStep step, List<string> lines)
    {
        if (!_sessions.TryGetValue(step.Session, out var session))
            _sessions[step.Session] = session = await EnterAsync(step.Session);
        if (Uploads.Contains(Verb(step)))
            await ForgetRestartAsync(session, step, lines);
        if (step.Opening.Length > 0 && !await OpenAsync(session, step.Opening, lines))
            return;
        var reply = await AskAsync(session, step.Line, lines);
        if (reply.IsPreliminary)
        {
            await TransferAsync(session, step, lines);
        }
        else if (Moves.Contains(Verb(step)) && reply.Code == 250 && !_ground.IsJailed)
        {
            await StayAsync(session, step, lines);
        }
    }

    /// <summary>What REST points behind the end of, ProFTPD makes all the same; so it is only for files that are there.</summary>
    async Task ForgetRestartAsync(ClientSession session, WalkStep step, List<string> lines)
    {
        var path = step.Line[(step.Line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        if (await AskAsync(session, $"MDTM {path}", lines) is { Code: not 213 })
            await AskAsync(session, "REST 0", lines);
    }

    /// <summary>Whether a data connection can be made; without one ProFTPD waits, or leaves an empty file behind.</summary>
    async Task<bool> OpenAsync(ClientSession session, string line, List<string> lines)
    {
        lines.Add($"> {line}");
        return await AskAsync(session, line, lines) is { Code: 200 or 227 or 229 };
    }

    async Task TransferAsync(ClientSession session, WalkStep step, List<string> lines)
    {
        var data = await session.ReadyDataAsync();
        if (Uploads.Contains(Verb(step)))
        {
            await SendAsync(data, DataLines.Decode(step.Upload.Split('\n')));
            lines.AddRange(step.Upload.Split('\n').Select(line => $"D> {line}"));
        }
        else
        {
            var received = DataLines.Encode(await data.ReceiveToEndAsync(), longest: int.MaxValue).Select(line => $"D< {_placeholders.Hide(line)}").ToArray();
            lines.AddRange(session.HasUnorderedData || received.Any(WalkPlaceholders.HasRandomName) ? received.Order(StringComparer.Ordinal) : received);
        }

        await session.DropDataAsync();
        await ReadAsync(session, lines);
    }

    /// <summary>The server may have refused by now: its reply tells.</summary>
    static async Task SendAsync(DataConnection data, byte[] bytes)
    {
        try
        {
            await data.SendAsync(bytes);
        }
        catch (IOException)
        {
            return;
        }

        await data.CloseAsync();
    }

    /// <summary>Whoever left the home directories goes back: what is above them differs from machine to machine.</summary>
    async Task StayAsync(ClientSession session, WalkStep step, List<string> lines)
    {
        var reply = await AskAsync(session, "PWD", lines);
        if (reply is { Code: 257 } && !reply.Text.StartsWith($"257 \"{_server.Root}/home/", StringComparison.Ordinal))
            await AskAsync(session, $"CWD {_ground.HomeOf(step.Session)}", lines);
    }

    async Task<FtpReply> AskAsync(ClientSession session, string line, List<string> lines)
    {
        await session.SendAsync(Escapes.Decode(_placeholders.Fill(line)));
        return await ReadAsync(session, lines);
    }

    async Task<FtpReply> ReadAsync(ClientSession session, List<string> lines)
    {
        var reply = await session.ReadReplyAsync() ?? throw new EndOfStreamException();
        var shown = reply.Lines.Select(line => $"< {Escapes.Encode(_placeholders.Hide(line))}").ToArray();
        // A listing of STAT.
        if (shown.Any(WalkPlaceholders.HasRandomName))
            Array.Sort(shown, StringComparer.Ordinal);
        lines.AddRange(shown);
        return reply;
    }

    async Task<ClientSession> EnterAsync(string name)
    {
        var client = await _server.ConnectAsync();
        client.Deadline = Patience;
        var session = new ClientSession(client);
        (await client.ReadReplyAsync()).Expect(220);
        if (name != Ground.Stranger)
            await client.LoginAsync(Ground.UserOf(name));
        return session;
    }

    /// <summary>Ends every session and gives what came unasked.</summary>
    async Task<IReadOnlyList<string>> LeaveAsync()
    {
        var lines = new List<string>();
        foreach (var (name, session) in _sessions)
        {
            await session.DropDataAsync();
            session.Client.HalfClose();
            while (await session.ReadReplyAsync() is { } reply)
                lines.Add($"{name}: {reply.Text}");
        }

        return lines;
    }

    IReadOnlyList<string> Files() =>
        [.. _tree.Below("home").Select(path => $"{Escapes.Encode(_placeholders.Hide(path))} -> {_placeholders.Hide(_tree.Describe(path))} {_placeholders.Hide(_tree.ModifiedAt(path))}").Order(StringComparer.Ordinal)];

    static string Verb(WalkStep step) => step.Line.Split(' ')[0].ToUpperInvariant();
}
