using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Authentication;

/// <summary>A number of clients and what the client that comes after it is told.</summary>
/// <param name="Most">Null: none, there is no limit.</param>
/// <param name="Message">With <c>%m</c> for the number; null for the directive's own words.</param>
public readonly record struct ClientLimit(int? Most, string? Message);

/// <summary>The limit of one class.</summary>
public readonly record struct ClassLimit(string Class, ClientLimit Limit);

/// <summary>
/// How many clients a server takes: MaxClients, MaxClientsPerClass, MaxClientsPerHost, MaxClientsPerUser, MaxHostsPerUser, MaxConnectionsPerHost.
/// Counted are the sessions on the same address and port; for an anonymous login only those of the same user.
/// </summary>
public static class ClientLimits
{
    public static readonly Feature Feature = new("client limits");

    public static readonly Directive<ClientLimit> MaxClients = Declare("MaxClients", Contexts.AndAnonymous, MergeRule.Down);

    public static readonly Directive<ClientLimit> MaxClientsPerHost = Declare("MaxClientsPerHost", Contexts.AndAnonymous, MergeRule.Down);

    public static readonly Directive<ClientLimit> MaxClientsPerUser = Declare("MaxClientsPerUser", Contexts.AndAnonymous, MergeRule.Down);

    public static readonly Directive<ClientLimit> MaxHostsPerUser = Declare("MaxHostsPerUser", Contexts.AndAnonymous, MergeRule.Down);

    public static readonly Directive<ClientLimit> MaxConnectionsPerHost = Declare("MaxConnectionsPerHost", Contexts.ServerWide, MergeRule.None);

    public static readonly Directive<ClassLimit> MaxClientsPerClass = Feature.Directive(
        new Directive<ClassLimit>("MaxClientsPerClass", Contexts.ServerWide, ParseClassLimit, default) { MinArguments = 2 });

    /// <summary>How many sessions there are on this session's server, those before their login included.</summary>
    public static int CountConnections(Session session) => OnSameServer(session).Count();

    /// <summary>How many clients of this session's class are logged in; 0 when it has none.</summary>
    public static int CountClass(Session session) => session.ClassName is { } name
        ? OnSameServer(session).Count(other => other.IsLoggedIn && other.ClassName == name)
        : 0;

    /// <summary>The limit of this session's class; null when it has none.</summary>
    public static int? ClassMaximum(Session session) => ClassLimitOf(session)?.Value.Limit.Most;

    /// <summary>
    /// Logs a session in unless a limit forbids it, as one step, so that clients that come at the same time cannot all be the last one allowed.
    /// </summary>
    /// <returns>The text of the refusal, with which the session ends; null when <see cref="Session.Login"/> was set.</returns>
    public static string? TryEnter(Session session, LoginState login)
    {
        lock (session.Host.Sessions)
        {
            if (Refusal(session, login) is not { } refusal)
            {
                session.Login = login;
                return null;
            }
            session.TurnedAway = login;
            session.End(DisconnectReason.ConfigAcl, $"Denied by {refusal.Directive}");
            return refusal.Text;
        }
    }

    readonly record struct Turned(string Directive, string Text);

    static Turned? Refusal(Session session, LoginState login)
    {
        var scope = session.TopScope;
        var others = OnSameServer(session).Where(other => other != session && other.Login is not null).ToList();
        var sameUser = others.FindAll(other => other.Login!.UserName == login.UserName);
        var counted = login.IsAnonymous ? sameUser : others;
        var sameHost = counted.Count(other => other.RemoteAddress.Equals(session.RemoteAddress));
        var hosts = sameUser.Select(other => other.RemoteAddress).Append(session.RemoteAddress).Distinct().Count();
        return ClassRefusal(session)
            ?? Refusal(session, scope, MaxClientsPerHost, sameHost + 1, "clients", " from your host")
            ?? Refusal(session, scope, MaxClientsPerUser, sameUser.Count + 1, "clients", " for this user")
            ?? Refusal(session, scope, MaxClients, counted.Count + 1, "allowed clients", "")
            ?? Refusal(session, scope, MaxHostsPerUser, hosts, "hosts", " for this user");
    }

    /// <summary>Asks MaxConnectionsPerHost, before anything else is said; a client that is refused was told so and its session ends.</summary>
    public static async ValueTask<bool> AdmitAsync(Session session)
    {
        var connections = OnSameServer(session).Count(other => other.RemoteAddress.Equals(session.RemoteAddress));
        if (Refusal(session, session.Server.Root, MaxConnectionsPerHost, connections, "connections", " for your host") is not { } refusal)
            return true;
        await session.SendNowAsync(530, refusal.Text);
        session.End(DisconnectReason.ConfigAcl, $"Denied by {refusal.Directive}");
        return false;
    }

    static Turned? Refusal(Session session, ConfigScope scope, Directive<ClientLimit> directive, int count, string what, string whose)
    {
        var limit = scope.Get(directive);
        if (limit.Most is not { } most || count <= most)
            return null;
        session.Log.Notice($"Connection refused ({directive.Name} {most})");
        return new Turned(directive.Name, Text(limit, most, what, whose));
    }

    static Turned? ClassRefusal(Session session)
    {
        if (ClassLimitOf(session)?.Value is not { Limit.Most: { } most } limit || CountClass(session) + 1 <= most)
            return null;
        session.Log.Notice($"Connection refused ({MaxClientsPerClass.Name} {limit.Class} {most})");
        return new Turned(MaxClientsPerClass.Name, Text(limit.Limit, most, "clients", " from your class"));
    }

    static string Text(ClientLimit limit, int most, string what, string whose) =>
        (limit.Message ?? $"Sorry, the maximum number of {what} (%m){whose} are already connected.")
            .Replace("%m", most.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    static ConfigRecord<ClassLimit>? ClassLimitOf(Session session) =>
        session.Server.Root.All(MaxClientsPerClass).FirstOrDefault(record => record.Value.Class == session.ClassName);

    /// <summary>By address and port, so that a reloaded configuration counts the sessions of the one before.</summary>
    static IEnumerable<Session> OnSameServer(Session session) => session.Host.Sessions.All.Where(other =>
        other.Server.Port == session.Server.Port && other.Server.Addresses.SequenceEqual(session.Server.Addresses));

    static Directive<ClientLimit> Declare(string name, ConfigContext contexts, MergeRule merge) => Feature.Directive(
        new Directive<ClientLimit>(name, contexts, ParseLimit, default, merge)
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
            CheckOrder = name == "MaxHostsPerUser" ? CheckOrder.ContextFirst : CheckOrder.ArgumentsFirst,
        });

    static Parsed<ClientLimit> ParseLimit(DirectiveLine line) =>
        Limit(line, 0) is { } limit ? limit : line.Error("parameter must be 'none' or a number greater than 0");

    static Parsed<ClassLimit> ParseClassLimit(DirectiveLine line) =>
        Limit(line, 1) is { } limit ? new ClassLimit(line[0], limit) : line.Error("max must be 'none' or a number greater than 0");

    static ClientLimit? Limit(DirectiveLine line, int index)
    {
        var message = line.Count > index + 1 ? line[index + 1] : null;
        if (line[index].Equals("none", StringComparison.OrdinalIgnoreCase))
            return new ClientLimit(null, message);
        return Values.PositiveNumber(line[index]) is { } most ? new ClientLimit(most, message) : null;
    }
}
