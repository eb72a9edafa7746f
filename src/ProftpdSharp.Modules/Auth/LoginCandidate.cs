using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Auth;

/// <summary>A login while it is being decided.</summary>
sealed class LoginCandidate(Session session, LoginTarget target)
{
    public Session Session { get; } = session;

    public LoginTarget Target { get; } = target;

    /// <summary>What is assumed about a login that is only thought of; null for real ones.</summary>
    public LoginAssumption? Assumption { get; init; }

    /// <summary>As USER had it, for replies and most log lines.</summary>
    public string GivenName { get; } = LoginAttempt.Of(session).GivenName ?? "";

    /// <summary>The account; set once it was found.</summary>
    public UserEntry User { get; set; } = new("", uint.MaxValue, uint.MaxValue, "", "");

    /// <summary>What the session will know of its user.</summary>
    public LoginState State { get; set; } = Nobody;

    /// <summary>What the client says when a limit on the number of clients refuses it; null otherwise.</summary>
    public string? Denial { get; set; }

    /// <summary>The whole 530 in front of the usual line; null for none.</summary>
    public string? Explanation { get; set; }

    /// <summary>Where the settings of the login are looked up.</summary>
    public ConfigScope Scope => Target.Anonymous ?? Session.Server.Root;

    /// <summary>How log lines call the login.</summary>
    public string Kind => Target.Anonymous is null ? "USER" : "ANON";

    /// <summary>Where the client comes from and whom it asked: <c>H [IP] to IP:PORT</c>.</summary>
    public string Route => $"{Session.RemoteName} [{Session.RemoteAddress}] to {LocalAddress.Text(Session)}:{Session.Addresses.Local.Port}";

    /// <summary>What an anonymous client gave as password.</summary>
    public string? AnonymousPassword
    {
        get => State.AnonymousPassword;
        set => State = State with { AnonymousPassword = value };
    }

    static LoginState Nobody { get; } = new()
    {
        UserName = "",
        GivenName = "",
        GroupName = "",
        GroupNames = [],
        Home = "",
        Shell = "",
        Identity = new FileIdentity(uint.MaxValue, uint.MaxValue, []),
    };

    /// <summary>Logs why the login is refused.</summary>
    /// <returns>False.</returns>
    public bool Refuse(string reason)
    {
        Session.Log.Auth(LogLevel.Notice, reason);
        return false;
    }

    /// <summary>The account whose password counts: with AuthUsingAlias that of the alias; null when there is none.</summary>
    public Task<UserEntry?> PasswordOwnerAsync()
    {
        if (!Target.IsAlias || Target.Anonymous?.Get(UserAliases.AuthUsingAlias) != true)
            return Task.FromResult<UserEntry?>(User);
        Session.Log.Info($"ANON AUTH: User {User.Name}, authenticating using alias {GivenName}");
        return AuthTable.Of(Session).FirstAsync(Session, source => source.FindUserAsync(GivenName));
    }

    /// <summary>The groups and the identity that go with the account. In an Anonymous section Group names the primary group.</summary>
    public async Task<LoginState> DescribeAsync()
    {
        var table = AuthTable.Of(Session);
        var gid = await AnonymousGroupAsync() ?? User.Gid;
        var primary = await table.FirstAsync(Session, source => source.FindGroupAsync(gid), "gid2name");
        var groups = await table.FirstAsync(Session, source => source.FindGroupsOfAsync(User), "getgroups") ?? [];
        return new LoginState
        {
            UserName = User.Name,
            GivenName = GivenName,
            GroupName = Assumption?.Group ?? primary?.Name ?? gid.ToString(CultureInfo.InvariantCulture),
            GroupNames = [.. groups.Select(group => group.Name).Distinct()],
            Identity = Assumption?.Identity ?? new FileIdentity(User.Uid, gid, [.. groups.Select(group => group.Gid).Append(gid).Distinct()]),
            Home = User.Home,
            Shell = User.Shell,
            // With AnonRequirePassword it is a secret, so the name stands in for it.
            AnonymousPassword = Target.Anonymous is null ? null : GivenName,
        };
    }

    /// <summary>Asks <c>&lt;Limit LOGIN&gt;</c>.</summary>
    public bool PassesLimits() => Limits.AllowLogin(Session, State, Target.Anonymous);

    async Task<uint?> AnonymousGroupAsync()
    {
        if (Target.Anonymous?.Find(ServerIdentity.Group)?.Value is not { } group)
            return null;
        return group.Id ?? await NameLookup.FindGidAsync(Session, group.Name);
    }
}
