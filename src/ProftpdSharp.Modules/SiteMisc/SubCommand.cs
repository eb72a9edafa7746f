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

    /// <summary>The words behind the name, of which those between two blanks are empty.</summary>
    public static string[] Words(Command command)
    {
        var rest = command.LineArgument.AsSpan(NameLength(command));
        if (rest.Length > 1 && rest[^1] is ' ' or '\t')
            rest = rest[..^1];
        return rest.Length > 0 ? rest[1..].ToString().Split(' ', '\t') : [];
    }

    /// <summary>The words as a path: blanks in front are none of it.</summary>
    public static string Path(IEnumerable<string> words) => string.Join(' ', words).TrimStart(' ');

    /// <summary>The reply, which repeats the name as the client wrote it.</summary>
    public static Outcome Answer(Session session, Command command, Errno error) => error == Errno.None
        ? session.Succeed(200, $"SITE {command.LineArgument[..NameLength(command)]} command successful")
        : session.Fail(550, $"{command.LineArgument}: {error.Describe()}");

    static int NameLength(Command command) => command.Verb.Length - "SITE_".Length;
}
