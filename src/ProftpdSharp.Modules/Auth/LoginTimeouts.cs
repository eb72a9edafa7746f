using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>How long a login may take and a session may last: TimeoutLogin, TimeoutSession.</summary>
static class LoginTimeouts
{
    public static readonly Feature Feature = new("login timeouts");

    public static readonly Directive<TimeSpan> TimeoutLogin = Feature.Directive(
        new Directive<TimeSpan>("TimeoutLogin", Contexts.ServerWide, TimeoutValue.Parse, TimeSpan.FromSeconds(300)));

    /// <summary>Null for a line that names users, groups or a class: 1.3.8 takes it, its manual does not know it, and it has no effect.</summary>
    public static readonly Directive<TimeSpan?> TimeoutSession = Feature.Directive(
        new Directive<TimeSpan?>("TimeoutSession", Contexts.AndAnonymous, ParseSession, null, MergeRule.DownMulti) { WrongCount = "missing parameters" });

    static LoginTimeouts()
    {
        Feature.SessionStart(StartLogin);
        Feature.On(Phase.Post, "PASS", StartSession);
        Feature.On(Phase.Post, "USER", StartSession);
    }

    /// <summary>The limit counts from the connection: a HOST that comes later does not begin it anew.</summary>
    static ValueTask StartLogin(Session session)
    {
        if (!session.IsLoggedIn && session.Deadlines.LimitOf(Deadline.Login) == TimeSpan.Zero)
            session.Deadlines.Start(Deadline.Login, session.Server.Root.Get(TimeoutLogin));
        return default;
    }

    static ValueTask<Outcome> StartSession(Session session, Command command)
    {
        var limit = session.TopScope.All(TimeoutSession).Select(record => record.Value).FirstOrDefault(value => value is not null);
        if (session.IsLoggedIn && session.Deadlines.LimitOf(Deadline.Session) == TimeSpan.Zero && limit is { } seconds)
            session.Deadlines.Start(Deadline.Session, seconds);
        return ValueTask.FromResult(Outcome.Handled);
    }

    static Parsed<TimeSpan?> ParseSession(DirectiveLine line)
    {
        if (line.Count is not (1 or 3))
            return line.MissingParameters;
        var limit = TimeoutValue.Parse(line);
        if (line.Count == 1 || !limit.HasValue)
            return limit.Then<TimeSpan?>(value => value);
        return line[1].ToLowerInvariant() is "user" or "group" or "class"
            ? Parsed.Of<TimeSpan?>(null)
            : line.Error($"TimeoutSession: unknown classifier used: '{line[1]}'");
    }
}
