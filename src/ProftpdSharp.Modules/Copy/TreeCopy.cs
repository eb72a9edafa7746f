using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Copy;

/// <summary>Copies a file, a symbolic link as one, or a directory and all below it, to where directories may be missing; ends at the first error.</summary>
/// <param name="session">Who copies.</param>
/// <param name="command">By which command: what a copied directory would overwrite, it must be allowed to.</param>
/// <param name="scope">The configuration of the target.</param>
sealed class TreeCopy(Session session, Command command, ConfigScope scope)
{
    /// <summary>What a copy has of its source's permissions: it belongs to somebody else, who is not to lend their rights.</summary>
    const uint Rights = 0x1ff;
    const uint Sticky = 0x200;

    readonly SessionFiles _files = session.Files;

    /// <summary>A copy of a directory below itself would never end.</summary>
    public async Task<Errno> RunAsync(string from, string to)
    {
        var (source, target) = (await _files.BestPathAsync(from), await _files.BestPathAsync(to));
        var isBelow = target != source && VirtualPath.IsWithin(target, source);
        return isBelow && await _files.LinkStatusAsync(from) is { Ok: true, Value.Kind: FileKind.Directory } ? Errno.EINVAL : await CopyAsync(from, to);
    }

    async Task<Errno> CopyAsync(string from, string to)
    {
        var status = await _files.LinkStatusAsync(from);
        if (!status.Ok)
            return status.Error;
        return status.Value.Kind switch
        {
            FileKind.Directory => await CopyDirectoryAsync(from, to),
            FileKind.SymbolicLink => await CopyLinkAsync(from, to),
            FileKind.Regular => await CopyFileAsync(from, to, status.Value),
            _ => Errno.EINVAL,
        };
    }

    async Task<Errno> CopyFileAsync(string from, string to, FileStatus source)
    {
        var target = await _files.StatusAsync(to);
        // Also through a link: truncating the target would empty the source.
        if (target.Ok && target.Value.IsSameFileAs(source))
            return await CheckSelfAsync(from, to);
        // A link to nothing is written through, and overwrites nothing.
        var isTaken = target.Ok || (await _files.LinkStatusAsync(to)).Ok;
        if (target.Ok && Overwriting.Refuses(session, command, scope))
            return Errno.EACCES;
        var copy = await _files.CopyAsync(from, to, source.Permissions & Rights, replaces: isTaken);
        if (copy.Complaint(from, to) is { } complaint)
            session.Log.Write(LogLevel.Warning, complaint);
        if (!copy.Failed)
        {
            // What is replaced gets the source's permissions, where the user may give them, and stays sticky.
            if (target.Ok)
                await _files.ChangeModeAsync(to, (source.Permissions & Rights) | (target.Value.Permissions & Sticky));
            session.State(TransferState.Key).Copied?.Invoke(session.Files.Jail.ToHost(to), source.Size);
        }
        else if (!isTaken && !session.Server.Root.Get(CopyModule.CopyOptions))
        {
            await _files.UnlinkAsync(to);
        }
        return copy.Error;
    }

    /// <summary>Whether a file could be copied onto itself: nothing else is done to it.</summary>
    async Task<Errno> CheckSelfAsync(string from, string to)
    {
        var error = await TryOpenAsync(from, OpenFlags.ReadOnly);
        var check = error != Errno.None
            ? new FileCopy(CopyStage.OpeningSource, error)
            : new FileCopy(CopyStage.OpeningTarget, await TryOpenAsync(to, OpenFlags.WriteOnly));
        if (check.Complaint(from, to) is { } complaint)
            session.Log.Write(LogLevel.Warning, complaint);
        return check.Error;
    }

    async Task<Errno> TryOpenAsync(string path, OpenFlags how)
    {
        var opened = await _files.OpenAsync(path, how, 0, 0);
        if (opened.Ok)
            opened.Value.Descriptor.Dispose();
        return opened.Error;
    }

    async Task<Errno> CopyLinkAsync(string from, string to)
    {
        var text = await _files.ReadLinkAsync(from);
        if (!text.Ok)
            return text.Error;
        var error = await _files.MakeLinkAsync(to, text.Value);
        if (error != Errno.None)
            session.Log.Write(LogLevel.Warning, $"mod_copy/0.6: error symlinking '{text.Value}' to '{to}': {error.Describe()}");
        return error;
    }

    async Task<Errno> CopyDirectoryAsync(string from, string to)
    {
        var umask = CreationMask.ForDirectories(scope);
        var made = await _files.MakeDirectoryAsync(to, umask);
        if (made == Errno.ENOENT)
            made = await _files.MakePathAsync(to, umask);
        if (made == Errno.EEXIST && await _files.StatusAsync(to) is { Ok: true, Value.Kind: not FileKind.Directory })
            return Errno.ENOTDIR;
        if (made is not (Errno.None or Errno.EEXIST))
            return made;
        var opened = await _files.OpenDirectoryAsync(from);
        if (!opened.Ok)
            return opened.Error;
        using var reader = opened.Value;
        while (true)
        {
            var batch = await reader.ReadAsync();
            if (!batch.Ok || batch.Value.Count == 0)
                return batch.Error;
            // As upstream, what nobody may look at is passed over.
            foreach (var entry in batch.Value.Where(entry => entry.Status.Ok && entry.Name is not ("." or "..")))
            {
                var error = await CopyAsync(VirtualPath.Combine(from, entry.Name), VirtualPath.Combine(to, entry.Name));
                if (error != Errno.None)
                    return error;
            }
        }
    }
}
