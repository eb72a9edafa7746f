using System.Diagnostics;
using Mono.Unix.Native;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>How the server stops.</summary>
public sealed class SignalTests
{
    /// <summary>Upstream leaves the PidFile of a server in the foreground behind.</summary>
    [Theory]
    [InlineData("upstream", true)]
    [InlineData("ours", false)]
    public async Task SIGTERM_ends_it_and_its_sessions_and_takes_its_files_along(string name, bool leavesPidFile)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), ServerTexts.Basic, ServerTexts.Homes);
        await using var idle = await server.LogInAsync();
        await using var silent = await server.ConnectAsync();
        var watch = Stopwatch.StartNew();

        Assert.Equal(0, await server.StopAsync());

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed}");
        Assert.Equal(leavesPidFile, File.Exists($"{server.Root}/log/proftpd.pid"));
        Assert.False(File.Exists($"{server.Root}/log/scoreboard"));
        Assert.Null(await silent.TryReadReplyAsync() is { Code: 220 } ? await silent.TryReadReplyAsync() : null);
        await server.StandardError.WaitForAsync(line => line.EndsWith(": ProFTPD killed (signal 15)", StringComparison.Ordinal));
        await server.StandardError.WaitForAsync(line => line.EndsWith(": ProFTPD 1.3.8 standalone mode SHUTDOWN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SIGTERM_in_the_middle_of_a_transfer_ends_it()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        await using var data = await client.OpenPassiveAsync();
        Assert.True((await client.CommandAsync("STOR endless")).IsPreliminary);
        await data.SendAsync(new byte[100_000]);

        Assert.Equal(0, await server.StopAsync());
    }

    [Theory]
    [InlineData(Signum.SIGSEGV, 128 + 11)]
    [InlineData(Signum.SIGABRT, 128 + 6)]
    public async Task A_deadly_signal_from_outside_takes_the_PidFile_along(Signum signal, int status)
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic);
        // The shell's own exit status tells by which signal its child died; no core file of a whole runtime is wanted.
        using var shell = System.Diagnostics.Process.Start(
            "/bin/sh", ["-c", "ulimit -c 0; \"$0\" -n -c \"$1\" 2>/dev/null & wait $!", ServerBinary.Ours.Path, folder.ConfigPath]);
        var pidFile = $"{folder.Root}/log/proftpd.pid";
        await Waiting.UntilAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'), "the PidFile");

        _ = Syscall.kill(int.Parse(File.ReadAllText(pidFile), System.Globalization.CultureInfo.InvariantCulture), signal);

        await shell.WaitForExitAsync();
        Assert.Equal(status, shell.ExitCode);
        Assert.False(File.Exists(pidFile));
    }

    /// <summary>As nohup does with SIGHUP, and scripts with the SIGINT of what they start in the background.</summary>
    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task Signals_that_its_parent_ignored_work(string name)
    {
        using var folder = await ServerFolder.CreateAsync(ServerTexts.Basic);
        using var shell = System.Diagnostics.Process.Start(
            "/bin/sh", ["-c", "trap '' HUP TERM; \"$0\" -c \"$1\"", ServerBinary.Of(name).Path, folder.ConfigPath]);
        await shell.WaitForExitAsync();
        var pidFile = $"{folder.Root}/log/proftpd.pid";
        await Waiting.UntilAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'), "the PidFile");
        var pid = int.Parse(File.ReadAllText(pidFile), System.Globalization.CultureInfo.InvariantCulture);
        await Waiting.UntilAsync(() => ListeningPorts.IsListening(folder.Port, pid), "the port");
        var log = new LogReader($"{folder.Root}/log/system.log");

        Assert.Equal(0, Syscall.kill(pid, Signum.SIGHUP));
        await log.WaitForAsync(line => line.Contains("received SIGHUP", StringComparison.Ordinal));
        Assert.Equal(0, Syscall.kill(pid, Signum.SIGTERM));
        await Waiting.UntilAsync(() => Syscall.kill(pid, 0) != 0, "its end");
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task SIGTERM_in_the_background_takes_the_PidFile_along(string name)
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(ServerTexts.Basic), binary: ServerBinary.Of(name));
        await server.UntilListeningAsync();
        var pid = server.ProcessId;

        Assert.Equal(0, Syscall.kill(pid, Signum.SIGTERM));

        await Waiting.UntilAsync(() => Syscall.kill(pid, 0) != 0, "its end");
        Assert.False(File.Exists(server.PidPath));
        Assert.False(File.Exists($"{server.Folder.Root}/log/scoreboard"));
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task SIGUSR1_kills_it(string name)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), ServerTexts.Basic);

        server.Signal(Signum.SIGUSR1);

        await Waiting.UntilAsync(() => server.HasExited, "its end");
        Assert.Equal(128 + (int)Signum.SIGUSR1, await server.StopAsync());
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task SIGUSR2_changes_nothing(string name)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), ServerTexts.Basic, ServerTexts.Homes);
        await using var client = await server.LogInAsync();

        server.Signal(Signum.SIGUSR2);

        (await client.CommandAsync("NOOP")).Expect(200);
        await using var other = await server.LogInAsync("bob");
    }
}
