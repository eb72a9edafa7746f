using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Tls.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>AUTH (RFC 2228, RFC 4217).</summary>
static class Auth
{
    public static readonly Feature Feature = new("AUTH");

    static Auth() => Feature.Command("AUTH", CommandGroup.None, CommandClass.Sec, Login.NotRequired, HandleAsync, "<sp> base64-data", isAvailable: Engine.IsOn);

    static async ValueTask<Outcome> HandleAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (Refuse(session, state, command) is { } refusal)
            return refusal;
        var mechanism = Command.UpperCase(command.Words[0]);
        return mechanism switch
        {
            "TLS" or "TLS-C" => await SecureAsync(session, state, mechanism, "TLS/TLS-C", protectsData: false),
            "SSL" or "TLS-P" => await SecureAsync(session, state, mechanism, "SSL/TLS-P", protectsData: true),
            _ => Decline(state, mechanism),
        };
    }

    /// <summary>The checks in upstream's order; null when AUTH may go on.</summary>
    static Outcome? Refuse(Session session, TlsState state, Command command)
    {
        if (state.OnControl)
        {
            state.Write("Unwilling to accept AUTH after AUTH for this session");
            return session.Fail(503, "Unwilling to accept second AUTH");
        }
        if (command.Words.Count == 0)
            return session.Fail(504, "AUTH requires at least one argument");
        if (state.HadCcc)
        {
            state.Write("Unwilling to accept AUTH after CCC for this session");
            return session.Fail(534, "Unwilling to accept security parameters");
        }
        if (state.Context is not { Tls: not null, Settings.HasCertificate: true })
        {
            state.Write($"Unable to accept AUTH {LogText.Sanitize(command.Argument)} due to lack of certificates");
            return session.Fail(431, "Necessary security resource unavailable");
        }
        if (session.IsLoggedIn && !state.Options.HasFlag(TlsOption.AllowPerUser))
        {
            state.Write("Unwilling to accept AUTH after USER/PASS authentication for this session unless AllowPerUser TLSOption is used");
            return session.Fail(534, "Unwilling to accept security parameters");
        }
        return null;
    }

    static Outcome Decline(TlsState state, string mechanism)
    {
        state.Write($"AUTH {LogText.Sanitize(mechanism)} unsupported, declining");
        return Outcome.Declined;
    }

    static async ValueTask<Outcome> SecureAsync(Session session, TlsState state, string mechanism, string logged, bool protectsData)
    {
        await session.SendNowAsync(234, $"AUTH {mechanism} successful");
        state.Write($"{logged} requested, starting TLS handshake");
        if (!await ControlHandshake.AcceptAsync(session, state))
        {
            state.Write($"{logged} negotiation failed on control channel");
            await ControlHandshake.RefuseAsync(session);
            return Outcome.Failed;
        }
        if (protectsData)
            DataProtection.Set(session, state, true);
        return Outcome.Handled;
    }
}

/// <summary>Whether data connections of a session are protected.</summary>
static class DataProtection
{
    public static void Set(Session session, TlsState state, bool isPrivate)
    {
        state.ProtectsData = isPrivate;
        session.State(TransferState.Key).Layer = isPrivate ? DataHandshake.ProtectAsync : null;
    }
}
