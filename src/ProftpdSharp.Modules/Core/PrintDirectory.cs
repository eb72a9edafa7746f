using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

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
        if (!(await Limits.CheckAsync(session, command)).Allowed)
            return session.Fail(550, $"{command.Verb}: {Errno.EACCES.Describe()}");
        return session.Succeed(257, $"{Quote(session.WorkingDirectory)} is the current directory");
    }
}
