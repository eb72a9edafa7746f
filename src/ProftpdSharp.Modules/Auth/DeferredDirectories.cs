using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;

namespace ProftpdSharp.Modules.Auth;

/// <summary>Directory sections whose path was not known before the login: those with <c>~</c> or <c>%u</c>.</summary>
static class DeferredDirectories
{
    /// <summary>Puts them into the session's server with their real paths on the host.</summary>
    public static async Task ResolveAsync(LoginCandidate login)
    {
        var session = login.Session;
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names(session.Server.Root).Distinct())
        {
            if (await UserPath.ExpandAsync(login, name) is { } path)
                paths[name] = await session.Host.FileWorkers.Host.BestPathAsync(VirtualPath.Clean(path));
        }
        if (paths.Count == 0)
            return;
        var derived = ServerDerivation.ResolveDeferred(session.Server, paths.GetValueOrDefault);
        session.Anonymous = session.Anonymous is { } anonymous ? ServerDerivation.Counterpart(derived, anonymous) : null;
        session.Server = derived;
    }

    static IEnumerable<string> Names(ConfigScope scope) =>
        scope.Sections.SelectMany(Names).Concat(scope.IsDeferred ? [scope.Name] : []);
}
