using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>PWD (RFC 959) and XPWD (RFC 775).</summary>
static class PrintDirectory
{
    public static readonly Feature Feature = new("PWD");

    static PrintDirectory()
    {
        Feature.Command("PWD", CommandGroup.Dirs, CommandClass.Info | CommandClass.Dirs, Login.Required, PrintAsync, "(returns current working directory)");
        Feature.Command("XPWD", CommandGroup.Dirs, CommandClass.Info | CommandClass.Dirs, Login.Required, PrintAsync, "(returns current working directory)");
    }

    /// <summary>A path inside quotes: a quote in it is doubled (RFC 959, appendix II).</summary>
    public static string Quote(string path) => $"\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    static async ValueTask<Outcome> PrintAsync(Session session, Command command)
    {
        if (command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        var decision = await Limits.CheckAsync(session, command);
        return decision.Allowed
            ? session.Succeed(257, $"{Quote(ChangeDirectory.DirectoryOf(session))} is the current directory")
            : AccessReplies.AppendRefusal(session, command, decision);
    }
}
