using System.Collections;
using System.Diagnostics;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Running;

/// <summary>
/// How the process becomes the one that serves. The capability bounding set belongs to threads and passes on only by execve, and .NET cannot fork: so
/// the first process limits the set and then either becomes itself again (<c>-n</c>, the pid stays) or starts itself in a new session, waits until
/// that one listens, and ends.
/// </summary>
static class Stages
{
    const string Variable = "PROFTPDSHARP_STAGE";
    const string Ready = "listening";

    /// <summary>
    /// Settings that the runtime reads from the environment only. Its compilation worker must not end and come back: it would be made again by
    /// whatever thread needs it, a switched one included, and keep that identity. And nobody may open a debugging session with the server.
    /// </summary>
    static readonly string[] RuntimeSettings = ["DOTNET_TC_BackgroundWorkerTimeoutMs=ffffffff", "DOTNET_EnableDiagnostics=0"];

    /// <summary>All that serving needs. Not SYS_RESOURCE: it ignores quotas and survives a switched identity.</summary>
    static readonly CapabilitySet Kept = CapabilitySet.Of(
        Capability.Chown, Capability.DacOverride, Capability.DacReadSearch, Capability.Fowner, Capability.Fsetid, Capability.Kill,
        Capability.Setgid, Capability.Setuid, Capability.Setpcap, Capability.NetBindService, Capability.IpcLock, Capability.AuditWrite);

    /// <summary>True in the process that serves, once <see cref="Take"/> was called.</summary>
    public static bool IsDaemon { get; private set; }

    /// <summary>Whether this process is one that an earlier stage made; forgets the mark so that children do not see it.</summary>
    public static bool Take()
    {
        var stage = NativeEnvironment.Get(Variable);
        NativeEnvironment.Unset(Variable);
        IsDaemon = stage == "daemon";
        if (IsDaemon)
            Processes.Setsid();
        return stage is not null;
    }

    /// <summary>Becomes the serving process in place. Returns only when that cannot be done; the server then runs with what it has.</summary>
    public static void BecomeForeground(IReadOnlyList<string> commandLine)
    {
        if (Identity.EffectiveUser == 0)
            Capabilities.LimitBounding(Kept);
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        Processes.Execve("/proc/self/exe", commandLine, [.. environment, .. RuntimeSettings, $"{Variable}=foreground"]);
    }

    /// <summary>Starts the daemon and waits for it to listen or to say why not.</summary>
    /// <returns>The exit status of the foreground process.</returns>
    public static int StartDaemon(IReadOnlyList<string> arguments)
    {
        if (Identity.EffectiveUser == 0)
            Capabilities.LimitBounding(Kept);
        // The daemon must hold none of the caller's descriptors, or $(proftpd -c ...) would never end.
        Processes.CloseRange(3, uint.MaxValue, onExec: true);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[Variable] = "daemon";
        foreach (var setting in RuntimeSettings)
            start.Environment[setting[..setting.IndexOf('=')]] = setting[(setting.IndexOf('=') + 1)..];
        using var daemon = Process.Start(start)!;
        var errors = daemon.StandardError.BaseStream.CopyToAsync(Console.OpenStandardError());
        var line = daemon.StandardOutput.ReadLine();
        errors.Wait(TimeSpan.FromSeconds(1));
        if (line == Ready)
            return 0;
        daemon.WaitForExit();
        return daemon.ExitCode == 0 ? 1 : daemon.ExitCode;
    }

    /// <summary>In the daemon: lets the foreground process end, and lets go of its pipes.</summary>
    public static void ReportReady()
    {
        if (!IsDaemon)
            return;
        using var output = Console.OpenStandardOutput();
        output.Write(System.Text.Encoding.ASCII.GetBytes(Ready + "\n"));
        output.Flush();
        var opened = Files.Open("/dev/null", OpenFlags.ReadWrite);
        if (!opened.Ok)
            return;
        using var nothing = opened.Value;
        for (var number = 0; number <= 2; number++)
            Processes.Dup2(nothing, number);
    }
}
