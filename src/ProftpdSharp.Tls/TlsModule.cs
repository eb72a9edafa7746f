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

    public static readonly Module Module = new(
        "mod_tls", Upstream.Version,
        TlsLog.Feature, Engine.Feature, Options.Feature, Protocols.Feature, Ciphers.Feature, CertificateFiles.Feature, Authorities.Feature,
        KeyExchange.Feature, SessionCache.Feature, Renegotiation.Feature, Stapling.Feature, Extensions.Feature, PassPhrases.Feature,
        UserNames.Feature, ControlsAcls.Feature, Masquerade.Feature, Required.Feature,
        ConfigurationReview.Feature, KeyUnlocking.Feature, SecuritySession.Feature, RequiredTls.Feature, Auth.Feature, ProtectionBuffer.Feature, ProtectionLevel.Feature,
        ClearCommandChannel.Feature, SecuredServerConnection.Feature, CertificateLogin.Feature,
        TicketRenewal.Feature, TlsControls.Feature);
}
