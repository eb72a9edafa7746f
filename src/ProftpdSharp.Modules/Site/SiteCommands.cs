using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Site;

/// <summary>SITE: hands its first word's sub-command to the module that has it.</summary>
static class SiteCommands
{
    public static readonly Feature Feature = new("SITE");

    static SiteCommands()
    {
        Feature.Command("SITE", CommandGroup.None, CommandClass.Misc, Login.NotRequired, SiteAsync, "<sp> string");
        Feature.Site("HELP", CommandGroup.None, HelpAsync, "[<sp> site-command]");
    }

    /// <summary>Cuts a sub-command's argument into its first word and the path behind it, which may hold blanks; a tab is one, and blanks at the end go.</summary>
    /// <returns>False when one of them is missing.</returns>
    internal static bool TryCut(Command command, out string word, out string path)
    {
        var argument = command.Argument.Replace('\t', ' ').TrimEnd(' ');
        var blank = argument.IndexOf(' ', StringComparison.Ordinal);
        var isWhole = blank >= 0;
        (word, path) = isWhole ? (argument[..blank], argument[(blank + 1)..].TrimStart(' ')) : ("", "");
        return isWhole;
    }

    static async ValueTask<Outcome> SiteAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(500, "'SITE' requires parameters");
        var (first, rest) = Split(command.Argument);
        var name = Command.UpperCase(first);
        var row = command.Table.FindSite(name);
        if (row is null || row.IsAvailable?.Invoke(session) == false)
            return session.Fail(500, $"'SITE {name}' not understood");
        if (!session.IsLoggedIn && name != "HELP")
        {
            // For its own sub-commands upstream's mod_site says it twice.
            if (row.Help is not null)
                await session.SendNowAsync(530, "Please login with USER and PASS");
            return session.Fail(530, "Please login with USER and PASS");
        }
        var inner = command.As($"SITE_{name}", rest);
        if (await row.Handler(session, inner) is not Outcome.Declined and var outcome)
            return outcome;
        return row.Help is null ? session.Fail(500, $"'SITE {name}' not understood") : NotUnderstood(session, command);
    }

    /// <summary>Cuts at the first blank; an argument that begins with one names nothing.</summary>
    static (string First, string Others) Split(string argument)
    {
        var blank = argument.AsSpan().IndexOfAny(Command.Blanks);
        return blank < 0 ? (argument, "") : (argument[..blank], argument[(blank + 1)..]);
    }

    /// <summary>A sub-command with too few words.</summary>
    static Outcome NotUnderstood(Session session, Command command)
    {
        var words = string.Join(' ', command.Words.Skip(1).Prepend(Command.UpperCase(command.Words[0])));
        session.Responses.AddError(500, $"'SITE {words}' not understood");
        session.Responses.AddError(500, "SITE not understood");
        return Outcome.Failed;
    }

    static async ValueTask<Outcome> HelpAsync(Session session, Command command)
    {
        var decision = await Limits.CheckAloneAsync(session, command);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        SiteRow? row = null;
        if (command.HasArgument && (row = command.Table.FindSite(Command.UpperCase(command.Words[0])))?.Help is null)
            return session.Fail(502, $"Unknown command 'SITE HELP {command.Argument}'");
        // Other modules than mod_site add their lines to every answer.
        session.Responses.Add(214, "The following SITE commands are recognized (* =>'s unimplemented)");
        IEnumerable<string> own = row is null ? command.Table.SiteLines(session, hasSyntax: true) : [$"Syntax: SITE {row.Name} {row.Help}"];
        foreach (var line in command.Table.SiteLines(session, hasSyntax: false).Concat(own))
            session.Responses.Continue(line);
        session.Responses.Continue($"Direct comments to {session.Server.Admin}");
        return Outcome.Handled;
    }
}
