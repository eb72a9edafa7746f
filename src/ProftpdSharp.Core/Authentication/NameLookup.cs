using System.Globalization;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Authentication;

/// <summary>
/// Names and numbers of users and groups through the sources of AuthOrder, remembered for the session: LIST asks for the same few owners again and
/// again.
/// </summary>
public sealed class NameLookup
{
    /// <summary>A directory with files of very many owners must not fill the memory.</summary>
    const int MostRemembered = 4096;

    static readonly SessionKey<NameLookup> Key = new(() => new NameLookup());

    readonly Dictionary<(char Kind, uint Id), string?> _names = [];
    readonly Dictionary<(char Kind, string Name), uint?> _ids = [];

    public static NameLookup Of(Session session) => session.State(Key);

    /// <summary>The user's name; the number in digits when nobody knows it.</summary>
    public static async ValueTask<string> UserNameAsync(Session session, uint uid) => await FindUserNameAsync(session, uid) ?? Digits(uid);

    /// <summary>The group's name; the number in digits when nobody knows it.</summary>
    public static async ValueTask<string> GroupNameAsync(Session session, uint gid) => await FindGroupNameAsync(session, gid) ?? Digits(gid);

    /// <summary>The user's name; null when nobody knows it.</summary>
    public static ValueTask<string?> FindUserNameAsync(Session session, uint uid) => Of(session).NameAsync('u', uid, async () =>
        (await AuthTable.Of(session).FirstAsync(session, source => source.FindUserAsync(uid), "uid2name"))?.Name);

    /// <summary>The group's name; null when nobody knows it.</summary>
    public static ValueTask<string?> FindGroupNameAsync(Session session, uint gid) => Of(session).NameAsync('g', gid, async () =>
        (await AuthTable.Of(session).FirstAsync(session, source => source.FindGroupAsync(gid), "gid2name"))?.Name);

    /// <summary>The user's number; null when there is no such user.</summary>
    public static ValueTask<uint?> FindUidAsync(Session session, string name) => Of(session).IdAsync('u', name, async () =>
        (await AuthTable.Of(session).FirstAsync(session, source => source.FindUserAsync(name), "name2uid"))?.Uid);

    /// <summary>The group's number; null when there is no such group.</summary>
    public static ValueTask<uint?> FindGidAsync(Session session, string name) => Of(session).IdAsync('g', name, async () =>
        (await AuthTable.Of(session).FirstAsync(session, source => source.FindGroupAsync(name), "name2gid"))?.Gid);

    /// <summary>The whole entry of a user, for <c>~user</c>; not remembered.</summary>
    public static Task<UserEntry?> FindUserAsync(Session session, string name) =>
        AuthTable.Of(session).FirstAsync(session, source => source.FindUserAsync(name));

    async ValueTask<string?> NameAsync(char kind, uint id, Func<Task<string?>> find)
    {
        if (_names.TryGetValue((kind, id), out var known))
            return known;
        var name = await find();
        if (_names.Count < MostRemembered)
            _names[(kind, id)] = name;
        return name;
    }

    async ValueTask<uint?> IdAsync(char kind, string name, Func<Task<uint?>> find)
    {
        if (_ids.TryGetValue((kind, name), out var known))
            return known;
        var id = await find();
        if (_ids.Count < MostRemembered)
            _ids[(kind, name)] = id;
        return id;
    }

    static string Digits(uint id) => id.ToString(CultureInfo.InvariantCulture);
}
