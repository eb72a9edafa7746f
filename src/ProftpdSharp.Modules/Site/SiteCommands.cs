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

    /// <summary>Cuts a sub-command's argument into its first word and the path that the others are.</summary>
    /// <returns>False when one of them is missing.</returns>
    internal static bool TryCut(Command command, out string word, out string path)
    {
        var isWhole = command.Words.Count > 1;
        (word, path) = isWhole ? (command.Words[0], PathOf(command.Words.Skip(1))) : ("", "");
        return isWhole;
    }

    /// <summary>Words as a path: blanks in front are none of it, unless they are quoted.</summary>
    internal static string PathOf(IEnumerable<string> words) => string.Join(' ', words.SkipWhile(word => word.Length == 0));

    static async ValueTask<Outcome> SiteAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(500, command.LineArgument.Length == 0 ? "'SITE' requires parameters" : "'SITE ' not understood");
        var name = Command.UpperCase(command.Words[0]);
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
        var inner = command.AsSub($"SITE_{name}");
        if (await row.Handler(session, inner) is not Outcome.Declined and var outcome)
            return outcome;
        return row.Help is null ? session.Fail(500, $"'SITE {name}' not understood") : NotUnderstood(session, command);
    }

    /// <summary>A sub-command with too few words.</summary>
    static Outcome NotUnderstood(Session session, Command command)
    {
        var words = string.Join(' ', command.Words.Skip(1).Prepend(Command.UpperCase(command.Words[0])));
        session.Responses.AddError(500, $"'SITE {words.TrimEnd(' ')}' not understood");
        session.Responses.AddError(500, "SITE not understood");
        return Outcome.Failed;
    }

    static async ValueTask<Outcome> HelpAsync(Session session, Command command)
    {
        var decision = await Limits.CheckAloneAsync(session, command);
        if (!decision.Allowed)
            return AccessReplies.AppendRefusal(session, command, decision);
        SiteRow? row = null;
        var wantsList = command.Words.Count == 0 || command is { Words: [var only] } && Command.UpperCase(only) == "SITE";
        if (!wantsList && (row = command.Table.FindSite(Command.UpperCase(command.Words[0])))?.Help is null)
            return session.Fail(502, $"Unknown command 'SITE {command.LineArgument}'");
        // Other modules than mod_site add their lines to every answer.
        session.Responses.Add(214, "The following SITE commands are recognized (* =>'s unimplemented)");
        IEnumerable<string> own = row is null ? command.Table.SiteLines(session, hasSyntax: true) : [$"Syntax: SITE {row.Name} {row.Help}"];
        foreach (var line in command.Table.SiteLines(session, hasSyntax: false).Concat(own))
            session.Responses.Continue(line);
        session.Responses.Continue($"Direct comments to {session.Administrator}");
        return Outcome.Handled;
    }
}
