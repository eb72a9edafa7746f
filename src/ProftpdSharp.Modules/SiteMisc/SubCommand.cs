using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.SiteMisc;

/// <summary>What mod_site_misc's sub-commands of SITE have in common.</summary>
static class SubCommand
{
    /// <summary>A sub-command with its lines in SITE HELP and FEAT, there while SiteMiscEngine is on.</summary>
    public static Feature Feature(string name, CommandHandler handler, string arguments)
    {
        var feature = new Feature("SITE " + name);
        feature.Site(name, CommandGroup.Write, handler, listed: $"{name} <sp> {arguments}", isAvailable: SiteMiscModule.IsOn);
        feature.Feat(session => SiteMiscModule.IsOn(session) ? ["SITE " + name] : []);
        return feature;
    }

    /// <summary>The reply, which repeats the name as the client wrote it.</summary>
    public static Outcome Answer(Session session, Command command, Errno error) => error == Errno.None
        ? session.Succeed(200, $"SITE {command.LineArgument[..(command.Verb.Length - "SITE_".Length)]} command successful")
        : session.Fail(550, $"{command.LineArgument}: {error.Describe()}");
}
