using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Auth;

/// <summary>Who may not log in although the password is right: RequireValidShell, UseFtpUsers, RootLogin.</summary>
static class AccountRules
{
    const string Shells = "/etc/shells";
    const string FtpUsers = "/etc/ftpusers";

    public static readonly Feature Feature = new("account rules");

    public static readonly Directive<bool> RequireValidShell = Feature.Directive(
        new Directive<bool>("RequireValidShell", Contexts.AndAnonymous, Values.Boolean, true, MergeRule.Down));

    public static readonly Directive<bool> UseFtpUsers = Feature.Directive(
        new Directive<bool>("UseFtpUsers", Contexts.AndAnonymous, Values.Boolean, true, MergeRule.Down));

    public static readonly Directive<bool> RootLogin = Feature.Directive(
        new Directive<bool>("RootLogin", Contexts.AndAnonymous, Values.Boolean, false, MergeRule.Down));

    /// <summary>Whether a user with uid 0 is refused, before the password is looked at.</summary>
    public static bool RefusesRoot(Session session, ConfigScope scope, UserEntry user)
    {
        if (user.Uid != 0 || scope.Get(RootLogin))
            return false;
        session.Log.Auth(LogLevel.Notice, "SECURITY VIOLATION: Root login attempted");
        return true;
    }

    /// <summary>Why the user may not log in, in the words of the log; null when the user may.</summary>
    public static async Task<string?> RefusalAsync(Session session, ConfigScope scope, UserEntry user)
    {
        if (scope.Get(RequireValidShell) && !await IsValidShellAsync(session, user.Shell))
            return $"Invalid shell: '{user.Shell}'";
        if (scope.Get(UseFtpUsers) && await IsInFtpUsersAsync(session, user.Name))
            return $"User in {FtpUsers}";
        return null;
    }

    /// <summary>Without /etc/shells every shell is valid.</summary>
    static async Task<bool> IsValidShellAsync(Session session, string shell) =>
        await LinesAsync(session, Shells) is not { } lines || lines.Contains(shell);

    static async Task<bool> IsInFtpUsersAsync(Session session, string user) =>
        await LinesAsync(session, FtpUsers) is { } lines && lines.Contains(user);

    /// <summary>The words of a list on the host, comments and blanks left out; null when there is no such file.</summary>
    static async Task<HashSet<string>?> LinesAsync(Session session, string path)
    {
        var content = await session.Host.FileWorkers.Host.ReadAllAsync(path);
        if (!content.Ok)
            return null;
        var lines = ByteStrings.FromBytes(content.Value).Split('\n', StringSplitOptions.TrimEntries);
        return [.. lines.Where(line => line.Length > 0 && line[0] != '#')];
    }
}
