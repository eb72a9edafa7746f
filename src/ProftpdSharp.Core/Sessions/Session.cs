using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Responses;

namespace ProftpdSharp.Core.Sessions;

/// <summary>
/// One control connection: state only. What runs it is the loop in Core/Server; what modules keep for themselves is in <see cref="State{T}"/>.
/// </summary>
public sealed class Session
{
    readonly Dictionary<object, object> _states = [];

    public Session(long number, ServerHost host, ServerConfiguration configuration, VirtualServer server, ControlConnection control, ConnectionAddresses addresses)
    {
        Number = number;
        Host = host;
        Configuration = configuration;
        Server = server;
        Control = control;
        Addresses = addresses;
        Started = host.Clock.GetUtcNow();
        Files = new SessionFiles(host.FileWorkers, host.DefaultIdentity);
        Deadlines = new Deadlines(host.Clock, OnDeadline);
        Log = new SessionLog(host.Log, number);
    }

    /// <summary>The session number: above 4194304, unique on the machine, shown wherever ProFTPD shows the session's pid.</summary>
    public long Number { get; }

    /// <summary>The services of the process.</summary>
    public ServerHost Host { get; }

    /// <summary>The configuration that this session began with; SIGHUP does not change it.</summary>
    public ServerConfiguration Configuration { get; }

    /// <summary>The server in force. If* sections, deferred Directories, HOST and SNI replace it by another immutable one.</summary>
    public VirtualServer Server { get; set; }

    /// <summary>Whom replies name as the administrator: ServerAdmin, else root at the server's address or its name.</summary>
    public string Administrator => Server.Admin ?? $"root@{Log.ServerLabel}";

    /// <summary>Gives the session another server and runs the start hooks again (HOST, SNI); set by the session's loop.</summary>
    public Func<VirtualServer, ValueTask> SwitchServerAsync { get; set; } = static _ => default;

    /// <summary>The <c>&lt;Anonymous&gt;</c> section of the login; null for others.</summary>
    public ConfigScope? Anonymous { get; set; }

    /// <summary>Where settings of the session as a whole are looked up: the Anonymous section, else the server.</summary>
    public ConfigScope TopScope => Anonymous ?? Server.Root;

    public ConnectionAddresses Addresses { get; }

    /// <summary>The address that the client connected to, as upstream writes it: IPv4 as <c>::ffff:1.2.3.4</c> where the listening socket takes both.</summary>
    public string LocalText { get; set; } = "";

    /// <summary>The name of that address by reverse DNS, else the address.</summary>
    public string LocalName { get; set; } = "";

    /// <summary>The client's name by reverse DNS, else its address, as log lines show it.</summary>
    public string RemoteName { get; set; } = "";

    public IPAddress RemoteAddress => Addresses.Remote.Address;

    public ControlConnection Control { get; }

    /// <summary>The way between the client's character set and the server's; null: bytes are taken as they are.</summary>
    public Charsets? Charsets { get; set; }

    /// <summary>OPTS UTF8 OFF without UseEncoding: upstream then works on the client's own words instead of on a converted copy, which its replies tell.</summary>
    public bool ConvertsNothing { get; set; }

    /// <summary>Whether the client's last line was in its character set; what was not is taken, and answered, as it is.</summary>
    public bool LineIsConvertible { get; private set; } = true;

    /// <summary>The replies of the command being handled.</summary>
    public ResponseList Responses { get; set; } = new();

    /// <summary>Turns a line of a reply into another language on its way to the client; null for replies as they are written. Logs are written in English.</summary>
    public Func<string, string>? Translation { get; set; }

    /// <summary>True while a data connection moves bytes.</summary>
    public bool IsTransferring { get; set; }

    public Deadlines Deadlines { get; }

    public SessionLog Log { get; }

    /// <summary>File-system calls as the user, inside the jail.</summary>
    public SessionFiles Files { get; }

    /// <summary>Wakes a transfer's thread when a deadline passes or the session is aborted.</summary>
    public Interruption Interruption { get; } = new();

    /// <summary>Who is logged in; null before.</summary>
    public LoginState? Login { get; set; }

    /// <summary>The login that was right and found no place (MaxClients and the like): the logs name it. Null otherwise.</summary>
    public LoginState? TurnedAway { get; set; }

    public bool IsLoggedIn => Login is not null;

    /// <summary>The class that the client's address belongs to; null when none matches.</summary>
    public string? ClassName { get; set; }

    /// <summary>The working directory as the client sees it, absolute inside the jail.</summary>
    public string WorkingDirectory { get; set; } = "/";

    /// <summary><c>ftp</c>, or <c>ftps</c> once TLS protected the control channel (<c>%{protocol}</c>).</summary>
    public string Protocol { get; set; } = "ftp";

    /// <summary>Notes that modules leave for LogFormat's <c>%{note:NAME}</c>.</summary>
    public Dictionary<string, string> Notes { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables that modules export (StdEnvVars) for LogFormat's <c>%{NAME}e</c>.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Values of <see cref="Environment"/> that the server itself made of several lines (certificates): logs have them as they are.</summary>
    public HashSet<string> TextBlocks { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset Started { get; }

    /// <summary>The command being handled as log lines may show it; null between commands.</summary>
    public string? CurrentCommand { get; set; }

    /// <summary>The verb of the command handled before the present one, for the sequence rules of RNFR and RNTO.</summary>
    public string PreviousVerb { get; set; } = "";

    /// <summary>When set, the loop ends after the replies of the present command were flushed.</summary>
    public Disconnect? Ending { get; private set; }

    /// <summary>The deadline that passed, and its limit; null while none did.</summary>
    public (Deadline Deadline, TimeSpan Limit)? Passed { get; private set; }

    /// <summary>What one module keeps about this session.</summary>
    public T State<T>(SessionKey<T> key)
        where T : class
    {
        if (_states.TryGetValue(key, out var value))
            return (T)value;
        var made = key.Create();
        _states[key] = made;
        return made;
    }

    /// <summary>Ends the session after the present command; the first reason stands.</summary>
    public void End(DisconnectReason reason, string? detail = null) => Ending ??= new Disconnect(reason, detail);

    /// <summary>Sends one reply at once, ahead of what the handlers append: 150, 234, 421.</summary>
    /// <returns>False when the connection is broken.</returns>
    public ValueTask<bool> SendNowAsync(int code, string text)
    {
        Responses.Sent(code, text);
        return SendAsync(ReplyText.Single(code, Translate(text)));
    }

    /// <summary>Sends one reply of several lines at once.</summary>
    /// <returns>False when the connection is broken.</returns>
    public ValueTask<bool> SendNowAsync(int code, IReadOnlyList<string> lines)
    {
        Responses.Sent(code, lines[^1]);
        return SendAsync(ReplyText.Format([.. lines.Select(line => new ResponseLine(code, Translate(line)))]));
    }

    /// <summary>A line of a reply in the client's language.</summary>
    internal string Translate(string text) => Translation?.Invoke(text) ?? text;

    /// <summary>A line of the client in the server's character set.</summary>
    internal string Understand(string line)
    {
        var converted = Charsets is { } charsets ? charsets.ToServer(line) : line;
        LineIsConvertible = converted is not null;
        return converted ?? line;
    }

    /// <summary>Sends replies in their wire form.</summary>
    /// <returns>False when the connection is broken.</returns>
    internal ValueTask<bool> SendAsync(string replies)
    {
        if (Charsets is { } charsets && LineIsConvertible)
            replies = string.Join("\r\n", replies.Split("\r\n").Select(charsets.ToClient));
        if (Log.Traces("response", 1))
        {
            foreach (var line in replies.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                Log.Trace("response", 1, line);
        }
        return Control.WriteAsync(replies);
    }

    /// <summary>Ends the session from outside its loop (shutdown, kick): waits are cancelled.</summary>
    public void Abort(DisconnectReason reason, string? detail = null)
    {
        End(reason, detail);
        Control.Cancel();
        Interruption.Raise();
    }

    void OnDeadline(Deadline deadline, TimeSpan limit)
    {
        Passed ??= (deadline, limit);
        Control.Cancel();
        Interruption.Raise();
    }
}
