using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>FEAT and OPTS (RFC 2389).</summary>
static class Features
{
    public static readonly Feature Feature = new("FEAT OPTS");

    static Features()
    {
        Feature.Command("FEAT", CommandGroup.None, CommandClass.Info, Login.NotRequired, FeatAsync, "(returns feature list)");
        Feature.Command("OPTS", CommandGroup.None, CommandClass.Misc, Login.NotRequired, OptsAsync, "<sp> command [<sp> options]");
    }

    static async ValueTask<Outcome> FeatAsync(Session session, Command command)
    {
        if (command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        session.Responses.Add(211, "Features:");
        foreach (var line in command.Table.Feats(session).Distinct().Order(StringComparer.Ordinal))
            session.Responses.Continue(line);
        session.Responses.Continue("End");
        return Outcome.Handled;
    }

    /// <summary>The options themselves are commands of their own, <c>OPTS_UTF8</c>, in the features that have them.</summary>
    static async ValueTask<Outcome> OptsAsync(Session session, Command command)
    {
        if (!command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var option = Command.UpperCase(command.Words[0]);
        var verb = $"OPTS_{option}";
        var inner = command.AsSub(verb);
        // <Limit> knows each option by this name, and OPTS not at all.
        if (command.Table.Rows(verb).Count > 0 && await Limits.RefusesAsync(session, inner))
            return Outcome.Failed;
        return await inner.RunAsync(session) is var outcome and not Outcome.Declined
            ? outcome
            : session.Fail(500, $"OPTS {option.Replace('_', ' ')} not understood");
    }
}
