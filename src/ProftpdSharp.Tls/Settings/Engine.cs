using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>Whether a server speaks TLS at all, and how long a handshake may take.</summary>
static class Engine
{
    public static readonly Feature Feature = new("tls engine");

    public static readonly Directive<bool> TlsEngine = Feature.Directive(
        new Directive<bool>("TLSEngine", Contexts.ServerWide, Values.Boolean, false));

    /// <summary>Zero for no limit.</summary>
    public static readonly Directive<TimeSpan> TlsTimeoutHandshake = Feature.Directive(
        new Directive<TimeSpan>("TLSTimeoutHandshake", Contexts.ServerWide, Durations.Timeout, TimeSpan.FromSeconds(300)));
}
