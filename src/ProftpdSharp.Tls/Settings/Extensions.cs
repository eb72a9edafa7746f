using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>ALPN, custom TLS extensions, and what modern OpenSSL no longer needs (engines, seed files).</summary>
static class Extensions
{
    public static readonly Feature Feature = new("tls extensions");

    public static readonly Directive<bool> TlsNextProtocol = Feature.Directive(
        new Directive<bool>("TLSNextProtocol", Contexts.ServerWide, Values.Boolean, true) { CheckOrder = CheckOrder.ContextFirst });

    public static readonly Directive<string?> TlsServerInfoFile = Feature.Directive(
        new Directive<string?>(
            "TLSServerInfoFile", Contexts.ServerWide, line => PathArguments.Absolute(line).Then<string?>(path => path), null));

    /// <summary>Accepted; OpenSSL 3 finds accelerators by itself.</summary>
    public static readonly Directive<string?> TlsCryptoDevice = Feature.Directive(
        new Directive<string?>("TLSCryptoDevice", Contexts.ServerWide, line => line[0], null));

    /// <summary>Accepted; the kernel seeds OpenSSL.</summary>
    public static readonly Directive<string?> TlsRandomSeed = Feature.Directive(
        new Directive<string?>("TLSRandomSeed", Contexts.ServerWide, line => line[0], null));
}
