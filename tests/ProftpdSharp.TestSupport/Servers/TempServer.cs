using System.Diagnostics;
using System.Globalization;
using System.Net;
using Mono.Unix.Native;
using ProftpdSharp.TestSupport.Ftp;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>
/// A proftpd in the foreground on an ephemeral loopback port, with a directory of its own that holds everything it touches:
/// <c>etc</c> (configuration, accounts), <c>home</c>, <c>log</c>. Stopped by SIGTERM and removed when disposed.
/// </summary>
public sealed class TempServer : IAsyncDisposable
{
    const int StartAttempts = 3;
    static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    static readonly TimeSpan StartedDeadline = TimeSpan.FromSeconds(2);
    static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    readonly Process _process;

    readonly ServerFolder _folder;

    TempServer(ServerBinary binary, ServerFolder folder, Process process)
    {
        Binary = binary;
        _folder = folder;
        _process = process;
        StandardError = new LogReader($"{folder.Root}/log/stderr.log");
    }

    /// <summary>Which proftpd this is.</summary>
    public ServerBinary Binary { get; }

    /// <summary>The server's directory; no trailing slash.</summary>
    public string Root => _folder.Root;

    /// <summary>The port of the configuration's main server.</summary>
    public int Port => _folder.Port;

    /// <summary>Its directory and ports.</summary>
    public ServerFolder Folder => _folder;

    /// <summary>Where to connect.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    /// <summary>The users that its AuthUserFile knows.</summary>
    public TestAccounts Accounts => _folder.Accounts;

    /// <summary>What the server writes to standard error, where a foreground server's SystemLog goes.</summary>
    public LogReader StandardError { get; }

    /// <summary>The daemon's process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether the daemon has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="binary">The proftpd to run.</param>
    /// <param name="configuration">Its configuration; {ROOT}, {PORT}, {SPAREPORT} and {NEXTPORT} are replaced.</param>
    /// <param name="prepare">Fills the directory (given without trailing slash) before the start.</param>
    /// <param name="arguments">More command-line arguments, for example -d 5.</param>
    /// <exception cref="ServerStartException">It ended or did not listen in time; the message holds what it said.</exception>
    public static async Task<TempServer> StartAsync(
        ServerBinary binary, string configuration, Action<string>? prepare = null, params string[] arguments)
    {
        if (!File.Exists(binary.Path))
            throw new ServerStartException($"{binary.Path} is not there");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryStartAsync(binary, configuration, prepare, arguments);
            }
            catch (ServerStartException failure) when (attempt < StartAttempts && failure.Message.Contains("Address already in use"))
            {
                // Somebody took the free port first.
            }
        }
    }

    /// <summary>Connects a client and leaves the greeting unread.</summary>
    public Task<FtpClient> ConnectAsync() => FtpClient.ConnectAsync(EndPoint);

    /// <summary>Connects a client to one address of the server, from one of its own, and leaves the greeting unread.</summary>
    public Task<FtpClient> ConnectAsync(IPAddress server, IPAddress? client) => FtpClient.ConnectAsync(new IPEndPoint(server, Port), client);

    /// <summary>Sends a signal to the daemon.</summary>
    public void Signal(Signum signal)
    {
        if (!_process.HasExited)
            _ = Syscall.kill(_process.Id, signal);
    }

    /// <summary>SIGTERM, wait, and the exit status; SIGKILL and an exception when it does not end.</summary>
    public async Task<int> StopAsync()
    {
        Signal(Signum.SIGTERM);
        using var expiry = new CancellationTokenSource(StopDeadline);
        try
        {
            await _process.WaitForExitAsync(expiry.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new TimeoutException($"{Binary.Name} (pid {_process.Id}) did not end within {StopDeadline} of SIGTERM");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var sessions = SessionProcesses();
        try
        {
            await StopAsync();
        }
        finally
        {
            foreach (var session in sessions.Where(IsServer))
                _ = Syscall.kill(session, Signum.SIGKILL);
            _process.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>Upstream's sessions: some survive their server, and one that lost its files may keep a processor busy for ever.</summary>
    int[] SessionProcesses() => [.. ReadProcess($"{_process.Id}/task/{_process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))];

    static bool IsServer(int process) => ReadProcess($"{process}/comm") == "proftpd\n";

    /// <summary>A file of /proc; empty when its process has ended.</summary>
    static string ReadProcess(string path)
    {
        try
        {
            return File.ReadAllText($"/proc/{path}");
        }
        catch (IOException)
        {
            return "";
        }
    }

    static async Task<TempServer> TryStartAsync(ServerBinary binary, string configuration, Action<string>? prepare, string[] arguments)
    {
        var folder = await ServerFolder.CreateAsync(configuration, prepare);
        var server = new TempServer(binary, folder, Launch(binary, folder.Root, arguments));
        try
        {
            await server.WaitUntilListeningAsync();
            await server.WaitUntilStartedAsync();
            return server;
        }
        catch (ServerStartException)
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A shell redirects the output to files and becomes the server: nothing is lost when nobody reads, and the pid is the server's.</summary>
    static Process Launch(ServerBinary binary, string root, string[] arguments)
    {
        const string Script = "exec \"$0\" \"$@\" >\"$OUT/stdout.log\" 2>\"$OUT/stderr.log\" </dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, binary.Path, "-n", "-c", $"{root}/etc/proftpd.conf", .. arguments]);
        start.Environment["OUT"] = $"{root}/log";
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        return Process.Start(start) ?? throw new ServerStartException("the shell did not start");
    }

    async Task WaitUntilListeningAsync()
    {
        using var expiry = new CancellationTokenSource(StartDeadline);
        using var timer = new PeriodicTimer(PollInterval);
        try
        {
            while (!ListeningPorts.IsListening(Port, _process.Id))
            {
                if (_process.HasExited)
                    throw new ServerStartException($"{Binary.Name} ended with status {_process.ExitCode}\n{Output()}");
                await timer.WaitForNextTickAsync(expiry.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new ServerStartException($"{Binary.Name} does not listen on port {Port}\n{Output()}");
        }
    }

    /// <summary>The line about the start comes before or after the first connection can; nobody should find it among a session's lines.</summary>
    async Task WaitUntilStartedAsync()
    {
        try
        {
            await StandardError.WaitUntilAsync(lines => lines.Any(line => line.EndsWith("STARTUP", StringComparison.Ordinal)), StartedDeadline);
        }
        catch (TimeoutException)
        {
            // The configuration may keep it out of the log.
        }
    }

    string Output() => string.Join('\n', StandardError.Peek());
}
