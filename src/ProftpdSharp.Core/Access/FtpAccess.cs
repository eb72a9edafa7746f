using ProftpdSharp.Configuration;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>
/// .ftpaccess files: looked for at every decision in the directory of the target and all above it, read as the user, and added to the server's
/// configuration while they are there.
/// </summary>
public static class FtpAccess
{
    const string FileName = ".ftpaccess";

    public static readonly Feature Feature = new("AllowOverride");

    /// <summary>Whether .ftpaccess files of a directory are read.</summary>
    public static readonly Directive<bool> AllowOverride = Feature.Directive(
        new Directive<bool>("AllowOverride", Contexts.AndDirectory, ParseAllowOverride, true, MergeRule.DownMulti));

    static readonly SessionKey<FtpAccessFiles> Key = new(() => new FtpAccessFiles());

    /// <summary>The configuration that holds for a path at the moment.</summary>
    internal static async ValueTask<ConfigurationView> ViewAsync(Session session, string realPath)
    {
        var known = session.State(Key);
        known.StartFrom(session);
        var directories = Upwards(realPath).Where(directory => IsAllowed(known.View.ScopeOf(directory))).ToList();
        if (directories.Count == 0 || session.Host.ReadFtpAccess is null)
            return known.View;
        if (session.Log.Traces("ftpaccess", 6))
            directories.ForEach(directory => session.Log.Trace("ftpaccess", 6, $"checking for .ftpaccess file '{session.Files.Jail.ToHost(PathOf(directory))}'"));
        var statuses = await session.Files.StatusesAsync([.. directories.Select(PathOf)]);
        for (var i = 0; i < directories.Count; i++)
            await known.UpdateAsync(session, directories[i], statuses[i]);
        return known.View;
    }

    /// <summary>The configuration as the last look at the directories left it.</summary>
    internal static ConfigurationView KnownView(Session session)
    {
        var known = session.State(Key);
        known.StartFrom(session);
        return known.View;
    }

    internal static string PathOf(string directory) => VirtualPath.Combine(directory, FileName);

    /// <summary>The path itself, which may be a directory, and every directory above it.</summary>
    static IEnumerable<string> Upwards(string path)
    {
        yield return path;
        while (path != "/")
            yield return path = VirtualPath.Parent(path);
    }

    /// <summary>The record of the innermost kind of section counts.</summary>
    static bool IsAllowed(ConfigScope scope) =>
        scope.All(AllowOverride).MaxBy(record => Precedence(record.Context))?.Value ?? AllowOverride.Default;

    static int Precedence(ConfigContext context) => context switch
    {
        ConfigContext.Global => 1,
        ConfigContext.Anonymous => 3,
        ConfigContext.Directory => 4,
        _ => 2,
    };

    static Parsed<bool> ParseAllowOverride(DirectiveLine line) => line.Count == 3
        ? line.Error("Please use mod_ifsession for per-user/group/class conditional configuration")
        : Values.Boolean(line);
}
