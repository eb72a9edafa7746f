using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>STOR, APPE and what is configured about uploads. STOU shares the transfer.</summary>
static class Store
{
    public static readonly Feature Feature = new("STOR");
    public static readonly Feature Append = new("APPE");

    public static readonly Directive<bool> AllowStoreRestart = Feature.Directive(
        new Directive<bool>("AllowStoreRestart", Contexts.Everywhere, Values.SmallBoolean, false, MergeRule.Down));

    public static readonly Directive<bool> DeleteAbortedStores = Feature.Directive(
        new Directive<bool>("DeleteAbortedStores", Contexts.Everywhere, Values.Boolean, false, MergeRule.Down));

    static Store()
    {
        Feature.Command("STOR", CommandGroup.Write, CommandClass.Write, Login.Required, StoreAsync, "<sp> pathname", usesData: true);
        Append.Command("APPE", CommandGroup.Write, CommandClass.Write, Login.Required, StoreAsync, "<sp> pathname", usesData: true);
    }

    static async ValueTask<Outcome> StoreAsync(Session session, Command command)
    {
        var append = command.Verb == "APPE";
        if (append && TransferCounts.Refuses(session, command, PathAccess.CurrentScope(session)))
            return Outcome.Failed;
        if (!command.HasArgument)
            return command.NotUnderstood(session, 500);
        var state = session.State(TransferState.Key);
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        if (!append && TransferCounts.Refuses(session, command, decision.Scope))
            return Outcome.Failed;
        var entry = await session.Files.LinkStatusAsync(decision.Path);
        if (entry.Ok && !append && Overwriting.Refuses(session, command, decision.Scope))
            return session.Fail(550, $"{command.Argument}: Overwrite permission denied");
        var status = await session.Files.StatusAsync(decision.Path);
        if (await IsUnfitAsync(session, decision.Path, entry, status))
            return session.Fail(550, $"{command.Argument}: Not a regular file");
        var (range, restart, kind) = (state.Range, state.Range?.Start ?? state.RestartOffset, state.Range is null ? "REST" : "RANG");
        state.ForgetRestart();
        if (entry.Ok && (append || restart > 0 || range is not null) && !decision.Scope.Get(AllowStoreRestart))
        {
            RefusingSetting.Note(session, command, AllowStoreRestart, decision.Scope.Find(AllowStoreRestart));
            return session.Fail(451, $"{command.Argument}: Append/Restart not permitted, try again");
        }

        if (append && range is not null)
            return session.Fail(550, "APPE incompatible with RANG");

        state.Attempt = new TransferAttempt(command, decision.FullPath, IsReady: false);
        var size = status.Ok ? status.Value.Size : 0;
        var isBehindEnd = restart < 0 || restart > size;
        var upload = new Upload(session, command, decision)
        {
            Append = append && restart == 0,
            Start = append && restart == 0 ? size : restart,
            Length = range?.Length,
            IsBehindLink = entry.Ok && !status.Ok,
            IsFifo = status is { Ok: true, Value.IsFifo: true },
            BadStart = isBehindEnd ? $"{kind}: invalid {command.Argument} argument" : null,
        };
        if (HiddenStore.PathOf(session, decision) is not { } hidden)
            return await upload.RunAsync();
        if (restart > 0 || range is not null)
        {
            RefusingSetting.Note(session, command, HiddenStore.HiddenStores, decision.Scope.Find(HiddenStore.HiddenStores));
            return session.Fail(501, $"{kind} not compatible with server configuration");
        }

        if (append)
            return await upload.RunAsync();
        return await HiddenStore.ObstacleAsync(session, command.Argument, hidden) is { } obstacle
            ? session.Fail(550, obstacle)
            : await (upload with { HiddenPath = hidden }).RunAsync();
    }

    /// <summary>Directories, devices and sockets, and links to nowhere or in circles unless TransferOptions allows them.</summary>
    static async ValueTask<bool> IsUnfitAsync(Session session, string path, Result<FileStatus> entry, Result<FileStatus> status)
    {
        if (!status.Ok && entry is { Ok: true, Value.IsSymbolicLink: true } && await LinkTexts.StatusAsync(session.Files, path) is { Ok: true } target)
            status = target;
        return status.Ok
            ? status.Value is { IsRegular: false, IsFifo: false }
            : entry is { Ok: true, Value.IsSymbolicLink: true } && status.Error is (Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP)
                && !TransferSettings.Has(session, TransferOption.AllowSymlinkUpload);
    }
}
