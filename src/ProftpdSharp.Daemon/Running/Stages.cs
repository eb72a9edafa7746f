using System.Collections;
using System.Diagnostics;
using System.Security.Cryptography;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;
using ProftpdSharp.Tls;

namespace ProftpdSharp.Daemon.Running;

/// <summary>Which of the processes between the command line and the server this is.</summary>
enum Stage
{
    /// <summary>The one that somebody started.</summary>
    First,

    /// <summary>The first one again, in place: <c>-n</c> and inetd.</summary>
    Foreground,

    /// <summary>The one that serves in the background; the first one waits for it.</summary>
    Daemon,

    /// <summary>A helper that talks to PAM for the one that serves.</summary>
    PamHelper,
}

/// <summary>
/// How the process becomes the one that serves. The capability bounding set belongs to threads and passes on only by execve, and .NET cannot fork: so
/// the first process limits the set and then either becomes itself again (<c>-n</c>, the pid stays) or starts itself in a new session, waits until
/// that one listens, and ends.
/// </summary>
static class Stages
{
    const string Variable = "PROFTPDSHARP_STAGE";

    /// <summary>On the daemon's standard error: no text follows, it serves.</summary>
    const byte Ready = 0;

    /// <summary>On the daemon's standard error: before and after a prompt for a secret, whose answer it reads from its standard input.</summary>
    const byte Prompt = 1;

    const int LongestSecret = 1024;

    const int LongestStatus = 4096;

    /// <summary>
    /// Settings that the runtime reads from the environment only. Its compilation worker must not end and come back: it would be made again by
    /// whatever thread needs it, a switched one included, and keep that identity. Nobody may open a debugging session with the server. And garbage is
    /// collected every 8 MiB: the runtime would else wait for as much as the processor's cache holds, which on a large machine is more than
    /// thousands of sessions need.
    /// </summary>
    static readonly string[] RuntimeSettings = ["DOTNET_TC_BackgroundWorkerTimeoutMs=ffffffff", "DOTNET_EnableDiagnostics=0", "DOTNET_GCgen0size=800000"];

    /// <summary>All that serving needs. Not SYS_RESOURCE: it ignores quotas and survives a switched identity.</summary>
    static readonly CapabilitySet Kept = CapabilitySet.Of(
        Capability.Chown, Capability.DacOverride, Capability.DacReadSearch, Capability.Fowner, Capability.Fsetid, Capability.Kill,
        Capability.Setgid, Capability.Setuid, Capability.Setpcap, Capability.NetBindService, Capability.IpcLock, Capability.AuditWrite);

    /// <summary>Whether descriptor 0 is somebody's TCP connection: inetd, systemd's Accept=yes.</summary>
    public static bool HasConnection => Sockets.GetPeerName(Descriptor.StandardInput).Ok;

    /// <summary>Which stage this process is; forgets the mark so that children do not see it.</summary>
    public static Stage Take()
    {
        var mark = NativeEnvironment.Get(Variable);
        NativeEnvironment.Unset(Variable);
        if (mark is nameof(Stage.Daemon) or nameof(Stage.PamHelper))
            Processes.Setsid();
        return Enum.TryParse<Stage>(mark, out var stage) ? stage : Stage.First;
    }

    /// <summary>Becomes the serving process in place. Returns only when that cannot be done; the server then runs with what it has.</summary>
    public static void BecomeForeground()
    {
        LimitCapabilities();
        var commandLine = Processes.CommandLine();
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        if (!commandLine.Ok || Environment.ProcessPath is not { } program)
            return;
        RemoveDebuggerFiles();
        Processes.Execve(program, commandLine.Value, [.. environment, .. RuntimeSettings, $"{Variable}={Stage.Foreground}"]);
    }

    /// <summary>
    /// Removes the socket and the two pipes by which the runtime waits for debuggers, named for the process and when it started: the runtime removes
    /// them at its end, which an execve is not, and every session of inetd would leave three.
    /// </summary>
    static void RemoveDebuggerFiles()
    {
        var process = Processes.Getpid();
        var folder = NativeEnvironment.Get("TMPDIR") is { Length: > 0 } named ? named : "/tmp";
        if (Files.ReadWhole("/proc/self/stat", LongestStatus) is not { Ok: true } read)
            return;
        var status = ByteStrings.FromBytes(read.Value);
        // The name before it, in parentheses, may hold anything. The start is the 20th of the fields that follow.
        var started = status[(status.LastIndexOf(')') + 2)..].Split(' ')[19];
        foreach (var name in (string[])[$"dotnet-diagnostic-{process}-{started}-socket", $"clr-debug-pipe-{process}-{started}-in", $"clr-debug-pipe-{process}-{started}-out"])
            Files.Unlinkat(Descriptor.WorkingDirectory, $"{folder}/{name}");
    }

    /// <summary>Starts the daemon and waits for it to listen or to say why not.</summary>
    /// <returns>The exit status of the foreground process.</returns>
    public static int StartDaemon(IReadOnlyList<string> arguments)
    {
        LimitCapabilities();
        // The daemon must hold none of the caller's descriptors, or $(proftpd -c ...) would never end.
        Processes.CloseRange(3, uint.MaxValue, onExec: true);
        using var daemon = Process.Start(Describe(arguments, Stage.Daemon))!;
        if (Relay(daemon.StandardError.BaseStream, daemon.StandardInput.BaseStream))
            return 0;
        daemon.WaitForExit();
        return daemon.ExitCode == 0 ? 1 : daemon.ExitCode;
    }

    /// <summary>
    /// Passes on what the daemon says until it serves (true) or ends (false). The end of its standard error cannot mean that it serves: the runtime
    /// keeps duplicates of the standard descriptors for as long as it lives. The daemon has no terminal: what it wants to know is asked for here.
    /// </summary>
    static bool Relay(Stream errors, Stream answers)
    {
        using var output = new StandardStream(2);
        var buffer = new byte[4096];
        var text = new List<byte>();
        var isPrompt = false;
        while (errors.Read(buffer) is > 0 and var count)
        {
            foreach (var said in buffer.AsSpan(0, count))
            {
                if (said is not (Ready or Prompt))
                {
                    text.Add(said);
                    continue;
                }
                Say(text, isPrompt, output, answers);
                if (said == Ready)
                    return true;
                isPrompt = !isPrompt;
            }
            if (!isPrompt)
                Say(text, isPrompt, output, answers);
        }
        return false;
    }

    /// <summary>Shows what the daemon said, or asks it.</summary>
    static void Say(List<byte> text, bool isPrompt, Stream output, Stream answers)
    {
        if (isPrompt)
            Answer(ByteStrings.FromBytes([.. text]), answers);
        else
            output.Write([.. text]);
        text.Clear();
    }

    static void Answer(string prompt, Stream answers)
    {
        var secret = GC.AllocateArray<byte>(LongestSecret + 1, pinned: true);
        var length = TlsLibrary.AskPassPhrase(prompt, secret.AsSpan(0, LongestSecret));
        // An empty line is nobody's pass phrase: it stands for no answer.
        secret[Math.Max(0, length)] = (byte)'\n';
        answers.Write(secret, 0, Math.Max(0, length) + 1);
        answers.Flush();
        CryptographicOperations.ZeroMemory(secret);
    }

    /// <summary>How the process that serves asks whoever starts it for a secret.</summary>
    public static SecretPrompt AskSecret(Stage stage) => stage == Stage.Daemon ? AskStarter : TlsLibrary.AskPassPhrase;

    static int AskStarter(string prompt, Span<byte> answer)
    {
        Files.Write(Descriptor.Borrow(2), [Prompt, .. ByteStrings.ToBytes(prompt), Prompt]);
        var length = 0;
        while (length < answer.Length && Files.Read(Descriptor.StandardInput, answer[length..]) is { Ok: true, Value: > 0 and var count })
        {
            length += count;
            if (answer[length - 1] == '\n')
                return length > 1 ? length - 1 : -1;
        }
        return -1;
    }

    /// <summary>Starts a process that talks to PAM; it ends when its standard input does.</summary>
    public static Process StartPamHelper() => Process.Start(Describe([], Stage.PamHelper))!;

    static ProcessStartInfo Describe(IReadOnlyList<string> arguments, Stage stage)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // A daemon keeps no file system busy.
            WorkingDirectory = "/",
        };
        start.Environment[Variable] = stage.ToString();
        foreach (var setting in RuntimeSettings)
            start.Environment[setting[..setting.IndexOf('=')]] = setting[(setting.IndexOf('=') + 1)..];
        return start;
    }

    static void LimitCapabilities()
    {
        if (Identity.EffectiveUser == 0)
            Capabilities.LimitBounding(Kept);
    }

    /// <summary>In the daemon: lets the foreground process end, and lets go of its pipes.</summary>
    public static void ReportReady()
    {
        Files.Write(Descriptor.Borrow(2), [Ready]);
        var opened = Files.Open("/dev/null", OpenFlags.ReadWrite);
        if (!opened.Ok)
            return;
        using var nothing = opened.Value;
        for (var number = 0; number <= 2; number++)
            Processes.Dup2(nothing, number);
    }
}
