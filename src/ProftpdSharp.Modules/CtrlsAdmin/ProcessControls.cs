using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary>restart, shutdown, debug, dns and scoreboard: the process as a whole.</summary>
static class ProcessControls
{
    const string WrongNumber = "wrong number of parameters";

    public static readonly Feature Feature = new("process controls");

    static readonly HostKey<Restarts> Key = new(host => new Restarts(host.Clock.GetUtcNow()));

    static ProcessControls()
    {
        Feature.Serving(CountAsync);
        AdminControls.Add(Feature, "restart", "restart the daemon (similar to using HUP)", request => ValueTask.FromResult(Restart(request)));
        AdminControls.Add(Feature, "shutdown", "shutdown the daemon", ShutdownAsync);
        AdminControls.Add(Feature, "debug", "set debugging level", request => ValueTask.FromResult(Debug(request)));
        AdminControls.Add(Feature, "dns", "set UseReverseDNS configuration", request => ValueTask.FromResult(Dns(request)));
        AdminControls.Add(Feature, "scoreboard", "clean the ScoreboardFile", request => ValueTask.FromResult(Scoreboard(request)));
    }

    /// <summary>How often a configuration came into force.</summary>
    sealed class Restarts(DateTimeOffset started)
    {
        public DateTimeOffset Started { get; } = started;

        public int Count { get; set; } = -1;
    }

    static ValueTask CountAsync(ServerHost host)
    {
        host.State(Key).Count++;
        return ValueTask.CompletedTask;
    }

    static ControlsMessage Restart(ControlRequest request)
    {
        switch (request.Arguments)
        {
            case []:
                request.AfterAnswer = () => Processes.Kill(Processes.Getpid(), Signal.SIGHUP);
                return ControlsMessage.Done("restarted server");
            case ["count"]:
                var restarts = request.Host.State(Key);
                var since = restarts.Started.ToString("yyyy-MM-dd HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);
                return ControlsMessage.Done($"server restarted {restarts.Count} {(restarts.Count == 1 ? "time" : "times")} since {since}");
            case [var other]:
                return ControlsMessage.Failed($"unsupported parameter '{other}'");
            default:
                return ControlsMessage.Failed(WrongNumber);
        }
    }

    static async ValueTask<ControlsMessage> ShutdownAsync(ControlRequest request)
    {
        if (request.Arguments is ["graceful", var seconds, ..] && Values.Atoi(seconds) is > 0 and var number)
            await WaitForSessionsAsync(request, (int)number);
        request.AfterAnswer = () => Processes.Kill(Processes.Getpid(), Signal.SIGTERM);
        return ControlsMessage.Done("shutting down");
    }

    static async ValueTask WaitForSessionsAsync(ControlRequest request, int seconds)
    {
        var sessions = request.Host.Sessions;
        request.Log(CtrlsAdminModule.Label, $"shutdown: waiting {seconds} seconds before shutting down");
        for (var waited = 0; waited < seconds && sessions.Count > 0; waited++)
        {
            request.Log(CtrlsAdminModule.Label, $"shutdown: waiting for {sessions.Count} sessions to end");
            await Task.Delay(TimeSpan.FromSeconds(1), request.Host.Clock);
        }
        request.Log(CtrlsAdminModule.Label, sessions.Count > 0
            ? $"shutdown: {seconds} seconds elapsed, ending {sessions.Count} remaining sessions"
            : "shutdown: all sessions ended");
    }

    static ControlsMessage Debug(ControlRequest request)
    {
        var log = request.Host.Log;
        switch (request.Arguments)
        {
            case []:
                return ControlsMessage.Failed("debug: missing required parameters");
            case ["level"]:
                break;
            case ["level", var number]:
                if (Values.Atoi(number) < 0)
                    return ControlsMessage.Failed("debug level must not be negative");
                log.SetDebugLevel((int)Values.Atoi(number));
                break;
            case ["level", ..]:
                return ControlsMessage.Failed($"debug: {WrongNumber}");
            case [var other, ..]:
                return ControlsMessage.Failed($"unknown debug action: '{other}'");
        }
        request.Log(CtrlsAdminModule.Label, $"debug: level set to {log.Settings.DebugLevel}");
        return ControlsMessage.Done($"debug level set to {log.Settings.DebugLevel}");
    }

    static ControlsMessage Dns(ControlRequest request)
    {
        if (request.Arguments is not [var word, ..])
            return ControlsMessage.Failed("dns: missing required parameters");
        if (request.Arguments is ["cache", "clear"])
        {
            ReverseNames.Forget(request.Host);
            return ControlsMessage.Done("dns: netaddr cache cleared");
        }
        if (request.Arguments is ["cache", var other])
            return ControlsMessage.Failed($"dns: error: expected 'clear' command: '{other}'");
        if (Values.AsBoolean(word) is not { } isOn)
            return ControlsMessage.Failed($"dns: error: expected Boolean parameter: '{word}'");
        ReverseNames.Switch(request.Host, isOn);
        var text = $"dns: UseReverseDNS set to '{(isOn ? "on" : "off")}'";
        request.Log(CtrlsAdminModule.Label, text);
        return ControlsMessage.Done(text);
    }

    static ControlsMessage Scoreboard(ControlRequest request)
    {
        if (request.Arguments is not [var action])
            return ControlsMessage.Failed(WrongNumber);
        if (action is not ("clean" or "scrub"))
            return ControlsMessage.Failed($"unknown scoreboard action '{action}'");
        request.Host.Scoreboard?.Mend();
        return ControlsMessage.Done("scrubbed scoreboard");
    }
}
