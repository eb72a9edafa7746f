using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.IfSession;

/// <summary>What IfSessionOptions may ask for.</summary>
[Flags]
public enum IfSessionOption
{
    None = 0,

    /// <summary>IfGroup and IfUser are merged for the name that USER gives, before anybody proved to be that user.</summary>
    PerUnauthenticatedUser = 1,
}

/// <summary>
/// IfClass sections take effect when a client connects; IfAuthenticated, IfGroup and IfUser when it has logged in. Within a kind the section
/// declared last comes first, and what a section says replaces what was said before, so the section merged first usually prevails.
/// </summary>
static class SessionSections
{
    const string Name = "mod_ifsession/1.3.1";

    public static readonly Feature Feature = new("If sections");

    public static readonly Directive<IfSessionOption> IfSessionOptions = Feature.Directive(
        new Directive<IfSessionOption>("IfSessionOptions", Contexts.ServerWide, ParseOptions, IfSessionOption.None) { WrongCount = "wrong number of parameters" });

    static SessionSections()
    {
        Feature.SessionStart(MergeClassAsync);
        Feature.On(Phase.Post, "USER", MergeNamedUserAsync);
        Feature.On(Phase.Post, "PASS", MergeUserAsync);
    }

    static ValueTask MergeClassAsync(Session session)
    {
        Merge(session, LimitSubject.Of(session), SectionKind.IfClass);
        return default;
    }

    static async ValueTask<Outcome> MergeNamedUserAsync(Session session, Command command)
    {
        if (session.IsLoggedIn)
            return await MergeUserAsync(session, command);
        if ((session.Server.Root.Get(IfSessionOptions) & IfSessionOption.PerUnauthenticatedUser) == 0)
            return Outcome.Declined;
        if (await NameLookup.FindUserAsync(session, command.Argument) is not { } user)
            return Outcome.Declined;
        var groups = await AuthTable.Of(session).FirstAsync(session, source => source.FindGroupsOfAsync(user), "getgroups") ?? [];
        var who = LimitSubject.Of(session) with
        {
            User = user.Name,
            Group = await NameLookup.GroupNameAsync(session, user.Gid),
            Groups = [.. groups.Select(group => group.Name)],
        };
        Merge(session, who, SectionKind.IfGroup, SectionKind.IfUser);
        return Outcome.Declined;
    }

    static ValueTask<Outcome> MergeUserAsync(Session session, Command command)
    {
        if (!session.IsLoggedIn || !Merge(session, LimitSubject.Of(session), SectionKind.IfAuthenticated, SectionKind.IfGroup, SectionKind.IfUser))
            return new(Outcome.Declined);
        var login = session.Login!;
        if (Limits.AllowLogin(session, login, session.Anonymous))
            return new(Outcome.Declined);
        session.Log.Notice($"{Name}: USER {login.GivenName}: Limit access denies login");
        session.Log.Auth(LogLevel.Notice, $"USER {login.GivenName}: Limit access denies login.");
        session.Responses.ClearSuccess();
        session.End(DisconnectReason.ConfigAcl, "Denied by <Limit LOGIN>");
        return new(Outcome.Failed);
    }

    /// <summary>Lets the sections that hold take effect; true when there were any.</summary>
    static bool Merge(Session session, LimitSubject who, params ReadOnlySpan<SectionKind> kinds)
    {
        var matched = new List<ConfigScope>();
        foreach (var kind in kinds)
        {
            foreach (var section in session.Server.Root.SectionsOf(kind))
            {
                var tag = section.Name.Length == 0 ? $"<{kind}>" : $"<{kind} {section.Name}>";
                var holds = SessionCondition.Holds(section, who);
                session.Log.Debug(holds ? 2 : 9, holds ? $"{Name}: merging {tag} directives in" : $"{Name}: {tag} not matched, skipping");
                if (holds)
                    matched.Add(section);
            }
        }
        if (matched.Count > 0)
            DerivedServers.Replace(session, ServerDerivation.MergeSessionSections(session.Server, matched, nests: !kinds.Contains(SectionKind.IfClass)));
        return matched.Count > 0;
    }

    static Parsed<IfSessionOption> ParseOptions(DirectiveLine line)
    {
        foreach (var word in line.Arguments)
        {
            if (word != nameof(IfSessionOption.PerUnauthenticatedUser))
                return line.Error($"unknown IfSessionOption '{word}'");
        }
        return IfSessionOption.PerUnauthenticatedUser;
    }
}
