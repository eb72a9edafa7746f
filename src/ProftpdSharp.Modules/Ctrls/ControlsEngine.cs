using System.Globalization;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Ctrls;

/// <summary>Keeps the controls socket of a server that listens, and lets modules answer what comes in.</summary>
sealed class ControlsEngine
{
    public static readonly Feature Feature = new("controls");

    static readonly HostKey<ControlsEngine> Key = new(host => new ControlsEngine(host));

    readonly ServerHost _host;
    readonly HashSet<string> _disabled = new(StringComparer.Ordinal);
    readonly Lock _lock = new();
    ControlsSocket? _socket;

    ControlsEngine(ServerHost host) => _host = host;

    static ControlsEngine()
    {
        Feature.Serving(host => Of(host).StartAsync());
        Feature.Stopping(host => Of(host).StopAsync());
    }

    public static ControlsEngine Of(ServerHost host) => host.State(Key);

    /// <summary>The actions of all loaded modules, with the module's name as <c>mod_ctrls.c</c>; sorted.</summary>
    public IEnumerable<(ControlAction Action, string Module)> All =>
        _host.State(FtpServer.Key).State!.Modules
            .SelectMany(module => module.Features.SelectMany(feature => feature.Controls).Select(action => (action, $"{module.Name}.c")))
            .Where(pair => pair.action.IsAvailable(_host))
            .OrderBy(pair => pair.action.Name, StringComparer.Ordinal);

    /// <summary>Those that were not disabled.</summary>
    public IEnumerable<(ControlAction Action, string Module)> Enabled => All.Where(pair => !IsDisabled(pair.Action.Name));

    /// <summary>Takes an action out of use, or puts it back, until the next restart.</summary>
    public void Enable(string action, bool isEnabled)
    {
        lock (_lock)
        {
            if (isEnabled)
                _disabled.Remove(action);
            else
                _disabled.Add(action);
        }
    }

    bool IsDisabled(string action)
    {
        lock (_lock)
            return _disabled.Contains(action);
    }

    /// <summary>Opens the log and the socket of the configuration in force, at start and after SIGHUP.</summary>
    async ValueTask StartAsync()
    {
        await StopAsync();
        lock (_lock)
            _disabled.Clear();
        var configuration = _host.State(FtpServer.Key).State!.Configuration;
        await OpenLogAsync(configuration.Process.Get(ControlsSettings.ControlsLog), configuration.Main.Root.Get(LoggingDirectives.AllowLogSymlinks));
        if (!configuration.Process.Get(ControlsSettings.ControlsEngine))
            return;
        var settings = new ControlsSocketSettings(
            configuration.Process.Get(ControlsSettings.ControlsSocket),
            configuration.Process.Get(ControlsSettings.ControlsSocketOwner),
            configuration.Process.Get(ControlsSettings.ControlsMaxClients));
        var opened = ControlsSocket.Open(_host, settings, ServeAsync);
        if (opened.Ok)
            _socket = opened.Value;
        else
            _host.Log.Write(LogLevel.Notice, null, $"{CtrlsModule.Label}: error: unable to bind to local socket: {opened.Error.Describe()}");
    }

    /// <summary>Closes the socket until the next restart.</summary>
    public void Close() => _ = CloseSocketAsync();

    async Task CloseSocketAsync()
    {
        if (Interlocked.Exchange(ref _socket, null) is { } socket)
            await socket.DisposeAsync();
    }

    async ValueTask StopAsync()
    {
        await CloseSocketAsync();
        ControlsLog.Of(_host).Use(null);
    }

    async Task OpenLogAsync(string? path, bool allowSymlinks)
    {
        if (path is null || path.Equals("none", StringComparison.OrdinalIgnoreCase))
            return;
        var opening = await _host.Log.Files.OpenAsync(path, LogFiles.PrivateMode, allowSymlinks);
        ControlsLog.Of(_host).Use(opening.File);
        if (opening.File is null)
            _host.Log.Write(LogLevel.Notice, null, $"{CtrlsModule.Label}: unable to open ControlsLog '{path}': {opening.Reason}");
    }

    async Task ServeAsync(PeerCredentials credentials, ControlsMessage message, Func<ControlsMessage, ValueTask> answer)
    {
        var log = ControlsLog.Of(_host);
        var client = await NameAsync(credentials);
        log.Write(CtrlsModule.Label, $"accepted connection from {client} client");
        var action = Find(message);
        if (message.Words.Count > 0 && action is null)
            log.Write(CtrlsModule.Label, $"recvd from {client} client: (invalid action)");
        else if (message.Words.Count > 1)
            log.Write(CtrlsModule.Label, $"recvd from {client} client: '{string.Join(' ', message.Words)}'");
        var request = new ControlRequest(_host, action?.Name ?? "", [.. message.Words.Skip(1)], client);
        var refusal = Refusal(message, action, client);
        var answered = refusal is null ? await action!.Handler(request) : ControlsMessage.Failed(refusal);
        if (action is not null)
            log.Write(CtrlsModule.Label, $"sent to {client} client: return value: {answered.Status}");
        foreach (var line in answered.Words)
            log.Write(CtrlsModule.Label, $"sent to {client} client: '{line}'");
        await answer(answered);
        log.Write(CtrlsModule.Label, $"closed connection to {client} client");
        request.AfterAnswer?.Invoke();
    }

    /// <summary>The client as the kernel knows it; numbers stand for those without a name.</summary>
    Task<ControlsClient> NameAsync(PeerCredentials credentials) => _host.NameWorkers.RunAsync(() => new ControlsClient(
        SystemAccounts.FindUser(credentials.Uid)?.Name ?? credentials.Uid.ToString(CultureInfo.InvariantCulture),
        SystemAccounts.FindGroup(credentials.Gid)?.Name ?? credentials.Gid.ToString(CultureInfo.InvariantCulture)));

    ControlAction? Find(ControlsMessage message) =>
        message.Words.Count == 0 ? null : Enabled.FirstOrDefault(pair => pair.Action.Name == message.Words[0]).Action;

    /// <summary>Why a client may not have what it asks for: the socket has a list of its own, which lets everybody in where there is none.</summary>
    string? Refusal(ControlsMessage message, ControlAction? action, ControlsClient client)
    {
        var root = _host.State(FtpServer.Key).State!.Configuration.Main.Root;
        if (ControlsAcl.Admits(root.All(ControlsSettings.ControlsSocketAcl).Select(record => record.Value!), null, client) == false)
            return "access denied";
        if (action is null)
            return message.Words.Count == 0 ? "blocked connection" : "unsupported action requested";
        if (action.Acls is null)
            return null;
        return ControlsAcl.Admits(root.All(action.Acls).Select(record => record.Value!), action.Name, client) == true ? null : "access denied";
    }
}
