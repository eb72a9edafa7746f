using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>RETR and what is configured about downloads.</summary>
static class Retrieve
{
    public static readonly Feature Feature = new("RETR");

    public static readonly Directive<bool> AllowRetrieveRestart = Feature.Directive(
        new Directive<bool>("AllowRetrieveRestart", Contexts.Everywhere, Values.SmallBoolean, true, MergeRule.Down));

    static Retrieve() =>
        Feature.Command("RETR", CommandGroup.Read, CommandClass.Read, Login.Required, SendAsync, "<sp> pathname", usesData: true);

    static async ValueTask<Outcome> SendAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return command.NotUnderstood(session, 500);
        var state = session.State(TransferState.Key);
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        if (TransferCounts.Refuses(session, command, decision.Scope))
            return Outcome.Failed;
        if ((state.RestartOffset > 0 || state.Range is not null) && !decision.Scope.Get(AllowRetrieveRestart)
            && await session.Files.StatusAsync(decision.Path) is { Ok: true, Value.IsRegular: true })
        {
            RefusingSetting.Note(session, command, AllowRetrieveRestart, decision.Scope.Find(AllowRetrieveRestart));
            return session.Fail(451, $"{command.Argument}: Restart not permitted, try again");
        }
        var opened = await session.Files.OpenReadAsync(decision.Path);
        if (opened.Error == Errno.ENOENT && state.RestartOffset == 0 && AnonymousRobots.StandsIn(session, decision.Path))
            opened = await AnonymousRobots.OpenAsync(session);
        if (!opened.Ok)
            return session.Fail(550, $"{command.Argument}: {await OpenErrorAsync(session, command, decision, opened.Error)}");
        using var file = opened.Value.Descriptor;
        if (!opened.Value.Status.IsRegular)
            return session.Fail(550, $"{command.Argument}: Not a regular file");
        state.Attempt = new TransferAttempt(command, decision.FullPath, IsReady: false);
        var kind = state.Range is null ? "REST" : "RANG";
        var (offset, length) = state.TakeRange(opened.Value.Status.Size);
        // Upstream has two texts: for what begins behind the end, and for a range that only ends there.
        if (length < 0)
            return session.Fail(554, offset < 0 || offset > opened.Value.Status.Size || kind == "REST" ? $"{kind}: invalid {command.Argument} argument" : $"{command.Argument}: invalid {kind} argument");
        return await SendAsync(session, command, decision, opened.Value, offset, length);
    }

    /// <summary>Upstream looks at what it is first: a link to nowhere, or to where the user cannot go, is no regular file, nor is a directory that may not be read.</summary>
    static async ValueTask<string> OpenErrorAsync(Session session, Command command, AccessDecision decision, Errno error)
    {
        var entry = error is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP or Errno.EACCES or Errno.ENXIO ? await session.Files.LinkStatusAsync(decision.Path) : error;
        var target = entry is { Ok: true, Value.IsSymbolicLink: true } ? await LinkTexts.StatusAsync(session.Files, decision.Path) : entry;
        var isOther = entry.Ok && target is not { Ok: true, Value.IsRegular: true };
        if (entry.Ok && !isOther)
        {
            FilePermissions.NoteRefusal(session, command.Verb, $"opening '{decision.Path}'", error);
            session.State(TransferState.Key).Attempt = new TransferAttempt(command, decision.FullPath, IsReady: false);
        }
        return isOther ? "Not a regular file" : error.Describe();
    }

    static async ValueTask<Outcome> SendAsync(
        Session session, Command command, AccessDecision decision, OpenFile file, long offset, long length)
    {
        var limit = TransferLimits.Find(session, decision.Scope, TransferLimits.MaxRetrieveFileSize);
        var most = limit?.Value!.Bytes ?? ulong.MaxValue;
        var isTooLarge = most < (ulong)file.Status.Size;
        if (isTooLarge)
            RefusingSetting.Note(session, command, TransferLimits.MaxRetrieveFileSize, limit);
        var opening = TransferReplies.Opening(session, command.Argument, length);
        var terms = new CopyTerms
        {
            UseSendfile = decision.Scope.Get(TransferSettings.UseSendfile),
            Pace = TransferLimits.Pace(session, decision.Scope, command.Verb),
        };
        using var transfer = await DataTransfer.OpenAsync(session, command, TransferDirection.Send, opening, decision.FullPath, terms);
        if (transfer is null)
            return Outcome.Failed;
        if (isTooLarge)
        {
            session.Log.Info($"MaxRetrieveFileSize ({most} {(most == 1 ? "byte" : "bytes")}) reached: aborting transfer of '{decision.RealPath}'");
            transfer.Refuse(Errno.EPERM);
            return await transfer.CompleteAsync();
        }
        if ((await transfer.SendFileAsync(file.Descriptor, offset, length)).End == CopyEnd.Complete)
            await TransferSettings.DisplayAsync(session);
        return await transfer.CompleteAsync();
    }
}
