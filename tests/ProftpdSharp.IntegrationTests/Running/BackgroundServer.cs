using System.Globalization;
using Mono.Unix.Native;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Running;

/// <summary>A proftpd started as init scripts start it, without <c>-n</c>.</summary>
sealed class BackgroundServer : IAsyncDisposable
{
    BackgroundServer(ServerFolder folder, CommandResult started)
    {
        Folder = folder;
        Started = started;
    }

    public ServerFolder Folder { get; }

    /// <summary>What the foreground process left behind.</summary>
    public CommandResult Started { get; }

    public string PidPath => $"{Folder.Root}/log/proftpd.pid";

    /// <summary>The daemon's pid as its PidFile has it; 0 without one.</summary>
    public int ProcessId => File.Exists(PidPath) && int.TryParse(File.ReadAllText(PidPath), CultureInfo.InvariantCulture, out var pid) ? pid : 0;

    /// <summary>Starts it through a shell that waits for the end of its output, as <c>$(proftpd -c ...)</c> does.</summary>
    /// <param name="folder">What it uses; belongs to the server from now on.</param>
    /// <param name="before">A shell command to run first, such as <c>umask 077</c>.</param>
    /// <param name="input">What it reads; whatever terminal the tests have is not there for it.</param>
    /// <param name="binary">Ours unless another one is given.</param>
    public static async Task<BackgroundServer> StartAsync(ServerFolder folder, string before = ":", string input = "", ServerBinary? binary = null)
    {
        string[] shell = ["--wait", "/bin/sh", "-c", $"{before}; \"$0\" -c \"$1\"", (binary ?? ServerBinary.Ours).Path, folder.ConfigPath];
        var started = await CommandRunner.RunAsync("setsid", shell, input);
        return new BackgroundServer(folder, started);
    }

    /// <summary>Upstream's command may end before the server listens.</summary>
    public Task UntilListeningAsync() => Waiting.UntilAsync(() => ProcessId is > 0 and var pid && ListeningPorts.IsListening(Folder.Port, pid), "the port");

    public Task<FtpClient> ConnectAsync() => FtpClient.ConnectAsync(new(System.Net.IPAddress.Loopback, Folder.Port));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (ProcessId is > 0 and var pid)
        {
            _ = Syscall.kill(pid, Signum.SIGTERM);
            await Waiting.UntilAsync(() => Syscall.kill(pid, 0) != 0, "the daemon's end");
        }
        Folder.Dispose();
    }
}
