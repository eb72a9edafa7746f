using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>Protocols: who logs in over another protocol than these is refused. As in 1.3.10; 1.3.8 mixes the session's protocol up (issue 1679).</summary>
static class AllowedProtocols
{
    public static readonly Feature Feature = new("Protocols");

    /// <summary>Null allows all.</summary>
    public static readonly Directive<IReadOnlyList<string>?> Protocols = Feature.Directive(
        new Directive<IReadOnlyList<string>?>("Protocols", Contexts.ServerWide, line => Parsed.Of<IReadOnlyList<string>?>(line.Arguments), null)
        {
            CheckOrder = CheckOrder.ContextFirst,
            WrongCount = "wrong number of parameters",
        });

    static AllowedProtocols() => Feature.On(Phase.Post, "PASS", CheckAsync);

    static ValueTask<Outcome> CheckAsync(Session session, Command command)
    {
        var allowed = session.Server.Root.Get(Protocols);
        if (!session.IsLoggedIn || allowed is null || allowed.Contains(session.Protocol, StringComparer.OrdinalIgnoreCase))
            return new(Outcome.Handled);
        session.Log.Notice($"{session.Protocol} protocol denied by Protocols config");
        session.End(DisconnectReason.ConfigAcl, "Denied by Protocols setting");
        return new(session.Fail(530, "Login incorrect."));
    }
}
