using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>Directives of TLS that upstream lacks; they belong to mod_proftpdsharp.</summary>
static class Additions
{
    public static readonly Feature Feature = new("tls additions");

    /// <summary>Whether certificates, keys and revocation lists that change on disk serve new connections without SIGHUP.</summary>
    public static readonly Directive<bool> TlsCertificateWatch = Feature.Directive(
        new Directive<bool>("TLSCertificateWatch", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>Where the secrets of sessions are written, for wireshark; null for nowhere.</summary>
    public static readonly Directive<string?> TlsKeyLogFile = Feature.Directive(
        new Directive<string?>("TLSKeyLogFile", Contexts.ServerWide, line => PathArguments.Absolute(line).Then<string?>(path => path), null));
}
