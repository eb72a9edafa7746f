using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>Another server in the place of the session's, derived from it as the session learns more about itself.</summary>
public static class DerivedServers
{
    /// <summary>Puts a derived server in force; the session's Anonymous section becomes its counterpart there.</summary>
    public static void Replace(Session session, VirtualServer derived)
    {
        session.Server = derived;
        if (session.Anonymous is { } anonymous)
            session.Anonymous = ServerDerivation.Counterpart(derived, anonymous) ?? anonymous;
    }

    /// <summary>
    /// Gives Directory sections whose names hold <c>~</c> or <c>%u</c> their places for the user who logged in: on the host, links followed as far as
    /// the path exists.
    /// </summary>
    internal static async ValueTask SettleDirectoriesAsync(Session session, LoginState login)
    {
        var names = Deferred(session.Server.Root).Distinct().ToList();
        if (names.Count == 0)
            return;
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (await ExpandAsync(session, login, WithUser(name, login.UserName)) is { } path)
                places[name] = await session.Host.FileWorkers.Host.BestPathAsync(path);
        }
        Replace(session, ServerDerivation.ResolveDeferred(session.Server, name => places.GetValueOrDefault(name)));
    }

    static IEnumerable<string> Deferred(ConfigScope scope)
    {
        foreach (var section in scope.Sections)
        {
            if (section.IsDeferred)
                yield return section.Name;
            foreach (var inner in Deferred(section))
                yield return inner;
        }
    }

    /// <summary><c>%u</c> is the user's name, <c>%u[n]</c> its character at n, from 0; one beyond its end stays as it is.</summary>
    internal static string WithUser(string name, string user)
    {
        for (var i = 0; i < user.Length; i++)
            name = name.Replace($"%u[{i}]", user[i].ToString(), StringComparison.Ordinal);
        var at = name.IndexOf("%u", StringComparison.Ordinal);
        while (at >= 0)
        {
            var isIndexed = at + 2 < name.Length && name[at + 2] == '[';
            if (!isIndexed)
                name = string.Concat(name.AsSpan(0, at), user, name.AsSpan(at + 2));
            var next = isIndexed ? at + 2 : at + user.Length;
            at = next > name.Length ? -1 : name.IndexOf("%u", next, StringComparison.Ordinal);
        }
        return name;
    }

    static async ValueTask<string?> ExpandAsync(Session session, LoginState login, string name)
    {
        if (!name.StartsWith('~'))
            return VirtualPath.Clean(name);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var user = slash < 0 ? name[1..] : name[1..slash];
        var home = user.Length == 0 || user == login.UserName ? login.Home : (await NameLookup.FindUserAsync(session, user))?.Home;
        return home is null ? null : VirtualPath.Clean(home + (slash < 0 ? "" : name[slash..]));
    }
}
