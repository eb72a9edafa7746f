using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Tls.Settings;

/// <summary>Whether a server speaks TLS at all, and how long a handshake may take.</summary>
static class Engine
{
    public static readonly Feature Feature = new("tls engine");

    public static readonly Directive<bool> TlsEngine = Feature.Directive(
        new Directive<bool>("TLSEngine", Contexts.ServerWide, Values.Boolean, false));

    /// <summary>Whether the session's server speaks TLS: its commands do not exist otherwise.</summary>
    public static bool IsOn(Session session) => session.Server.Root.Get(TlsEngine);

    /// <summary>Zero for no limit.</summary>
    public static readonly Directive<TimeSpan> TlsTimeoutHandshake = Feature.Directive(
        new Directive<TimeSpan>("TLSTimeoutHandshake", Contexts.ServerWide, Durations.Timeout, TimeSpan.FromSeconds(300)));
}
