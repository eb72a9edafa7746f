using System.Net.Sockets;
using System.Net;
using ProftpdSharp.ConformanceTests.Format;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>What each word at the start of a line does; README.md lists them for people.</summary>
sealed partial class ScenarioRunner
{
    /// <summary>A log without a line.</summary>
    const string Nothing = "{nothing}";

    Dictionary<string, Func<Step, Task>> Verbs() => new()
    {
        ["address"] = step => Done(() => _addresses = [.. step.Argument.Split(' ').Select(IPAddress.Parse)]),
        ["connect"] = _ => ConnectAsync(),
        ["session"] = step => Task.FromResult(_current = step.Argument),
        ["login"] = LoginAsync,
        [">"] = step => Session.SendAsync(Escapes.Decode(_placeholders.Fill(step.Argument))),
        [">>"] = step => Session.SendAsync(Escapes.Decode(_placeholders.Fill(step.Argument))),
        ["raw"] = step => Session.Client.SendRawAsync(Escapes.Decode(_placeholders.Fill(step.Argument))),
        ["<"] = ReadReplyAsync,
        ["closed"] = ExpectClosedAsync,
        ["urgent-abort"] = _ => Session.Client.SendUrgentAbortAsync(),
        ["half-close"] = _ => Done(Session.Client.HalfClose),
        ["hangup"] = _ => HangUpAsync(),
        ["passive"] = step => OpenAsync(OpenPassiveAsync(step.Argument)),
        ["active"] = step => OpenAsync(step.Argument == "extended" ? Session.Client.OpenExtendedActiveAsync() : Session.Client.OpenActiveAsync()),
        ["D<"] = ReceiveDataAsync,
        ["D>"] = SendDataAsync,
        ["receive"] = async step => await (await Session.ReadyDataAsync()).ReceiveAsync(Count(step.Argument)),
        ["drain"] = async _ => await DrainAsync(),
        ["send"] = SendSomeAsync,
        ["drop"] = _ => Session.DropDataAsync(),
        ["cut"] = async _ => await (await Session.ReadyDataAsync()).CloseWithoutNotifyAsync(),
        ["reset"] = async _ => await (await Session.ReadyDataAsync()).ResetAsync(),
        ["tls"] = StartTlsAsync,
        ["tls-fails"] = FailTlsAsync,
        ["drop-tls"] = _ => Session.Client.DropTlsAsync(),
        ["untls"] = _ => Session.Client.StopTlsAsync(),
        ["resume"] = step => Done(() => Session.Client.ResumesForData = step.Argument == "on"),
        ["protect"] = step => Done(() => Session.Client.ProtectsData = step.Argument == "on"),
        ["file"] = step => Done(() => Compare(step, [_tree.Describe(Escapes.Decode(step.Argument))])),
        ["arrived"] = ArrivedAsync,
        ["modified"] = step => Done(() => CompareModified(step)),
        ["log"] = CompareLogAsync,
    };

    static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    async Task ConnectAsync() => _sessions[_current] = new ClientSession(await _server.ConnectAsync(_addresses[0], _addresses.ElementAtOrDefault(1)));

    /// <summary>login NAME [PASSWORD]: a new connection, logged in, the texts unchecked.</summary>
    async Task LoginAsync(Step step)
    {
        var words = step.Argument.Split(' ');
        await ConnectAsync();
        (await Session.Client.ReadReplyAsync()).Expect(220);
        await Session.Client.LoginAsync(words[0], words.Length > 1 ? words[1] : TestAccounts.Password);
    }

    async Task ExpectClosedAsync(Step step)
    {
        if (await Session.ReadReplyAsync() is { } reply)
            throw new FtpException("expected the server to close the connection, got: " + reply.Text);
    }

    async Task HangUpAsync()
    {
        await Session.DisposeAsync();
        _sessions.Remove(_current);
    }

    Task<DataConnection> OpenPassiveAsync(string how) => how.Split(' ') switch
    {
        ["extended"] => Session.Client.OpenExtendedPassiveAsync(),
        ["from", var address] => Session.Client.OpenPassiveAsync(IPAddress.Parse(address)),
        _ => Session.Client.OpenPassiveAsync(),
    };

    async Task OpenAsync(Task<DataConnection> opening) => await Session.UseAsync(await opening);

    async Task SendDataAsync(Step step)
    {
        var data = await Session.ReadyDataAsync();
        await data.SendAsync(DataLines.Decode(step.Argument.Split('\n')));
        await data.CloseAsync();
    }

    /// <summary>drain: whatever still comes, unjudged: how much is sent before an abort is a matter of buffers.</summary>
    async Task DrainAsync()
    {
        try
        {
            await (await Session.ReadyDataAsync()).ReceiveToEndAsync();
        }
        catch (IOException failure) when (failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // Nobody listens for this connection any more, and it was not accepted.
        }
        await Session.DropDataAsync();
    }

    /// <summary>send TEXT: part of an upload; the connection stays open. The server may have ended it by now: the replies tell.</summary>
    async Task SendSomeAsync(Step step)
    {
        var bytes = TestPattern.Parse(step.Argument) ?? Escapes.DecodeBytes(step.Argument);
        try
        {
            await (await Session.ReadyDataAsync()).SendAsync(bytes);
        }
        catch (IOException)
        {
            await Session.DropDataAsync();
        }
    }

    /// <summary>arrived PATH SIZE: waits until the server has written that much of an upload.</summary>
    async Task ArrivedAsync(Step step)
    {
        var words = step.Argument.Split(' ');
        var file = new FileInfo($"{_server.Root}/{words[0]}");
        await Waiting.UntilAsync(
            () =>
            {
                file.Refresh();
                return file.Exists && file.Length == Count(words[1]);
            },
            $"{words[1]} bytes in {words[0]}");
    }

    /// <summary>tls [1.2|1.3] [fresh] [ciphers LIST] [cert NAME] [sni NAME]: the handshake after AUTH.</summary>
    Task StartTlsAsync(Step step)
    {
        var settings = new ClientTlsSettings();
        var words = new Queue<string>(step.Argument.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        while (words.TryDequeue(out var word))
        {
            settings = word switch
            {
                "1.0" => settings with { MinVersion = TlsVersion.Tls10, MaxVersion = TlsVersion.Tls10 },
                "1.2" => settings with { MaxVersion = TlsVersion.Tls12 },
                "1.3" => settings with { MinVersion = TlsVersion.Tls13 },
                "fresh" => settings with { ResumesForData = false },
                "ciphers" => settings with { Ciphers = words.Dequeue() },
                "sni" => settings with { ServerName = words.Dequeue() },
                "cert" => Presenting(settings, words.Dequeue()),
                _ => throw new TranscriptException("tls [1.0|1.2|1.3] [fresh] [ciphers LIST] [cert NAME] [sni NAME], not " + word),
            };
        }
        return Session.Client.StartTlsAsync(settings);
    }

    ClientTlsSettings Presenting(ClientTlsSettings settings, string name) =>
        settings with { Certificate = $"{_server.Root}/tls/{name}.pem", Key = $"{_server.Root}/tls/{name}.key" };

    /// <summary>
    /// tls-fails ALERT ...: the handshake, which must end with that alert, in TLS 1.3 perhaps behind it; what the server says in clear after its alert nobody
    /// can rely on.
    /// </summary>
    async Task FailTlsAsync(Step step)
    {
        var (alert, rest) = step.Argument.Split(' ', 2) is [var first, var others] ? (first, others) : (step.Argument, "");
        try
        {
            await StartTlsAsync(step with { Argument = rest });
            await Session.Client.ReadReplyAsync();
        }
        catch (ClientTlsException failure) when (failure.Message.Contains($"SSL alert number {alert}]", StringComparison.Ordinal))
        {
            await HangUpAsync();
            return;
        }
        throw new FtpException("the TLS handshake succeeded");
    }

    /// <summary>modified PATH TIME: a file's modification time, UTC.</summary>
    void CompareModified(Step step)
    {
        var words = step.Argument.Split(' ');
        Compare(step with { Expected = [words[1]] }, [_placeholders.Hide(_tree.ModifiedAt(Escapes.Decode(words[0])))]);
    }

    async Task CompareLogAsync(Step step)
    {
        var expected = _isUpstream && step.ExpectedUpstream is not null ? step.ExpectedUpstream : step.Expected;
        var count = expected is [Nothing] ? 0 : expected.Count;
        var lines = await _logs.ReadAsync(step.Argument, count, _records && expected.Count == 0);
        Compare(step, lines.Count == 0 ? [Nothing] : [.. lines.Select(line => Escapes.Encode(_placeholders.Hide(line)))]);
    }
}
