using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>How the server starts and what it says when it cannot.</summary>
public sealed class StartTests
{
    /// <summary>Both say at every start what SocketBindTight does to DefaultServer.</summary>
    static readonly string Quiet = ServerTexts.Basic.Replace("SocketBindTight on\n", "", StringComparison.Ordinal);

    [Fact]
    public async Task In_the_background_the_command_ends_silently_once_the_port_listens()
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(Quiet));

        Assert.True(ListeningPorts.IsListening(server.Folder.Port, server.ProcessId));
        Assert.Equal((0, "", ""), (server.Started.ExitCode, server.Started.Output, server.Started.Error));
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
    }

    [Fact]
    public async Task On_a_terminal_the_start_writes_nothing_either()
    {
        const string OnTerminal = "TERM=xterm exec script -qec \"$0 -c $1\" /dev/null";
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(Quiet), OnTerminal);

        Assert.Equal((0, "", ""), (server.Started.ExitCode, server.Started.Output, server.Started.Error));
    }

    [Fact]
    public async Task Notices_of_a_start_in_the_background_are_for_whoever_starts_it()
    {
        var text = Quiet + "MasqueradeAddress 192.0.2.1\nSystemLog {ROOT}/log/system.log\n";
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(text));

        var notice = $"] 127.0.0.1: 127.0.0.1:{server.Folder.Port} masquerading as 192.0.2.1\n";
        Assert.EndsWith(notice, server.Started.Error, StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync($"{server.Folder.Root}/log/system.log");
        Assert.DoesNotContain("masquerading", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task The_PidFile_holds_the_pid_for_everybody_to_read_whatever_the_umask(string name)
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(ServerTexts.Basic), "umask 077", binary: ServerBinary.Of(name));
        await server.UntilListeningAsync();

        Assert.Equal(0, server.Started.ExitCode);
        var text = File.ReadAllText(server.PidPath);
        Assert.Equal($"{server.ProcessId}\n", text);
        Assert.Equal((UnixFileMode)0b110_100_100, File.GetUnixFileMode(server.PidPath));
        Assert.Equal("proftpd\n", File.ReadAllText($"/proc/{server.ProcessId}/comm"));
        var found = await CommandRunner.RunAsync("pidof", ["proftpd"]);
        Assert.Contains($"{server.ProcessId}", found.Output.Split([' ', '\n']));
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task The_daemon_leads_a_session_of_its_own_and_keeps_no_directory_busy(string name)
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(ServerTexts.Basic), binary: ServerBinary.Of(name));
        await server.UntilListeningAsync();

        var stat = File.ReadAllText($"/proc/{server.ProcessId}/stat");
        var session = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3];
        Assert.Equal(server.ProcessId, int.Parse(session, CultureInfo.InvariantCulture));
        Assert.Equal("/", new FileInfo($"/proc/{server.ProcessId}/cwd").LinkTarget);
    }

    [Fact]
    public async Task A_start_in_the_foreground_leaves_no_files_of_the_runtime_behind()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic);

        // The runtime names them for the process and when it started.
        var stat = File.ReadAllText($"/proc/{server.ProcessId}/stat");
        var started = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetTempPath(), $"*-{server.ProcessId}-{started}-*"));
    }

    [Theory]
    [InlineData("ours", false)]
    [InlineData("ours", true)]
    [InlineData("upstream", true)]
    public async Task A_taken_port_is_told_with_status_1(string name, bool foreground)
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic);
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, folder.Port));
        taken.Listen();

        var result = await RunAsync(folder, foreground, name);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            [
                "SocketBindTight in effect, ignoring DefaultServer",
                $"Failed binding to 127.0.0.1, port {folder.Port}: Address already in use",
                "Check the ServerType directive to ensure you are configured correctly",
                $"Check to see if inetd/xinetd, or another proftpd instance, is already using 127.0.0.1, port {folder.Port}",
                "Unable to start proftpd; check logs for more details",
            ],
            Texts(result));
        Assert.False(File.Exists($"{folder.Root}/log/proftpd.pid"));
    }

    [Theory]
    [Trait("pains", "13")]
    [InlineData("ours", false)]
    [InlineData("ours", true)]
    [InlineData("upstream", false)]
    [InlineData("upstream", true)]
    public async Task A_SystemLog_that_cannot_be_opened_ends_the_start_in_the_foreground_too(string name, bool foreground)
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic.Replace("/log/system.log", "/missing/system.log", StringComparison.Ordinal));

        var result = await RunAsync(folder, foreground, name);

        Assert.Equal(1, result.ExitCode);
        string[] expected =
        [
            "SocketBindTight in effect, ignoring DefaultServer",
            $"error: unable to stat() {folder.Root}/missing: No such file or directory",
            $"unable to open SystemLog '{folder.Root}/missing/system.log': No such file or directory",
        ];
        Assert.Equal(name == ServerBinary.Ours.Name ? expected[1..] : expected, Texts(result));
    }

    [Theory]
    [InlineData("ours", false)]
    [InlineData("ours", true)]
    [InlineData("upstream", false)]
    [InlineData("upstream", true)]
    public async Task An_error_in_the_configuration_is_told_with_status_1(string name, bool foreground)
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic + "Nonsense on\n");

        var result = await RunAsync(folder, foreground, name);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(": fatal: unknown configuration directive 'Nonsense' on line ", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists($"{folder.Root}/log/proftpd.pid"));
    }

    [Fact]
    public async Task Directories_of_the_PidFile_and_the_scoreboard_are_made()
    {
        var text = ServerTexts.Basic.Replace("{ROOT}/log/proftpd.pid", "{ROOT}/run/proftpd.pid", StringComparison.Ordinal)
            .Replace("{ROOT}/log/scoreboard", "{ROOT}/scores/scoreboard", StringComparison.Ordinal);
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, text);

        await Waiting.UntilAsync(() => File.Exists($"{server.Root}/run/proftpd.pid"), "the PidFile");
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode($"{server.Root}/run"));
        Assert.True(File.Exists($"{server.Root}/scores/scoreboard"));
    }

    [Fact]
    public async Task The_port_accepts_soon()
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic);
        var watch = Stopwatch.StartNew();
        await using var server = await BackgroundServer.StartAsync(folder);
        // A second is the aim; the bound leaves room for a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}");
        Assert.Equal(0, server.Started.ExitCode);
    }

    [Fact]
    public async Task Without_a_runtime_the_administrator_reads_what_is_missing()
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic);
        var environment = new Dictionary<string, string> { ["DOTNET_ROOT"] = folder.Root, ["DOTNET_ROOT_X64"] = folder.Root, ["DOTNET_ROOT_ARM64"] = folder.Root };

        var result = await CommandRunner.RunAsync(ServerBinary.Ours.Path, ["-t", "-c", folder.ConfigPath], environment: environment);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("install .NET", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ours", "", 0)]
    [InlineData("upstream", "", 0)]
    [InlineData("ours", "Nonsense on\n", 1)]
    [InlineData("upstream", "Nonsense on\n", 1)]
    public async Task A_syntax_check_ends_with_0_or_1(string name, string more, int status)
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic + more);

        var result = await CommandRunner.RunAsync(ServerBinary.Of(name).Path, ["-t", "-c", folder.ConfigPath]);

        Assert.Equal(status, result.ExitCode);
        Assert.StartsWith("Checking syntax of configuration file\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(status == 1, result.Error.Contains(": fatal: unknown configuration directive 'Nonsense' on line ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ours")]
    [InlineData("upstream")]
    public async Task AuthOrder_twice_is_fatal(string name)
    {
        using var folder = await ServerFolder.CreateAsync("AuthOrder mod_auth_file.c\nServerName Twice\nAuthOrder mod_auth_unix.c\n");

        var result = await CommandRunner.RunAsync(ServerBinary.Of(name).Path, ["-t", "-c", folder.ConfigPath]);

        Assert.Equal(1, result.ExitCode);
        var first = result.Error.Split('\n')[0];
        Assert.EndsWith($": fatal: AuthOrder: AuthOrder has already been configured on line 3 of '{folder.ConfigPath}'", first, StringComparison.Ordinal);
    }

    /// <summary>What the daemon said about itself, without time and pid.</summary>
    static string[] Texts(CommandResult result) =>
        [.. result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf("] 127.0.0.1: ", StringComparison.Ordinal) + "] 127.0.0.1: ".Length)..])];

    static Task<CommandResult> RunAsync(ServerFolder folder, bool foreground, string name) =>
        CommandRunner.RunAsync(ServerBinary.Of(name).Path, [.. foreground ? (string[])["-n"] : [], "-c", folder.ConfigPath]);
}
