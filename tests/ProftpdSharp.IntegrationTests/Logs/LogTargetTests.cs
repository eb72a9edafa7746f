using System.Text.Json;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Logs;

/// <summary>Where lines of logs may go besides files.</summary>
public sealed class LogTargetTests
{
    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    /// <summary>Upstream's sessions have the client's connection there.</summary>
    [Fact]
    [Trait("pains", "13")]
    public async Task Standard_output_takes_an_ExtendedLog()
    {
        await using var running = await StartAsync(ServerBinary.Ours.Name, "AllowLogSymlinks on\nLogFormat line \"%m %s\"\nExtendedLog /dev/stdout AUTH line\n");
        await using var client = await running.LogInAsync();
        await new LogReader($"{running.Root}/log/stdout.log").WaitUntilAsync(lines => lines.SequenceEqual(["USER 331", "PASS 230"]));
    }

    /// <summary>All logs of a container in one stream. Upstream refuses the link for a SystemLog, and its sessions have no standard output.</summary>
    [Fact]
    [Trait("pains", "13.stdout")]
    public async Task Standard_output_takes_every_log()
    {
        var text = ServerTexts.Tls.Replace("{ROOT}/log/tls.log", "/dev/stdout", StringComparison.Ordinal).Replace("{ROOT}/log/xferlog", "/dev/stdout", StringComparison.Ordinal)
            .Replace("{ROOT}/log/system.log", "/dev/stdout", StringComparison.Ordinal);
        await using var running = await TempServer.StartAsync(
            ServerBinary.Ours, text + "ServerLog /dev/stdout\nExtendedLog /dev/stdout AUTH\n", ServerTexts.WithTls);
        await using (var client = await running.ConnectAsync())
        {
            (await client.ReadReplyAsync()).Expect(220);
            await client.SecureAsync();
            await client.LoginAsync("alice");
            await client.DownloadAsync("RETR hello.txt");
            (await client.CommandAsync("QUIT")).Expect(221);
        }
        await running.StandardError.WaitForAsync(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal));
        var output = new LogReader($"{running.Root}/log/stdout.log");
        foreach (var part in (string[])["TLSv1.3 connection accepted, using cipher ", "/home/alice/hello.txt a _ o r alice ftps ", "\"PASS (hidden)\" 230 -"])
            await output.WaitUntilAsync(lines => lines.Any(line => line.Contains(part, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task A_FIFO_takes_an_ExtendedLog_while_somebody_reads_it(string server)
    {
        await using var running = await StartAsync(server, "LogFormat line \"%m %s\"\nExtendedLog {ROOT}/log/fifo AUTH line\n", root =>
        {
            ServerTexts.Homes(root);
            Assert.Equal(0, Mono.Unix.Native.Syscall.mkfifo($"{root}/log/fifo", Mono.Unix.Native.FilePermissions.DEFFILEMODE));
        });
        await using (await running.LogInAsync())
            await running.StandardError.WaitForAsync(line => line.EndsWith("unable to open ExtendedLog '" + running.Root + "/log/fifo': FIFO reader process must be running first", StringComparison.Ordinal));

        // Opened for both directions the reader waits for nobody.
        using var reader = new StreamReader(new FileStream($"{running.Root}/log/fifo", FileMode.Open, FileAccess.ReadWrite));
        await using var client = await running.LogInAsync();
        using var expiry = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal("USER 331", await reader.ReadLineAsync(expiry.Token));
        Assert.Equal("PASS 230", await reader.ReadLineAsync(expiry.Token));
    }

    [Fact]
    [Trait("pains", "13")]
    public async Task Json_lines_have_the_variables_of_the_format_under_upstreams_keys()
    {
        await using var running = await StartAsync(ServerBinary.Ours.Name, """
            SetEnv SITE "a \"site\""
            LogFormat rows "%a %m %J %s %b %u %F %{uid} %{transfer-status} %{file-modified} %T %{SITE}e %{iso8601} %E %P"
            ExtendedLog json:{ROOT}/log/rows.json READ,AUTH,CONNECT,EXIT rows
            ExtendedLog JSON:{ROOT}/log/plain.json READ

            """);
        await using (var client = await running.LogInAsync())
        {
            await client.DownloadAsync("RETR hello.txt");
            (await client.CommandAsync("RETR caf\u00c3\u00a9 \"x\\\u00e9")).Expect(550);
            (await client.CommandAsync("QUIT")).Expect(221);
        }
        var log = new LogReader($"{running.Root}/log/rows.json");
        await log.WaitUntilAsync(lines => lines.Count == 6);

        var rows = (await File.ReadAllLinesAsync(log.Path)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["connecting", "command", "command", "command", "command", "disconnecting"], rows.Select(row => row.EnumerateObject().First(
            member => member.Name is "connecting" or "command" or "disconnecting").Name));
        var transfer = rows[3];
        Assert.Equal(("RETR", "hello.txt", 226, "alice", 60001, "success", "a \"site\""), (
            transfer.GetProperty("command").GetString(), transfer.GetProperty("command_params").GetString(), transfer.GetProperty("response_code").GetInt32(),
            transfer.GetProperty("user").GetString(), transfer.GetProperty("uid").GetInt32(), transfer.GetProperty("transfer_status").GetString(),
            transfer.GetProperty("ENV:SITE").GetString()));
        Assert.Equal(JsonValueKind.Number, transfer.GetProperty("transfer_secs").ValueKind);
        Assert.False(transfer.GetProperty("file_modified").GetBoolean());
        Assert.True(transfer.GetProperty("pid").GetInt64() > 4194304);
        Assert.Equal("caf\u00c3\u00a9 \"x\\\u00e9", rows[4].GetProperty("command_params").GetString());
        Assert.False(rows[4].TryGetProperty("bytes_sent", out _));
        Assert.Equal("Quit", rows[5].GetProperty("session_end_reason").GetString());
        var plain = JsonDocument.Parse(new LogReader($"{running.Root}/log/plain.json").Peek()[0]).RootElement;
        Assert.Equal(("RETR hello.txt", "UNKNOWN"), (plain.GetProperty("raw_command").GetString(), plain.GetProperty("identd_user").GetString()));
    }

    [Fact]
    public async Task ServerLog_takes_the_lines_of_a_servers_sessions()
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(
            ServerTexts.Basic + "ServerLog {ROOT}/log/server.log\nLogOptions -Timestamp -Hostname\nSyslogLevel info\n", ServerTexts.Homes));
        await using (await Logins.LogInAsync(await server.ConnectAsync()))
        {
        }
        var log = new LogReader($"{server.Folder.Root}/log/server.log");
        await log.WaitUntilAsync(lines => lines.Any(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal)));
        Assert.All(log.Peek(), line => Assert.Matches(@"^proftpd\[\d+\] (127\.0\.0\.1|localhost) \(\S+\[127\.0\.0\.1\]\): ", line));
        Assert.DoesNotContain(new LogReader($"{server.Folder.Root}/log/system.log").Peek(), line => line.Contains("FTP session", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DebugLevel 0", false)]
    [InlineData("DebugLevel 5", true)]
    [InlineData("DebugLevel 5\nSyslogLevel notice", false)]
    public async Task DebugLevel_shows_debug_lines_of_sessions_unless_SyslogLevel_hides_them(string settings, bool isShown)
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(ServerTexts.Basic + settings + "\n", ServerTexts.Homes));
        await using (var client = await server.ConnectAsync())
        {
            await client.ReadReplyAsync();
            await client.CommandAsync("USER alice");
            await client.CommandAsync("PASS wrong");
        }
        var log = new LogReader($"{server.Folder.Root}/log/system.log");
        await log.WaitUntilAsync(lines => lines.Any(line => line.EndsWith("Incorrect password", StringComparison.Ordinal)));
        Assert.Equal(isShown, log.Peek().Any(line => line.Contains("connected - remote : 127.0.0.1:", StringComparison.Ordinal)));
    }

    static async Task<TempServer> StartAsync(string server, string more, Action<string>? prepare = null) => await TempServer.StartAsync(
        ServerBinary.Of(server), ServerTexts.Basic + more, prepare ?? ServerTexts.Homes);
}
