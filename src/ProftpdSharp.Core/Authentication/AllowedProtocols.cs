using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Authentication;

/// <summary>Protocols: who logs in over another protocol than these is refused. As in 1.3.10; 1.3.8 mixes the session's protocol up (issue 1679).</summary>
public static class AllowedProtocols
{
    public static readonly Feature Feature = new("Protocols");

    /// <summary>Null allows all.</summary>
    public static readonly Directive<IReadOnlyList<string>?> Protocols = Feature.Directive(
        new Directive<IReadOnlyList<string>?>("Protocols", Contexts.ServerWide, line => Parsed.Of<IReadOnlyList<string>?>(line.Arguments), null)
        {
            CheckOrder = CheckOrder.ContextFirst,
            WrongCount = "wrong number of parameters",
        });

    /// <summary>
    /// Ends a session whose protocol is not allowed, in place of its greeting; null when it is allowed. Where TLSEngine is on the TLSLog tells of it, else the
    /// system log.
    /// </summary>
    /// <param name="write">Takes the one line that says so.</param>
    public static Outcome? Refuse(Session session, Action<string> write)
    {
        if (session.Server.Root.Get(Protocols) is not { } allowed || allowed.Contains(session.Protocol, StringComparer.OrdinalIgnoreCase))
            return null;
        write($"{session.Protocol} protocol denied by Protocols config");
        session.End(DisconnectReason.ConfigAcl, "Denied by Protocols setting");
        return session.Fail(530, "Login incorrect.");
    }
}
