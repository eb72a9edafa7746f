using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>SIZE (RFC 3659 section 4). In ASCII mode the size would take a reading of the whole file, so it is refused.</summary>
static class FileSize
{
    public static readonly Feature Feature = new("SIZE");

    static FileSize()
    {
        Feature.Command("SIZE", CommandGroup.Read, CommandClass.Info, Login.Required, SizeAsync, "<sp> pathname");
        Feature.Feat("SIZE");
    }

    static async ValueTask<Outcome> SizeAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        if (session.State(TransferState.Key).IsAscii)
            return session.Fail(550, "SIZE not allowed in ASCII mode");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Existing);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var status = await session.Files.StatusAsync(decision.Path);
        if (!status.Ok)
            return session.Fail(550, $"{command.Argument}: {status.Error.Describe()}");
        return status.Value.IsRegular
            ? session.Succeed(213, $"{status.Value.Size}")
            : session.Fail(550, $"{command.Argument}: not a regular file");
    }
}
