using System.Net;
using ProftpdSharp.Core.FileSystem;

namespace ProftpdSharp.Core.Sessions;

/// <summary>The key of one module's own state in a session; declared once, as a static of the feature that owns it.</summary>
/// <param name="create">Makes the state on first use.</param>
public sealed class SessionKey<T>(Func<T> create)
    where T : class
{
    public Func<T> Create { get; } = create;
}

/// <summary>The two ends of a control connection; IPv4-mapped IPv6 addresses are already IPv4.</summary>
public sealed record ConnectionAddresses(IPEndPoint Local, IPEndPoint Remote);

/// <summary>Who is logged in.</summary>
public sealed record LoginState
{
    /// <summary>The account's name: what the authentication used (after UserAlias).</summary>
    public required string UserName { get; init; }

    /// <summary>The name as the client gave it.</summary>
    public required string GivenName { get; init; }

    /// <summary>The name of the primary group; the gid in digits when it has none.</summary>
    public required string GroupName { get; init; }

    /// <summary>The names of the supplementary groups.</summary>
    public required IReadOnlyList<string> GroupNames { get; init; }

    public required FileIdentity Identity { get; init; }

    /// <summary>The home directory on the host.</summary>
    public required string Home { get; init; }

    public required string Shell { get; init; }

    /// <summary>What anonymous users gave as password, for the transfer log; null for real logins.</summary>
    public string? AnonymousPassword { get; init; }

    public bool IsAnonymous => AnonymousPassword is not null;
}

/// <summary>Why a session ended.</summary>
public enum DisconnectReason
{
    /// <summary>QUIT.</summary>
    Quit,

    /// <summary>The client closed the control connection or it broke.</summary>
    ClientEof,

    /// <summary>The connection was refused by configuration.</summary>
    Denied,

    /// <summary>A deadline passed.</summary>
    Timeout,

    /// <summary>The configuration forbids going on (MaxLoginAttempts, MaxClients, TLSRequired …).</summary>
    ConfigAcl,

    /// <summary>A module ended it (TLS handshake failed).</summary>
    Module,

    /// <summary>The server stops or an administrator ended it.</summary>
    Shutdown,

    /// <summary>Something that cannot happen did.</summary>
    InternalError,
}

/// <summary>The end of a session: why, and in what words where the reason has some.</summary>
public sealed record Disconnect(DisconnectReason Reason, string? Detail);
