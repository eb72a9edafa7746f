namespace ProftpdSharp.Core.FileSystem;

/// <summary>The file system as one session sees it: its identity, inside its jail.</summary>
public sealed class SessionFiles(FileWorkers workers, FileIdentity identity)
{
    public FileWorkers Workers { get; } = workers;

    public FileIdentity Identity { get; set; } = identity;
}
