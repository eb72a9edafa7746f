using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>PROT (RFC 2228 section 3): protection of data connections.</summary>
static class ProtectionLevel
{
    const string Unwilling = "Unwilling to accept security parameters";

    public static readonly Feature Feature = new("PROT");

    static ProtectionLevel() =>
        Feature.Command("PROT", CommandGroup.None, CommandClass.Sec, Login.NotRequired, HandleAsync, "<sp> protection code", isAvailable: Engine.IsOn);

    static async ValueTask<Outcome> HandleAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (!state.HasMechanism)
            return Outcome.Declined;
        if (command.Words.Count != 1)
            return session.Fail(501, "Invalid number of parameters");
        if (!state.OnControl && !state.HadCcc)
            return session.Fail(503, "PROT not allowed on insecure control connection");
        if (!(await Limits.CheckAsync(session, command)).Allowed)
        {
            state.Write("PROT: denied by <Limit> configuration");
            return session.Fail(534, Unwilling);
        }
        return command.Words[0] switch
        {
            "C" => Set(session, state, isPrivate: false),
            "P" => Set(session, state, isPrivate: true),
            "S" or "E" => session.Fail(536, $"PROT {command.Words[0]} unsupported"),
            var other => session.Fail(504, $"PROT {other} unsupported"),
        };
    }

    static Outcome Set(Session session, TlsState state, bool isPrivate)
    {
        var (refused, why, code, level) = isPrivate
            ? (DataRequirement.Forbidden, "does not allow", "P", "Private")
            : (DataRequirement.Required, "requires", "C", "Clear");
        if (state.Required.Data == refused)
        {
            state.Write($"PROT: TLSRequired {why} protection for data transfers");
            state.Write($"PROT: unwilling to accept security parameter ({code})");
            return session.Fail(534, Unwilling);
        }
        DataProtection.Set(session, state, isPrivate);
        state.Write($"Protection set to {level}");
        return session.Succeed(200, $"Protection set to {level}");
    }
}
