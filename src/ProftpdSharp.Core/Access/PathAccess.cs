using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Access;

/// <summary>From a command's argument to a decision: path in the jail, <c>&lt;Directory&gt;</c> and .ftpaccess, <c>&lt;Limit&gt;</c>, filters.</summary>
public static class PathAccess
{
    /// <summary>Decides a command on the path that its argument names; logs a denial at debug level 1 with the line that decided.</summary>
    /// <param name="session">Whose command it is; relative paths start in its working directory.</param>
    /// <param name="command">Names the rules: <see cref="Command.Verb"/>, its group, <c>ALL</c>.</param>
    /// <param name="argument">The path as the client gave it, <c>~</c> allowed; empty for the working directory.</param>
    /// <param name="use">How links are followed and whether the target must exist.</param>
    public static ValueTask<AccessDecision> ResolveAsync(Session session, Command command, string argument, PathUse use) =>
        throw new NotImplementedException();

    /// <summary>The set in which upstream looks up a command's settings before a path was checked: the Directory of the last check, else the top.</summary>
    public static ConfigScope CurrentScope(Session session) => throw new NotImplementedException();
}
