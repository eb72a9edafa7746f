using System.Security.Cryptography;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>How OCSP responses for the server's certificates are got.</summary>
/// <param name="IsOn">TLSStapling.</param>
/// <param name="Options">TLSStaplingOptions.</param>
/// <param name="Responder">TLSStaplingResponder; null for the one that the certificate names.</param>
/// <param name="Timeout">TLSStaplingTimeout.</param>
readonly record struct StaplingSetting(bool IsOn, StaplingOption Options, string? Responder, TimeSpan Timeout);

/// <summary>A certificate of the server and who signed it.</summary>
sealed class StapledCertificate(Certificate certificate, Certificate issuer, string? responder)
{
    public Certificate Certificate { get; } = certificate;

    public Certificate Issuer { get; } = issuer;

    /// <summary>The certificate by its SHA-1, which names its response in every cache.</summary>
    public byte[] Fingerprint { get; } = FingerprintOf(certificate);

    /// <summary>Where to ask; null when nobody says.</summary>
    public string? Responder { get; } = responder ?? (OcspQuery.UrlsIn(certificate) is [var first, ..] ? first : null);

    // The name of a file or slot, no proof of anything.
#pragma warning disable CA5350 // upstream's caches are named by SHA-1
    public static byte[] FingerprintOf(Certificate certificate) => SHA1.HashData(certificate.ToDer());
#pragma warning restore CA5350
}
