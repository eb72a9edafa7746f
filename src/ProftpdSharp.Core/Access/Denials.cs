using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>Denials in the log: at debug level 1, with the line of the configuration that decided.</summary>
static class Denials
{
    public static void Log(Session session, Command command, AccessDecision decision)
    {
        if (decision is { Allowed: false, Decider: { } decider })
            session.Log.Debug(1, $"{command.LogLine}: denied on '{decision.FullPath}' by {decider.What} on {decider.Source}");
    }

    /// <summary>Logs which section denied a login; false, for the caller to return.</summary>
    public static bool LogLogin(Session session, IEnumerable<AccessStep> steps)
    {
        var decider = steps.First(step => step.Verdict == Verdict.Deny);
        session.Log.Debug(1, $"login denied by {decider.What} on {decider.Source}");
        return false;
    }
}
