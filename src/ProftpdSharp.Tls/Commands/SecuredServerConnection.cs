using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Settings;
using ProftpdSharp.Native;
using ProftpdSharp.Tls.Sessions;

namespace ProftpdSharp.Tls.Commands;

/// <summary>SSCN: which side of TLS this server takes on data connections, for protected site-to-site transfers.</summary>
static class SecuredServerConnection
{
    public static readonly Feature Feature = new("SSCN");

    static SecuredServerConnection() =>
        Feature.Command("SSCN", CommandGroup.None, CommandClass.Misc, Login.NotRequired, HandleAsync, isAvailable: Engine.IsOn);

    static async ValueTask<Outcome> HandleAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (!session.IsLoggedIn)
            return session.Fail(530, "Please login with USER and PASS");
        if (!state.HasMechanism)
            return Outcome.Declined;
        if (command.Words.Count > 1)
        {
            state.Write($"denying malformed SSCN command: '{LogText.Sanitize(command.LogLine)}'");
            return session.Fail(504, "SSCN: Invalid argument");
        }
        if (!(await Limits.CheckAsync(session, command)).Allowed)
        {
            state.Write("SSCN denied by <Limit> configuration");
            return session.Fail(550, $"SSCN: {Errno.EPERM.Describe()}");
        }
        // An argument of nothing but quotes is an argument, which upstream does not know.
        switch (command.Words.Count == 0 ? null : command.Words[0])
        {
            case null:
                break;
            case "ON":
                state.IsDataClient = true;
                break;
            case "OFF":
                state.IsDataClient = false;
                break;
            default:
                state.Write($"denying unsupported SSCN command: '{command.OriginalVerb} {LogText.Sanitize(command.Words[0])}'");
                return session.Fail(501, "SSCN: Invalid argument");
        }
        return session.Succeed(200, state.IsDataClient ? "SSCN:CLIENT METHOD" : "SSCN:SERVER METHOD");
    }
}
