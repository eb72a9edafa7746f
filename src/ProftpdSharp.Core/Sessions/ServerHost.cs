using System.Collections.Concurrent;
using System.Diagnostics;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Scoreboard;

namespace ProftpdSharp.Core.Sessions;

/// <summary>The services of the process that every session shares.</summary>
public sealed class ServerHost
{
    readonly ConcurrentDictionary<object, Lazy<object>> _states = new();

    public required TimeProvider Clock { get; init; }

    public required Poller Poller { get; init; }

    public required FileWorkers FileWorkers { get; init; }

    public required ServerLog Log { get; init; }

    /// <summary>Whether the process serves one connection that somebody else accepted, beside others like it (inetd).</summary>
    public bool IsInetd { get; init; }

    /// <summary>The identity of <c>User</c> and <c>Group</c>: file access before the login.</summary>
    public required FileIdentity DefaultIdentity { get; set; }

    /// <summary>Reads the bytes of a .ftpaccess file (its host path is for messages) with the directives that exist; null reads none.</summary>
    public Func<ServerConfiguration, string, byte[], FtpAccessContent>? ReadFtpAccess { get; init; }

    /// <summary>Puts a directive and its parameters into one of the servers of a configuration; null where none may be changed.</summary>
    public Func<ServerConfiguration, VirtualServer, IReadOnlyList<string>, ChangeOutcome>? SetDirective { get; init; }

    /// <summary>
    /// Starts this program again as a helper process that talks to PAM, with pipes for its standard input and output; null starts none.
    /// </summary>
    public Func<Process>? StartHelper { get; init; }

    /// <summary>Asks whoever starts the server for a secret; null once the server serves, and where nobody sits.</summary>
    public SecretPrompt? AskSecret { get; set; }

    /// <summary>Look-ups in the user and group databases, which may block on a network.</summary>
    public BlockingWorkers NameWorkers { get; } = new("names", 4);

    /// <summary>Password hashing, which is slow on purpose: no more at once than there are processors.</summary>
    public BlockingWorkers CryptWorkers { get; } = new("crypt", Math.Max(2, Environment.ProcessorCount));

    /// <summary>Who is connected, for ftpwho; null when ScoreboardFile is off.</summary>
    public ScoreboardFile? Scoreboard { get; set; }

    /// <summary>The present sessions.</summary>
    public SessionRegistry Sessions { get; } = new();

    /// <summary>What one module keeps for the process.</summary>
    public T State<T>(HostKey<T> key)
        where T : class => (T)_states.GetOrAdd(key, _ => new Lazy<object>(() => key.Create(this))).Value;
}

/// <summary>Shows a prompt and waits, on the thread that calls, for a line that is not shown.</summary>
/// <param name="prompt">The text, with blank.</param>
/// <param name="answer">Where the line goes.</param>
/// <returns>How long it is; negative when nobody answered.</returns>
public delegate int SecretPrompt(string prompt, Span<byte> answer);

/// <summary>The key of one module's own state in the process; declared once, as a static of the class that owns it.</summary>
/// <param name="create">Makes the state on first use.</param>
public sealed class HostKey<T>(Func<ServerHost, T> create)
    where T : class
{
    public Func<ServerHost, T> Create { get; } = create;
}
