using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>
/// One upload into one file. Nothing is created or truncated before the data connection, its TLS handshake included, is accepted: a client that
/// fails there must not leave an empty file behind (PAINS 3).
/// </summary>
/// <param name="session">Whose upload.</param>
/// <param name="command">STOR, APPE or STOU.</param>
/// <param name="decision">The target.</param>
/// <param name="append">Write behind what is there.</param>
/// <param name="restart">Where to begin; 0 replaces the file.</param>
sealed class Upload(Session session, Command command, AccessDecision decision, bool append, long restart)
{
    const OpenFlags Writing = OpenFlags.WriteOnly | OpenFlags.NonBlocking;

    /// <summary>The permissions of a new file before the umask; those of STOU's are 0600, as mkstemp(3) has them.</summary>
    public uint Mode { get; init; } = SessionFiles.NewFileMode;

    /// <summary>Opens, transfers and closes.</summary>
    /// <param name="opening">The text of the 150.</param>
    public async ValueTask<Outcome> RunAsync(string opening)
    {
        var existing = await ProbeAsync();
        if (!existing.Ok)
            return session.Fail(550, $"{command.Argument}: {existing.Error.Describe()}");
        using var probe = existing.Value;
        using var transfer = await DataTransfer.OpenAsync(session, command, TransferDirection.Receive, opening, decision.FullPath);
        if (transfer is null)
            return Outcome.Failed;
        var target = await OpenAsync();
        if (!target.Ok)
            return transfer.FailFile(target.Error);
        using (target.Value)
        {
            await transfer.ReceiveFileAsync(target.Value);
        }
        if (transfer.Result.End != CopyEnd.Complete && decision.Scope.Get(Store.DeleteAbortedStores))
            await session.Files.UnlinkAsync(decision.Path);
        return await transfer.CompleteAsync();
    }

    /// <summary>
    /// Asks the kernel, without changing anything, whether the user may write the file or, where there is none, make one in its directory.
    /// </summary>
    /// <returns>A descriptor that only has to be closed; null where the file system cannot answer without making a file.</returns>
    async Task<Result<Descriptor?>> ProbeAsync()
    {
        var opened = await session.Files.OpenAsync(decision.Path, Writing, 0, 0);
        if (opened.Error == Errno.ENOENT)
            opened = await session.Files.OpenAsync(VirtualPath.Parent(decision.Path), OpenFlags.WriteOnly | OpenFlags.Unnamed, 0x180, 0);
        if (opened.Error is Errno.EOPNOTSUPP or Errno.EINVAL)
            return new Result<Descriptor?>(null, Errno.None);
        return opened.Ok ? opened.Value.Descriptor : new Result<Descriptor?>(null, opened.Error);
    }

    async Task<Result<Descriptor>> OpenAsync()
    {
        var flags = Writing | OpenFlags.Create | (append || restart > 0 ? 0 : OpenFlags.Truncate);
        var opened = await session.Files.OpenAsync(decision.Path, flags, Mode, decision.Scope.Get(CreationMask.Umask).Files);
        if (!opened.Ok)
            return opened.Error;
        // Not O_APPEND: splice refuses such files.
        if (append)
            Files.Lseek(opened.Value.Descriptor, 0, SeekFrom.End);
        else if (restart > 0)
            Files.Lseek(opened.Value.Descriptor, restart, SeekFrom.Start);
        return opened.Value.Descriptor;
    }
}
