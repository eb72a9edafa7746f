using ProftpdSharp.Core.Modules;
using ProftpdSharp.Tls.Commands;
using ProftpdSharp.Tls.Logs;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls;

/// <summary>mod_tls.</summary>
public static class TlsModule
{
    /// <summary>What of TLS belongs to mod_proftpdsharp, because upstream lacks it.</summary>
    public static readonly IReadOnlyList<Feature> Additions = [Settings.Additions.Feature];

    /// <summary>Upstream's modules for kinds of caches: names only, the caches themselves are part of mod_tls.</summary>
    public static readonly IReadOnlyList<Module> Caches =
    [
        new Module("mod_tls_fscache", "0.0") { LoadedAtStart = false },
        new Module("mod_tls_memcache", "0.2") { LoadedAtStart = false },
        new Module("mod_tls_redis", "0.1") { LoadedAtStart = false },
        new Module("mod_tls_shmcache", "0.2") { LoadedAtStart = false },
    ];

    public static readonly Module Module = new(
        "mod_tls", Upstream.Version,
        TlsLog.Feature, Engine.Feature, Options.Feature, Protocols.Feature, Ciphers.Feature, CertificateFiles.Feature, Authorities.Feature,
        KeyExchange.Feature, SessionCache.Feature, Renegotiation.Feature, Stapling.Feature, Extensions.Feature, PassPhrases.Feature,
        UserNames.Feature, ControlsAcls.Feature, Masquerade.Feature, Required.Feature,
        ConfigurationReview.Feature, ExpiryWatch.Feature, KeyUnlocking.Feature, SecuritySession.Feature, RequiredTls.Feature, Auth.Feature, ProtectionBuffer.Feature, ProtectionLevel.Feature,
        ClearCommandChannel.Feature, SecuredServerConnection.Feature, CertificateLogin.Feature,
        TicketRenewal.Feature, TlsControls.Feature);
}
