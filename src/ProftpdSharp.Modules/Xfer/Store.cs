using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Creation;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Xfer;

/// <summary>STOR, APPE and what is configured about uploads. STOU shares the transfer.</summary>
static class Store
{
    public static readonly Feature Feature = new("STOR");
    public static readonly Feature Append = new("APPE");

    public static readonly Directive<bool> AllowStoreRestart = Feature.Directive(
        new Directive<bool>("AllowStoreRestart", Contexts.Everywhere, Values.Boolean, false, MergeRule.Down));

    public static readonly Directive<bool> DeleteAbortedStores = Feature.Directive(
        new Directive<bool>("DeleteAbortedStores", Contexts.Everywhere, Values.Boolean, false, MergeRule.Down));

    static Store()
    {
        Feature.Command("STOR", CommandGroup.Write, CommandClass.Write, Login.Required, StoreAsync, "<sp> pathname", usesData: true);
        Append.Command("APPE", CommandGroup.Write, CommandClass.Write, Login.Required, StoreAsync, "<sp> pathname", usesData: true);
    }

    static async ValueTask<Outcome> StoreAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return command.NotUnderstood(session, 500);
        var state = session.State(TransferState.Key);
        var append = command.Verb == "APPE";
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Target);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var entry = await session.Files.LinkStatusAsync(decision.Path);
        if (entry.Ok && (append || state.RestartOffset > 0) && !decision.Scope.Get(AllowStoreRestart))
        {
            state.ForgetRestart();
            return session.Fail(451, $"{command.Argument}: Append/Restart not permitted, try again");
        }
        if (entry.Ok && !decision.Scope.Get(Overwriting.AllowOverwrite))
            return session.Fail(550, $"{command.Argument}: Overwrite permission denied");
        var status = await session.Files.StatusAsync(decision.Path);
        if (status.Ok && !status.Value.IsRegular)
            return session.Fail(550, $"{command.Argument}: Not a regular file");
        var restart = state.RestartOffset;
        state.ForgetRestart();
        if (restart > 0 && restart > (status.Ok ? status.Value.Size : 0))
            return session.Fail(554, $"REST: invalid {command.Argument} argument");
        return await new Upload(session, command, decision, append && restart == 0, restart).RunAsync(DataTransfer.Opening(session, command.Argument));
    }
}
