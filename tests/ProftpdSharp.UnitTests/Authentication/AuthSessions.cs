using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Daemon;
using ProftpdSharp.Native;
using ProftpdSharp.UnitTests.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Authentication;

/// <summary>Sessions of one server that are known to the host but connected to nobody.</summary>
sealed class AuthSessions : IDisposable
{
    readonly Poller _poller = new();
    readonly FileWorkers _workers = new();
    readonly ServerLog _log;
    readonly List<Session> _sessions = [];
    readonly ServerConfiguration _configuration;
    long _number = 5000000;

    public AuthSessions(string text, TimeProvider? clock = null)
    {
        var result = new MemoryMachine().Load(text, registry: ModuleCatalogue.Registry);
        Assert.True(result.Configuration is not null, string.Join('\n', result.Diagnostics.Select(diagnostic => diagnostic.Text)));
        _configuration = result.Configuration;
        _log = new ServerLog(TimeProvider.System);
        Host = new ServerHost
        {
            Clock = clock ?? TimeProvider.System,
            Poller = _poller,
            FileWorkers = _workers,
            Log = _log,
            DefaultIdentity = new FileIdentity(0, 0, []),
        };
    }

    public ServerHost Host { get; }

    /// <summary>Adds a session that is not logged in.</summary>
    public Session Connect(string address = "192.0.2.1", string? className = null)
    {
        var nowhere = Sockets.Socket(SocketFamily.Unix, SocketKind.Stream);
        var addresses = new ConnectionAddresses(new IPEndPoint(IPAddress.Loopback, 21), new IPEndPoint(IPAddress.Parse(address), 40000));
        var session = new Session(
            ++_number, Host, _configuration, _configuration.Main, new ControlConnection(new PlainStream(nowhere.Value!), _poller), addresses)
        {
            ClassName = className,
            RemoteName = address,
        };
        Host.Sessions.Add(session);
        _sessions.Add(session);
        return session;
    }

    /// <summary>Adds a session and logs it in as far as the limits let it.</summary>
    /// <returns>The refusal; null when it is in.</returns>
    public string? Enter(string user, string address = "192.0.2.1", string? className = null) =>
        ClientLimits.TryEnter(Connect(address, className), LoginOf(user));

    /// <summary>What a session knows of a user.</summary>
    public static LoginState LoginOf(string user, params string[] groups) => new()
    {
        UserName = user,
        GivenName = user,
        GroupName = groups.FirstOrDefault("users"),
        GroupNames = groups,
        Identity = new FileIdentity(60001, 60001, []),
        Home = "/home/" + user,
        Shell = "/bin/sh",
    };

    public void Dispose()
    {
        foreach (var session in _sessions)
        {
            Host.Sessions.Remove(session);
            session.Control.Dispose();
            session.Deadlines.Dispose();
            session.Interruption.Dispose();
            session.Log.Dispose();
        }
        _workers.Dispose();
        _poller.Dispose();
        _log.Dispose();
    }
}
