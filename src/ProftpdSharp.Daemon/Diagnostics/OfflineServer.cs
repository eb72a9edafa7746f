using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Daemon.CommandLine;

namespace ProftpdSharp.Daemon.Diagnostics;

/// <summary>The services of a server that listens to nobody, its log on standard error: with them the engine answers questions.</summary>
sealed class OfflineServer : IDisposable
{
    readonly Poller _poller = new();
    readonly FileWorkers _files = new();

    public OfflineServer(ServerConfiguration configuration, ErrorOutput errors, LoadOptions? loading = null)
    {
        State = new ServerState(configuration, ModuleCatalogue.LoadedBy(configuration));
        Log = new ServerLog(TimeProvider.System) { HostName = errors.HostName, DebugOption = errors.DebugLevel };
        Log.Console = Log.Files.OpenStandardError();
        Host = new ServerHost
        {
            Clock = TimeProvider.System,
            Poller = _poller,
            FileWorkers = _files,
            Log = Log,
            DefaultIdentity = ServerIdentity.Of(configuration),
            ReadFtpAccess = loading is null ? null : (current, path, bytes) => FtpAccessFile.Parse(path, bytes, ModuleCatalogue.Registry, loading, current.Modules),
        };
    }

    public ServerState State { get; }

    public ServerLog Log { get; }

    public ServerHost Host { get; }

    public void Dispose()
    {
        Log.Dispose();
        _poller.Dispose();
        _files.Dispose();
    }
}
