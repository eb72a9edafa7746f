using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Modules.Core;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Running;

/// <summary>The process that serves: from the configuration to the last signal.</summary>
/// <param name="options">The command line.</param>
/// <param name="stage">Which process this is.</param>
/// <param name="log">The log, without a target yet.</param>
/// <param name="errors">Where problems are told until the log is open.</param>
sealed class ServerProcess(CommandLineOptions options, Stage stage, ServerLog log, ErrorOutput errors) : IDisposable
{
    /// <summary>How long sessions may take to end at a stop; init scripts and panels give us about a second.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(800);

    readonly Poller _poller = new();
    readonly FileWorkers _files = new();
    readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SemaphoreSlim _reloading = new(1);
    /// <summary>Standard error tells whoever started us; under inetd it may be the client.</summary>
    bool _isStarting = !options.Inetd && !Stages.HasConnection;

    /// <summary>Serves until a signal ends it.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync()
    {
        if (options is { Foreground: true, Quiet: false, Inetd: false })
            log.Console = log.Files.OpenStandardError();
        else if (stage == Stage.Daemon && !options.Quiet)
            log.Early = errors.WriteLine;
        var state = Load();
        if (state is null)
            return 1;
        var isInetd = options.Inetd || state.Configuration.Process.Get(ProcessSettings.ServerType);
        if (!isInetd && !options.Foreground && stage != Stage.Daemon)
            return Stages.StartDaemon([.. Environment.GetCommandLineArgs().Skip(1)]);
        var host = NewHost(state.Configuration, isInetd);
        log.ServerLabel = errors.ServerLabel = await ReverseNames.ServerLabelAsync(host, state.Configuration, state.Configuration.Main);
        if (_isStarting && !isInetd)
            host.AskSecret = Stages.AskSecret(stage);
        try
        {
            if (await OpenLogAsync(state.Configuration) is not { } settings || !await CheckAsync(host, state))
                return 1;
            await PutInForceAsync(host, state.Configuration, settings);
            return isInetd ? await ServeOneAsync(host, state) : await ServeAsync(host, state);
        }
        finally
        {
            host.Scoreboard?.Dispose();
        }
    }

    async Task<int> ServeAsync(ServerHost host, ServerState state)
    {
        var server = host.State(FtpServer.Key);
        if (server.Apply(state) is { } failure)
        {
            SayUnbound(failure);
            Say(LogLevel.Error, "Unable to start proftpd; check logs for more details");
            return 1;
        }
        var pidFile = state.Configuration.Process.Get(ProcessSettings.PidFile);
        using var signals = new SignalHandlers(_stop, () => _ = ReloadAsync(host, server), () => PidFile.Remove(pidFile));
        var written = PidFile.Write(pidFile);
        if (written != Errno.None)
        {
            Say(LogLevel.Error, $"error writing PidFile '{pidFile}': {written.Describe()}");
            return 1;
        }
        await server.AnnounceAsync();
        log.Write(LogLevel.Notice, null, $"ProFTPD {UpstreamVersion.Number} {UpstreamVersion.Status} (built {BuildInfo.Date}) standalone mode STARTUP");
        _isStarting = false;
        host.AskSecret = null;
        if (stage == Stage.Daemon)
            Stages.ReportReady();
        await Task.WhenAny(_stop.Task, options.SingleSession ? server.FirstSession : Task.Delay(Timeout.Infinite));
        if (_stop.Task.IsCompleted)
            log.Write(LogLevel.Notice, null, $"ProFTPD killed (signal {await _stop.Task})");
        await server.StopAsync(Grace);
        PidFile.Remove(pidFile);
        log.Write(LogLevel.Notice, null, $"ProFTPD {UpstreamVersion.Number} standalone mode SHUTDOWN");
        return 0;
    }

    static async Task<int> ServeOneAsync(ServerHost host, ServerState state)
    {
        var server = new FtpServer(host);
        server.Use(state);
        var connection = Processes.Duplicate(Descriptor.StandardInput);
        // inetd hands over a blocking socket: a read would hold its thread, and ABOR's watch the whole transfer.
        if (!connection.Ok || Files.SetNonBlocking(connection.Value, true) != Errno.None)
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
            await log.Files.ReopenAsync();
            var state = Load();
            if (state is null || await OpenLogAsync(state.Configuration) is not { } settings)
            {
                Say(LogLevel.Error, "the configuration was not reloaded: the previous one keeps serving");
                return;
            }
            if (!await CheckAsync(host, state) || IsUnbound(server.Apply(state)))
            {
                settings.File?.Dispose();
                Say(LogLevel.Error, "the configuration was not reloaded: the previous one keeps serving");
                return;
            }
            await PutInForceAsync(host, state.Configuration, settings);
            await server.AnnounceAsync();
        }
        finally
        {
            _reloading.Release();
        }
    }

    ServerHost NewHost(ServerConfiguration configuration, bool isInetd) => new()
    {
        IsInetd = isInetd,
        StartHelper = Stages.StartPamHelper,
        Clock = TimeProvider.System,
        Poller = _poller,
        FileWorkers = _files,
        Log = log,
        DefaultIdentity = ServerIdentity.Of(configuration),
        ReadFtpAccess = (current, path, bytes) => FtpAccessFile.Parse(path, bytes, ModuleCatalogue.Registry, options.Loading, current.Modules),
        SetDirective = (current, server, words) => ConfigurationChange.Set(current, server, words, ModuleCatalogue.Registry, options.Loading),
    };

    async Task PutInForceAsync(ServerHost host, ServerConfiguration configuration, SystemLogSettings settings)
    {
        host.DefaultIdentity = ServerIdentity.Of(configuration);
        log.Settings = settings;
        log.Early = null;
        log.ServerLabel = await ReverseNames.ServerLabelAsync(host, configuration, configuration.Main);
    }

    ServerState? Load()
    {
        var result = ConfigurationLoader.Load(options.ConfigPath, ModuleCatalogue.Registry, options.Loading);
        if (_isStarting)
            errors.Write(result.Diagnostics);
        else
            Log(result.Diagnostics);
        return result.Configuration is { } configuration ? new ServerState(configuration, ModuleCatalogue.LoadedBy(configuration)) : null;
    }

    void Log(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Severity == Severity.Debug)
                log.Debug(diagnostic.DebugLevel, null, diagnostic.Text);
            else
                log.Write(diagnostic.Severity is Severity.Fatal or Severity.Error ? LogLevel.Error : LogLevel.Warning, null, diagnostic.Text);
        }
    }

    async Task<SystemLogSettings?> OpenLogAsync(ServerConfiguration configuration)
    {
        var outcome = await SystemLogConfiguration.OpenAsync(log, configuration, log.Console is not null);
        foreach (var error in outcome.Errors)
            Say(LogLevel.Error, error);
        return outcome.Settings;
    }

    async Task<bool> CheckAsync(ServerHost host, ServerState state)
    {
        var check = new StartupCheck(host, state.Configuration);
        var reviews = state.Features.SelectMany(feature => feature.Reviews);
        foreach (var step in reviews.Concat(state.Features.SelectMany(feature => feature.Startups)))
            await step(check);
        if (check.Refusal is { } refusal)
            Say(LogLevel.Error, refusal);
        return check.Refusal is null;
    }

    bool IsUnbound(BindFailure? failure)
    {
        if (failure is not null)
            SayUnbound(failure);
        return failure is not null;
    }

    void SayUnbound(BindFailure failure)
    {
        var (address, port) = (failure.Address.Address, failure.Address.Port);
        Say(LogLevel.Error, $"Failed binding to {address}, port {port}: {failure.Error.Describe()}");
        Say(LogLevel.Error, "Check the ServerType directive to ensure you are configured correctly");
        Say(LogLevel.Error, $"Check to see if inetd/xinetd, or another proftpd instance, is already using {address}, port {port}");
    }

    /// <summary>While the server starts, whoever started it must read why it does not; later the log is the place.</summary>
    void Say(LogLevel level, string text)
    {
        if (_isStarting && log.Console is null)
            errors.Write(text);
        else
            log.Write(level, null, text);
    }

    public void Dispose()
    {
        _poller.Dispose();
        _files.Dispose();
        _reloading.Dispose();
    }
}
