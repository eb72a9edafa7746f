using System.Globalization;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Listing;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>MDTM (RFC 3659 section 3): in UTC whatever TimesGMT says.</summary>
static class ModificationTime
{
    public static readonly Feature Feature = new("MDTM");

    static ModificationTime()
    {
        Feature.Command("MDTM", CommandGroup.Dirs, CommandClass.Info | CommandClass.Dirs, Login.Required, ShowAsync, "<sp> pathname");
        Feature.Feat("MDTM");
    }

    static async ValueTask<Outcome> ShowAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await PathAccess.ResolveAsync(session, command, command.Argument, PathUse.Existing);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        var status = await session.Files.StatusAsync(decision.Path);
        if (!status.Ok)
            return session.Fail(550, $"{command.Argument}: {status.Error.Describe()}");
        return status.Value.IsRegular
            ? session.Succeed(213, ListingTime.Utc(status.Value.Modified).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture))
            : session.Fail(550, $"{command.Argument}: not a plain file");
    }
}
