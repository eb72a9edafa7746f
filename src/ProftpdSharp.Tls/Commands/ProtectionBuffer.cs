using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>PBSZ (RFC 2228 section 3): always 0 for TLS.</summary>
static class ProtectionBuffer
{
    public static readonly Feature Feature = new("PBSZ");

    static ProtectionBuffer() =>
        Feature.Command("PBSZ", CommandGroup.None, CommandClass.Sec, Login.NotRequired, HandleAsync, "<sp> protection buffer size", isAvailable: Engine.IsOn);

    static ValueTask<Outcome> HandleAsync(Session session, Command command) => new(Handle(session, command));

    static Outcome Handle(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (!state.HasMechanism)
            return Outcome.Declined;
        if (command.Words.Count != 1)
            return session.Fail(501, "Invalid number of parameters");
        if (!state.OnControl)
            return session.Fail(503, "PBSZ not allowed on insecure control connection");
        return session.Succeed(200, command.Words[0] == "0" ? "PBSZ 0 successful" : "PBSZ=0 successful");
    }
}
