using System.Net;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>Who asks, as <c>&lt;Limit&gt;</c> rules see it.</summary>
public sealed record LimitSubject
{
    /// <summary>False before the login: user and group rules cannot be answered then.</summary>
    public bool IsAuthenticated { get; init; }

    public string User { get; init; } = "";

    /// <summary>The primary group.</summary>
    public string Group { get; init; } = "";

    /// <summary>The supplementary groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The client's class; null when it has none.</summary>
    public string? Class { get; init; }

    public required IPAddress Address { get; init; }

    /// <summary>The client's host name; empty when UseReverseDNS is off or nobody knows it.</summary>
    public IReadOnlyCollection<string> HostNames { get; init; } = [];

    /// <summary>The session's client and user of now.</summary>
    public static LimitSubject Of(Session session) => Of(session, session.Login);

    /// <summary>The session's client as the user it may become.</summary>
    public static LimitSubject Of(Session session, LoginState? login) => new()
    {
        IsAuthenticated = login is not null,
        User = login?.UserName ?? "",
        Group = login?.GroupName ?? "",
        Groups = login?.GroupNames ?? [],
        Class = session.ClassName,
        Address = session.RemoteAddress,
        HostNames = HostNamesOf(session),
    };

    /// <summary>The name that reverse DNS gave; without one the session shows the address in its place.</summary>
    public static IReadOnlyCollection<string> HostNamesOf(Session session) =>
        session.RemoteName.Length == 0 || session.RemoteName == session.RemoteAddress.ToString() ? [] : [session.RemoteName];
}
