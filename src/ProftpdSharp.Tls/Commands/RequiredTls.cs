using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>TLSRequired at work: one gate before every command, and one after PASS for AllowPerUser (MODTLS 1.2).</summary>
static class RequiredTls
{
    public static readonly Feature Feature = new("TLS required");

    static readonly HashSet<string> Exempt = new(["SYST", "AUTH", "FEAT", "HOST", "CLNT", "QUIT"], StringComparer.Ordinal);
    static readonly HashSet<string> Authenticating = new(["USER", "PASS", "ACCT"], StringComparer.Ordinal);

    static readonly HashSet<string> Transferring =
        new(["APPE", "LIST", "MLSD", "NLST", "RETR", "STOR", "STOU"], StringComparer.Ordinal);

    static RequiredTls()
    {
        Feature.On(Phase.Pre, "*", GateAsync);
        Feature.On(Phase.Post, "PASS", AfterLoginAsync);
        Feature.On(Phase.Post, "USER", AfterLoginAsync);
    }

    static async ValueTask<Outcome> GateAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (!state.Engine || Exempt.Contains(command.Verb))
            return Outcome.Handled;
        var perUser = state.Options.HasFlag(TlsOption.AllowPerUser);
        var shown = LogText.Sanitize(Command.UpperCase(command.OriginalVerb));
        if (!state.OnControl)
        {
            if (state.Required.Authentication && !perUser && Authenticating.Contains(command.Verb))
            {
                state.Write($"SSL/TLS required but absent for authentication, denying {shown} command");
                return session.Fail(550, "SSL/TLS required on the control channel");
            }
            if (state.Required.Control && (!perUser || session.IsLoggedIn))
            {
                state.Write($"SSL/TLS required but absent on control channel, denying {shown} command");
                return session.Fail(550, "SSL/TLS required on the control channel");
            }
        }
        return state.ProtectsData || !Transferring.Contains(command.Verb)
            ? Outcome.Handled
            : await GateDataAsync(session, state, command);
    }

    static async ValueTask<Outcome> GateDataAsync(Session session, TlsState state, Command command)
    {
        if (state.Required.Data == DataRequirement.Required)
        {
            state.Write($"SSL/TLS required but absent on data channel, denying {command.Verb} command");
            return session.Fail(522, "SSL/TLS required on the data channel");
        }
        if (!session.IsLoggedIn)
            return Outcome.Handled;
        // The working directory decides, not the target's.
        var directory = await PathAccess.ResolveAsync(session, command, "", PathUse.Lexical);
        if (directory.Scope.Get(Required.TlsRequired).Data != DataRequirement.Required)
            return Outcome.Handled;
        state.Write($"{command.Verb} command denied by TLSRequired in directory '{NameOf(session, directory.Scope)}'");
        return session.Fail(522, "SSL/TLS required on the data channel");
    }

    static string NameOf(Session session, ConfigScope scope) => scope.Name.Length > 0 ? scope.Name : session.Server.Name;

    /// <summary>Protocols; and AllowPerUser: who the user is decides whether TLS was needed. A refusal takes the place of 230 and ends the session.</summary>
    static ValueTask<Outcome> AfterLoginAsync(Session session, Command command)
    {
        var state = session.State(TlsState.Key);
        if (!state.Engine || !session.IsLoggedIn || state.CheckedLogin)
            return new(Outcome.Handled);
        state.CheckedLogin = true;
        state.Options |= Options.In(session.Server.Root);
        if (AllowedProtocols.Refuse(session, state.Write) is { } refused)
            return new(refused);
        if (!state.Options.HasFlag(TlsOption.AllowPerUser))
            return new(Outcome.Handled);
        state.Required = session.TopScope.Get(Required.TlsRequired);
        if (state.OnControl || !(state.Required.Control || state.Required.Authentication))
            return new(Outcome.Handled);
        state.Write("SSL/TLS required but absent on control channel, disconnecting");
        session.End(DisconnectReason.ConfigAcl, "TLSRequired");
        return new(session.Fail(530, "Login incorrect."));
    }
}
