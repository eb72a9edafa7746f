using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Diagnostics;
using ProftpdSharp.Modules.Auth;
using ProftpdSharp.Native;

namespace ProftpdSharp.Daemon.Explaining;

/// <summary>How far an explained session gets.</summary>
enum Stop
{
    /// <summary>The connection is refused.</summary>
    Connection,

    /// <summary>The login is refused.</summary>
    Login,

    /// <summary>The command is given.</summary>
    Command,
}

/// <summary>
/// <c>--explain</c>: a session as the client would have it, from its first hook to the command, which the serving code judges and does not carry out
/// (<see cref="Trial"/>). TLS is taken for granted.
/// </summary>
sealed class Explanation : IDisposable
{
    /// <summary>Modules whose hooks a session needs to know its user; the others open logs and greet.</summary>
    static readonly HashSet<string> Needed = ["mod_auth_file", "mod_auth_pam", "mod_auth_unix", "mod_ifsession", "mod_tls"];

    /// <summary>Commands that act on the session itself and ask no rule.</summary>
    static readonly HashSet<string> AboutTheSession = ["ABOR", "ACCT", "AUTH", "HOST", "PASS", "QUIT", "REIN", "USER"];

    readonly OfflineServer _server;
    readonly SilentStream _stream;
    readonly ControlConnection _control;
    int _answered;

    /// <param name="server">The services.</param>
    /// <param name="asked">The server that the client speaks to.</param>
    /// <param name="remote">The client.</param>
    public Explanation(OfflineServer server, VirtualServer asked, IPAddress remote)
    {
        _server = server;
        _stream = new SilentStream(Sockets.Socket(SocketFamily.Unix, SocketKind.Stream).Value ?? throw new InvalidOperationException("no socket"));
        _control = new ControlConnection(_stream, server.Host.Poller);
        var local = asked.Addresses.FirstOrDefault(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) ?? IPAddress.Loopback;
        Session = new Session(
            SessionNumber, server.Host, server.State.Configuration, asked, _control,
            new ConnectionAddresses(new IPEndPoint(local, asked.Port), new IPEndPoint(remote, 40000)));
        Original = asked;
        Trial = Trial.Begin(Session);
    }

    /// <summary>The first number that a session can have.</summary>
    const long SessionNumber = 4194305;

    public Session Session { get; }

    public Trial Trial { get; }

    /// <summary>The server before any If* section was merged into it.</summary>
    public VirtualServer Original { get; }

    /// <summary>The command as it was looked up; null before it was given.</summary>
    public Command? Command { get; private set; }

    public Stop Reached { get; private set; }

    /// <summary>What the client would have read in answer to the command; without meaning when the command came so far that something was withheld.</summary>
    public string Reply => _stream.Sent[_answered..];

    /// <summary>
    /// What decided: the last decision, for a refusal ends a command; but a listing that goes on leaves out what is refused. Null where nobody asked.
    /// </summary>
    public AccessDecision? Decision =>
        (Trial.IsWithheld || Reply is not ['4' or '5', ..] ? Trial.Decisions.FirstOrDefault(decision => decision.Allowed) : null) ?? Trial.Decision;

    /// <summary>Whether the configuration, and what is in the file system, let the client do what it asks for.</summary>
    public bool IsAllowed =>
        Reached == Stop.Command && Trial is { Filter: null, Setting: null } && Decision is null or { Allowed: true } && (Trial.IsWithheld || Reply is not ['4' or '5', ..]);

    /// <summary>Lives the session up to the last command.</summary>
    /// <param name="client">Who connects.</param>
    /// <param name="lines">The command that is explained, behind those that the client gives before: CWD, REST.</param>
    public async Task RunAsync(ExplainedClient client, IEnumerable<string> lines)
    {
        await ReverseNames.LookUpAsync(Session);
        Reached = Stop.Connection;
        if (!ClientAdmission.Admit(Session))
            return;
        await StartAsync();
        Reached = Stop.Login;
        if (client.User is not null && !await LogInAsync(client))
            return;
        Reached = Stop.Command;
        foreach (var line in lines)
        {
            Trial.ForgetCommand();
            _answered = _stream.Sent.Length;
            Command = _server.State.Commands.Parse(line);
            if (Command is not null && !AboutTheSession.Contains(Command.Verb))
                await CommandDispatcher.DispatchAsync(Session, Command);
        }
    }

    async Task StartAsync()
    {
        foreach (var hook in Features(module => Needed.Contains(module.Name)).SelectMany(feature => feature.SessionStarts))
            await hook(Session);
    }

    async Task<bool> LogInAsync(ExplainedClient client)
    {
        Trial.ForgetLogin();
        // Who is not root can look at files as itself only.
        var identity = Identity.EffectiveUser == 0 ? null : Session.Host.DefaultIdentity;
        if (!await AssumedLogin.EnterAsync(Session, client.User ?? "", new LoginAssumption(client.Group, identity)))
            return false;
        var password = _server.State.Commands.Parse("PASS x")!;
        var afterLogin = Features(module => module.Name is "mod_ifsession" or "mod_tls").Append(PathAccess.Feature).SelectMany(feature => feature.Phases);
        foreach (var row in afterLogin.Where(row => row is { Phase: Phase.Post, Verb: "PASS" }))
            await row.Handler(Session, password);
        return Session.Ending is null;
    }

    IEnumerable<Feature> Features(Predicate<Module> wanted) =>
        _server.State.Modules.Reverse().Where(module => wanted(module)).SelectMany(module => module.Features);

    public void Dispose()
    {
        Session.Files.Leave();
        _control.Dispose();
        _stream.Dispose();
        Session.Deadlines.Dispose();
        Session.Interruption.Dispose();
        Session.Log.Dispose();
    }
}
