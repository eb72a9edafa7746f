using System.Diagnostics;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>
/// The host seen through mount, network and process namespaces of its own: files can be mounted over, port 21 is free, only loopback is there, and
/// every process in it dies with it. Needs root.
/// </summary>
public sealed class PrivateMachine : IAsyncDisposable
{
    static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    readonly Process _holder;
    readonly string _target;

    PrivateMachine(Process holder, string target)
    {
        _holder = holder;
        _target = target;
    }

    /// <summary>Makes the machine.</summary>
    /// <param name="setup">Lines for a shell inside it: mounts and the like; a failing one fails the start.</param>
    public static async Task<PrivateMachine> StartAsync(string setup)
    {
        // The shell waits for its own child and so reaps daemons that were left to it.
        var script = $"set -e\nip link set lo up\n{setup}\necho ready\ncat >/dev/null";
        var start = new ProcessStartInfo("unshare", ["-mnp", "--fork", "--kill-child", "--mount-proc", "/bin/sh", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var holder = Process.Start(start) ?? throw new ServerStartException("unshare did not start");
        using var expiry = new CancellationTokenSource(StartDeadline);
        if (await holder.StandardOutput.ReadLineAsync(expiry.Token) != "ready")
            throw new ServerStartException("the private machine's set-up failed");
        var children = await File.ReadAllTextAsync($"/proc/{holder.Id}/task/{holder.Id}/children", expiry.Token);
        return new PrivateMachine(holder, children.Trim());
    }

    /// <summary>Runs a program inside to its end.</summary>
    /// <param name="program">A name looked up in PATH, or a path.</param>
    /// <param name="arguments">One string per argument.</param>
    /// <param name="input">Bytes for standard input, as Latin-1.</param>
    /// <param name="deadline">Default one minute.</param>
    public Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, string input = "", TimeSpan? deadline = null) =>
        CommandRunner.RunAsync("nsenter", ["-t", _target, "-m", "-n", "-p", "--", program, .. arguments], input, deadline: deadline);

    /// <summary>A file as the machine sees it.</summary>
    public string PathOf(string path) => $"/proc/{_target}/root{path}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }
}
