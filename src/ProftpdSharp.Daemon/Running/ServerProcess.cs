using System.Runtime.InteropServices;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Core;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Running;

/// <summary>The process that serves: from the configuration to the last signal.</summary>
sealed class ServerProcess(StartOptions options, ServerLog log) : IDisposable
{
    /// <summary>How long sessions may take to end at a stop; init scripts and panels give us about a second.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    readonly Poller _poller = new();
    readonly FileWorkers _files = new();
    readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SemaphoreSlim _reloading = new(1);

    /// <summary>Serves until a signal ends it.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync()
    {
        var loaded = Load();
        if (loaded is null)
            return 1;
        var host = new ServerHost
        {
            Clock = TimeProvider.System,
            Poller = _poller,
            FileWorkers = _files,
            Log = log,
            ReadFtpAccess = (configuration, path, bytes) =>
                FtpAccessFile.Parse(path, bytes, ModuleCatalogue.Registry, options.Loading, configuration.Modules),
            DefaultIdentity = ServerIdentity.Of(loaded.Configuration),
        };
        try
        {
            return await CheckAsync(host, loaded) ? await ServeAnyAsync(host, loaded) : 1;
        }
        finally
        {
            host.Scoreboard?.Dispose();
        }
    }

    async Task<int> ServeAnyAsync(ServerHost host, ServerState loaded)
    {
        var isInetd = options.Inetd || loaded.Configuration.Process.Get(ProcessSettings.ServerType);
        return isInetd ? await ServeOneAsync(host, loaded) : await ServeAsync(host, loaded);
    }

    /// <summary>Opens the log that the configuration names; from here on lines go there, and in the foreground to standard error.</summary>
    async Task<bool> OpenLogAsync(ServerState state)
    {
        var isForeground = options.Foreground && !options.Quiet;
        var opened = await SystemLogConfiguration.OpenAsync(log, state.Configuration, isForeground);
        foreach (var line in opened.Errors)
            log.Write(LogLevel.Error, null, line);
        if (opened.Settings is not { } settings)
            return false;
        log.Settings = settings;
        if (!isForeground)
            log.Console = null;
        return true;
    }

    async Task<int> ServeAsync(ServerHost host, ServerState state)
    {
        var server = new FtpServer(host);
        if (server.Apply(state) is { } failure)
        {
            log.Write(LogLevel.Error, null, $"Failed binding to {failure.Address.Address}, port {failure.Address.Port}: {failure.Error.Describe()}");
            log.Write(LogLevel.Error, null, "Unable to start proftpd; check logs for more details");
            return 1;
        }
        var pidFile = state.Configuration.Process.Get(ProcessSettings.PidFile);
        using var signals = new SignalHandlers(_stop, () => _ = ReloadAsync(host, server), () => PidFile.Remove(pidFile));
        if (!await OpenLogAsync(state))
            return 1;
        var written = PidFile.Write(pidFile);
        if (written != Errno.None)
        {
            log.Write(LogLevel.Error, null, $"error writing PidFile '{pidFile}': {written.Describe()}");
            return 1;
        }
        log.Write(LogLevel.Notice, null, $"ProFTPD {UpstreamVersion.Number} {UpstreamVersion.Status} (built {BuildInfo.Date}) standalone mode STARTUP");
        Stages.ReportReady();
        var signal = await _stop.Task;
        log.Write(LogLevel.Notice, null, $"ProFTPD killed (signal {signal})");
        await server.StopAsync(Grace);
        PidFile.Remove(pidFile);
        log.Write(LogLevel.Notice, null, $"ProFTPD {UpstreamVersion.Number} standalone mode SHUTDOWN");
        return 0;
    }

    async Task<int> ServeOneAsync(ServerHost host, ServerState state)
    {
        var server = new FtpServer(host);
        server.Use(state);
        var connection = Processes.Duplicate(Descriptor.StandardInput);
        if (!connection.Ok)
            return 1;
        await server.ServeAsync(connection.Value);
        return 0;
    }

    /// <summary>SIGHUP: a file that fails keeps the old configuration serving.</summary>
    async Task ReloadAsync(ServerHost host, FtpServer server)
    {
        await _reloading.WaitAsync();
        try
        {
            log.Write(LogLevel.Notice, null, "received SIGHUP -- master server reparsing configuration file");
            var state = Load();
            if (state is null || !await CheckAsync(host, state))
                log.Write(LogLevel.Error, null, "the configuration was not reloaded: the previous one keeps serving");
            else if (server.Apply(state) is { } failure)
                log.Write(LogLevel.Error, null, $"Failed binding to {failure.Address.Address}, port {failure.Address.Port}: {failure.Error.Describe()}: the previous configuration keeps serving");
            else
                await OpenLogAsync(state);
            await log.Files.ReopenAsync();
        }
        finally
        {
            _reloading.Release();
        }
    }

    ServerState? Load()
    {
        var result = ConfigurationLoader.Load(options.ConfigPath, ModuleCatalogue.Registry, options.Loading);
        foreach (var diagnostic in result.Diagnostics)
            Report(diagnostic);
        return result.Configuration is { } configuration ? new ServerState(configuration, ModuleCatalogue.LoadedBy(configuration)) : null;
    }

    void Report(Diagnostic diagnostic)
    {
        if (diagnostic.Severity == Severity.Debug)
            log.Debug(diagnostic.DebugLevel, null, diagnostic.Text);
        else
            log.Write(diagnostic.Severity is Severity.Fatal or Severity.Error ? LogLevel.Error : LogLevel.Warning, null, diagnostic.Text);
    }

    async Task<bool> CheckAsync(ServerHost host, ServerState state)
    {
        var check = new StartupCheck(host, state.Configuration);
        foreach (var startup in state.Features.SelectMany(feature => feature.Startups))
            await startup(check);
        if (check.Refusal is { } refusal)
            log.Write(LogLevel.Error, null, refusal);
        return check.Refusal is null;
    }

    public void Dispose()
    {
        _poller.Dispose();
        _files.Dispose();
        _reloading.Dispose();
    }
}
