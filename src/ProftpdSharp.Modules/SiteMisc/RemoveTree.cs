using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Modules.Site;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>SITE RMDIR: a directory and all that is in it. Links are removed; upstream would empty the directories they lead to.</summary>
static class RemoveTree
{
    public static readonly Feature Feature = SubCommand.Feature("RMDIR", RemoveAsync, "path");

    static async ValueTask<Outcome> RemoveAsync(Session session, Command command)
    {
        // Upstream empties the working directory when there are nothing but blanks.
        var path = SiteCommands.PathOf(command.Words);
        if (path.Length == 0)
            return Outcome.Declined;
        var decision = await PathAccess.ResolveAsync(session, command, path, PathUse.Entry);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var status = await session.Files.LinkStatusAsync(decision.Path);
        var error = status switch
        {
            { Ok: false } => status.Error,
            { Value.Kind: FileKind.Directory } => await RemoveAsync(session.Files, decision.Path),
            { Value.Kind: FileKind.SymbolicLink } => await ErrorOfLinkAsync(session.Files, decision.Path),
            _ => Errno.EINVAL,
        };
        return SubCommand.Answer(session, command, error);
    }

    /// <summary>Why a link is no directory: as upstream, what it leads to tells.</summary>
    static async Task<Errno> ErrorOfLinkAsync(SessionFiles files, string path)
    {
        var target = await files.StatusAsync(path);
        if (!target.Ok)
            return target.Error;
        return target.Value.IsDirectory ? Errno.ENOTDIR : Errno.EINVAL;
    }

    /// <summary>Empties the directory and removes it; ends at the first error.</summary>
    static async Task<Errno> RemoveAsync(SessionFiles files, string path)
    {
        var error = await EmptyAsync(files, path);
        return error == Errno.None ? await files.RemoveDirectoryAsync(path) : error;
    }

    static async Task<Errno> EmptyAsync(SessionFiles files, string path)
    {
        var opened = await files.OpenDirectoryAsync(path);
        if (!opened.Ok)
            return opened.Error;
        using var reader = opened.Value;
        while (true)
        {
            var batch = await reader.ReadAsync();
            if (!batch.Ok || batch.Value.Count == 0)
                return batch.Error;
            foreach (var entry in batch.Value.Where(entry => entry.Name is not ("." or "..")))
            {
                var error = await RemoveEntryAsync(files, VirtualPath.Combine(path, entry.Name), entry);
                if (error != Errno.None)
                    return error;
            }
        }
    }

    /// <summary>As upstream: of what nobody may look at the removal of the directory tells, which is then not empty.</summary>
    static Task<Errno> RemoveEntryAsync(SessionFiles files, string path, FileEntry entry)
    {
        if (!entry.Status.Ok)
            return Task.FromResult(Errno.None);
        return entry.Status.Value.Kind == FileKind.Directory ? RemoveAsync(files, path) : files.UnlinkAsync(path);
    }
}
