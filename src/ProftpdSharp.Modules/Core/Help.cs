using System.Text;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>HELP, made from the command table.</summary>
static class Help
{
    const int Columns = 8;

    public static readonly Feature Feature = new("HELP");

    static Help() => Feature.Command("HELP", CommandGroup.None, CommandClass.Info, Login.NotRequired, HelpAsync, "[<sp> command]");

    static async ValueTask<Outcome> HelpAsync(Session session, Command command)
    {
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        if (!command.HasArgument)
            return ListCommands(session, command.Table);
        var name = Command.UpperCase(command.Words[0]);
        if (name == "SITE" && command.Words.Count > 1)
            return session.Fail(502, $"Unknown command 'SITE {command.Argument}'");
        if (name == "SITE")
            return await Limits.RefusesAsync(session, command.As("SITE_HELP", "")) ? Outcome.Failed : ListSite(session, command.Table);
        var row = command.Table.InHelpOrder.FirstOrDefault(row => row.Verb == name && row.Help is not null);
        return row is null
            ? session.Fail(502, $"Unknown command '{name}'")
            : session.Succeed(214, $"Syntax: {row.Verb} {row.Help}");
    }

    static Outcome ListCommands(Session session, CommandTable table)
    {
        session.Responses.Add(214, "The following commands are recognized (* =>'s unimplemented):");
        var names = table.InHelpOrder.Where(row => row.Help is not null).GroupBy(row => row.Verb)
            .Select(rows => rows.Any(row => row.Implemented && row.IsAvailable?.Invoke(session) != false) ? rows.Key : rows.Key + "*");
        foreach (var line in names.Chunk(Columns))
            session.Responses.Continue(line.Aggregate(new StringBuilder(), (text, name) => text.Append(name.PadRight(Columns))).ToString());
        session.Responses.Continue($"Direct comments to {session.Administrator}");
        return Outcome.Handled;
    }

    static Outcome ListSite(Session session, CommandTable table)
    {
        foreach (var line in table.SiteLines(session, hasSyntax: true))
            session.Responses.Add(214, line);
        return Outcome.Handled;
    }
}
