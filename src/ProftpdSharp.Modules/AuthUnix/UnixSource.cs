using System.Globalization;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthUnix;

/// <summary>The system's accounts for one session.</summary>
sealed class UnixSource(Session session) : AuthSource("mod_auth_unix")
{
    /// <summary>What parts jail and directory in a home directory of wu-ftpd's times.</summary>
    const string MagicToken = "/./";

    public override async Task<UserEntry?> FindUserAsync(string name) => Placed(await AskAsync(() => SystemAccounts.FindUser(name)));

    public override Task<UserEntry?> FindUserAsync(uint uid) => AskAsync(() => SystemAccounts.FindUser(uid));

    public override Task<GroupEntry?> FindGroupAsync(string name) => AskAsync(() => SystemAccounts.FindGroup(name));

    public override Task<GroupEntry?> FindGroupAsync(uint gid) => AskAsync(() => SystemAccounts.FindGroup(gid));

    /// <summary>Only of its own users: those of an AuthUserFile are in no group of the system, even where one lists their name.</summary>
    public override Task<IReadOnlyList<GroupEntry>?> FindGroupsOfAsync(UserEntry user) => AskAsync<IReadOnlyList<GroupEntry>?>(() =>
        SystemAccounts.FindUser(user.Name) is null ? null : [.. GroupList.Of(user.Name, user.Gid).Select(Named)]);

    /// <summary>Shadow's rules of age are looked at first, whether the password is right or not.</summary>
    public override async Task<AuthVerdict> AuthenticateAsync(UserEntry user, Password password, string? hash)
    {
        var secret = await AskAsync(() => SystemSecret.Find(user.Name));
        if (secret is null)
            return AuthVerdict.Declined;
        if (secret.Closed(session.Host.Clock) is { } reason)
        {
            session.Log.Warning($"account for user '{user.Name}' disabled due to {reason}");
            return AuthVerdict.BadPassword;
        }
        var isRight = await session.Host.CryptWorkers.RunAsync(() => Crypt.Verify(password.Bytes, hash ?? secret.Hash));
        return isRight ? AuthVerdict.Accepted : AuthVerdict.BadPassword;
    }

    UserEntry? Placed(UserEntry? user) =>
        user?.Home.IndexOf(MagicToken, StringComparison.Ordinal) is > 0 and var token
            && session.Server.Root.Get(UnixAccounts.AuthUnixOptions).HasFlag(AuthUnixOption.MagicTokenChroot)
            ? user with { Jail = user.Home[..token] }
            : user;

    Task<T> AskAsync<T>(Func<T> call) => session.Host.NameWorkers.RunAsync(call);

    static GroupEntry Named(uint gid) =>
        SystemAccounts.FindGroup(gid) ?? new GroupEntry(gid.ToString(CultureInfo.InvariantCulture), gid, []);
}
