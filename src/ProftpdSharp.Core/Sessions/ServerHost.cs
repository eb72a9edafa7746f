using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;

namespace ProftpdSharp.Core.Sessions;

/// <summary>The services of the process that every session shares.</summary>
public sealed class ServerHost
{
    public required TimeProvider Clock { get; init; }

    public required Poller Poller { get; init; }

    public required FileWorkers FileWorkers { get; init; }

    public required ServerLog Log { get; init; }

    /// <summary>The identity of <c>User</c> and <c>Group</c>: file access before the login.</summary>
    public required FileIdentity DefaultIdentity { get; set; }

    /// <summary>Reads the bytes of a .ftpaccess file (its host path is for messages) with the directives that exist; null reads none.</summary>
    public Func<ServerConfiguration, string, byte[], FtpAccessContent>? ReadFtpAccess { get; init; }

    /// <summary>The present sessions.</summary>
    public SessionRegistry Sessions { get; } = new();
}
