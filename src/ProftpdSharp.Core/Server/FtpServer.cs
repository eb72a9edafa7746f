using System.Collections.Concurrent;
using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Server;

/// <summary>Why an address could not be listened on.</summary>
public sealed record BindFailure(IPEndPoint Address, Errno Error);

/// <summary>
/// Listens, accepts and starts sessions. A new configuration is applied to connections accepted from then on; sessions keep theirs.
/// </summary>
public sealed class FtpServer(ServerHost host)
{
    /// <summary>The server of a process that listens.</summary>
    public static readonly HostKey<FtpServer> Key = new(host => new FtpServer(host));

    readonly ConcurrentDictionary<long, Task> _running = new();
    readonly Lock _listening = new();
    readonly Dictionary<IPEndPoint, (ListeningSocket Listener, Task Accepting)> _listeners = [];
    readonly ConcurrentDictionary<VirtualServer, bool> _down = new();
    readonly SessionNumbers _numbers = new();
    readonly ConnectionPace _connections = new();
    readonly TaskCompletionSource _firstSession = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile ServerState? _state;

    /// <summary>What new sessions begin with.</summary>
    public ServerState? State => _state;

    /// <summary>Completes when the first session to end has ended (<c>-X</c>).</summary>
    public Task FirstSession => _firstSession.Task;

    /// <summary>Puts a configuration in force: opens listeners that it adds, closes those that it no longer has. All its servers are up.</summary>
    /// <returns>The first address that could not be bound; nothing was changed then. Null when all is well.</returns>
    public BindFailure? Apply(ServerState state)
    {
        if (Listen(state, state.Configuration.Servers) is { } failure)
            return failure;
        _down.Clear();
        ReverseNames.Switch(host, null);
        return null;
    }

    /// <summary>Whether a server takes new connections.</summary>
    public bool IsUp(VirtualServer server) => !_down.ContainsKey(server);

    /// <summary>Lets a server take no more connections; present sessions go on.</summary>
    /// <returns>False when it was down already.</returns>
    public bool TakeDown(VirtualServer server)
    {
        if (!_down.TryAdd(server, true))
            return false;
        var state = _state!;
        Listen(state, [.. state.Configuration.Servers.Where(IsUp)]);
        return true;
    }

    /// <summary>Lets a server that was taken down take connections again.</summary>
    /// <returns>Why it cannot; null when it can.</returns>
    public BindFailure? BringUp(VirtualServer server)
    {
        var state = _state!;
        if (Listen(state, [.. state.Configuration.Servers.Where(one => one == server || IsUp(one))]) is { } failure)
            return failure;
        _down.TryRemove(server, out _);
        return null;
    }

    /// <summary>Lets new sessions begin with a configuration that comes of the present one and has its servers, in their order, at their addresses.</summary>
    /// <param name="derive">Null changes nothing.</param>
    public void Change(Func<ServerConfiguration, ServerConfiguration?> derive)
    {
        lock (_listening)
        {
            var before = _state!;
            if (derive(before.Configuration) is not { } configuration)
                return;
            foreach (var (old, changed) in before.Configuration.Servers.Zip(configuration.Servers).Where(pair => pair.First != pair.Second))
            {
                if (_down.TryRemove(old, out _))
                    _down[changed] = true;
            }
            _state = new ServerState(configuration, before.Modules);
        }
    }

    /// <summary>Tells the modules that the server listens, or goes on with another configuration.</summary>
    public async ValueTask AnnounceAsync()
    {
        foreach (var hook in _state!.Features.SelectMany(feature => feature.Servings))
            await hook(host);
    }

    BindFailure? Listen(ServerState state, IReadOnlyList<VirtualServer> servers)
    {
        var process = state.Configuration.Process;
        var wanted = ServerSelection.Endpoints(servers, process.Get(ServerSockets.SocketBindTight), process.Get(LanguageDirectives.UseIPv6));
        lock (_listening)
        {
            var opened = new List<ListeningSocket>();
            foreach (var address in wanted.Where(address => !_listeners.ContainsKey(address)))
            {
                var listener = ListeningSocket.Open(address, process.Get(ServerSockets.TcpBackLog), host.Poller, socket => ServerSockets.Prepare(state.Configuration, socket));
                if (!listener.Ok)
                {
                    opened.ForEach(one => one.Dispose());
                    return new BindFailure(address, listener.Error);
                }
                opened.Add(listener.Value);
            }
            _state = state;
            foreach (var address in _listeners.Keys.Except(wanted).ToList())
            {
                _listeners[address].Listener.Cancel();
                _listeners.Remove(address);
            }
            opened.ForEach(listener => _listeners[listener.Address] = (listener, AcceptAsync(listener)));
            return null;
        }
    }

    /// <summary>Puts a configuration in force without listening (inetd).</summary>
    public void Use(ServerState state) => _state = state;

    /// <summary>Serves one connection that somebody else accepted (inetd); completes when its session is over.</summary>
    public Task ServeAsync(Descriptor socket) => Begin(socket) ?? Task.CompletedTask;

    /// <summary>Stops listening and ends all sessions.</summary>
    /// <param name="grace">How long sessions may take.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        foreach (var hook in _state?.Features.SelectMany(feature => feature.Stoppings) ?? [])
            await hook(host);
        (ListeningSocket Listener, Task Accepting)[] listeners;
        lock (_listening)
        {
            listeners = [.. _listeners.Values];
            _listeners.Clear();
        }
        foreach (var (listener, _) in listeners)
            listener.Cancel();
        await Task.WhenAll(listeners.Select(entry => entry.Accepting));
        foreach (var session in host.Sessions.All)
            session.Abort(DisconnectReason.Shutdown);
        await Task.WhenAny(Task.WhenAll(_running.Values), Task.Delay(grace, host.Clock));
    }

    async Task AcceptAsync(ListeningSocket listener)
    {
        using var owned = listener;
        while (true)
        {
            var accepted = await listener.AcceptAsync();
            if (accepted.Ok)
                _ = Begin(accepted.Value.Socket);
            else if (accepted.Error == Errno.ECANCELED)
                return;
            else if (accepted.Error is Errno.EMFILE or Errno.ENFILE or Errno.ENOMEM or Errno.ENOBUFS)
                await PauseAsync(accepted.Error);
        }
    }

    /// <summary>Out of descriptors or memory: the connection stays in the queue; asking again at once would only burn the processor.</summary>
    Task PauseAsync(Errno error)
    {
        host.Log.Write(LogLevel.Error, null, $"error accepting connection: {error.Describe()}");
        return Task.Delay(TimeSpan.FromMilliseconds(250), host.Clock);
    }

    Task? Begin(Descriptor socket)
    {
        var state = _state!;
        if (Addresses(socket) is not { } addresses)
        {
            socket.Dispose();
            return null;
        }
        if (host.Sessions.Count >= state.Configuration.Process.Get(ServerSockets.MaxInstances))
        {
            host.Log.Write(LogLevel.Warning, null, $"MaxInstances ({state.Configuration.Process.Get(ServerSockets.MaxInstances)}) reached, new connection denied");
            socket.Dispose();
            return null;
        }
        var number = _numbers.Next();
        var rate = state.Configuration.Process.Get(Rates.MaxConnectionRate);
        if (rate.Count > 0 && !_connections.Admits(number, rate, host.Clock))
        {
            host.Log.Write(LogLevel.Warning, null, $"MaxConnectionRate ({rate.Count}/{rate.Interval.TotalSeconds} secs) reached, new connection denied");
            socket.Dispose();
            return null;
        }
        var running = Task.Run(() => RunAsync(number, socket, addresses, state));
        _ = running.ContinueWith(Report, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _running[number] = running;
        if (running.IsCompleted)
            _running.TryRemove(number, out _);
        return running;

        // A defect of ours: nobody else's session minds, and whoever reads the log can report it.
        void Report(Task failed) =>
            host.Log.Write(LogLevel.Error, null, LogText.Sanitize($"session {number} was ended by an error of the server: {failed.Exception!.GetBaseException()}"));

        static ConnectionAddresses? Addresses(Descriptor socket)
        {
            var local = Native.Sockets.GetSocketName(socket);
            var remote = Native.Sockets.GetPeerName(socket);
            return local.Ok && remote.Ok ? new ConnectionAddresses(Unmapped(local.Value), Unmapped(remote.Value)) : null;
        }
    }

    async Task RunAsync(long number, Descriptor socket, ConnectionAddresses addresses, ServerState state)
    {
        try
        {
            await RunSessionAsync(number, socket, addresses, state);
        }
        finally
        {
            _running.TryRemove(number, out _);
            _connections.Ended(number);
            _firstSession.TrySetResult();
        }
    }

    async Task RunSessionAsync(long number, Descriptor socket, ConnectionAddresses addresses, ServerState state)
    {
        ServerSockets.Configure(socket);
        var control = new ControlConnection(new PlainStream(socket), host.Poller);
        var server = ServerSelection.Find(state.Configuration, addresses.Local);
        if (server is null || !IsUp(server))
        {
            await control.WriteAsync($"500 Sorry, no server available to handle request on {LocalAddress.Text(addresses.Local.Address, state.Configuration.Process)}\r\n");
            control.Dispose();
            return;
        }
        var session = new Session(number, host, state.Configuration, server, control, addresses);
        host.Sessions.Add(session);
        await new SessionLoop(session, state).RunAsync();
    }

    static IPEndPoint Unmapped(IPEndPoint endpoint) =>
        endpoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endpoint.Address.MapToIPv4(), endpoint.Port) : endpoint;
}
