using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Certificates that clients will refuse.</summary>
static class CertificateRules
{
    public static readonly LintRule Expired = new("certificate-expired", "A certificate is not valid at this time.", "Renew the certificate, then send SIGHUP.");

    public static readonly LintRule Expiring = new("certificate-expiring", "A certificate expires within 30 days.", "Renew the certificate.");

    public static readonly LintRule Mismatched = new(
        "certificate-key-mismatch", "A private key does not belong to its certificate.", "Name the key that the certificate was made for.");

    static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    static readonly (string Certificate, string Key)[] Pairs =
    [
        ("TLSRSACertificateFile", "TLSRSACertificateKeyFile"),
        ("TLSDSACertificateFile", "TLSDSACertificateKeyFile"),
        ("TLSECCertificateFile", "TLSECCertificateKeyFile"),
    ];

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        subject.Scopes.Where(place => place.Scope.Parent is null || place.Scope.Kind >= SectionKind.IfAuthenticated).SelectMany(place => Find(place.Scope, subject));

    static IEnumerable<Finding> Find(ConfigScope scope, LintSubject subject)
    {
        foreach (var (certificateName, keyName) in Pairs)
        {
            var line = scope.Records.FirstOrDefault(record => record.Directive.Name == certificateName);
            if (line is null || Text(line.Arguments[0], subject.Host) is not { } text || ReadCertificate(text) is not { } certificate)
                continue;
            using (certificate)
            {
                if (Dates(certificate, line, subject.Now) is { } finding)
                    yield return finding;
                var key = scope.Records.FirstOrDefault(record => record.Directive.Name == keyName) ?? line;
                if (Text(key.Arguments[0], subject.Host) is { } keyText && PublicKeyOf(keyText) is { } ours && !ours.AsSpan().SequenceEqual(certificate.PublicKey.ExportSubjectPublicKeyInfo()))
                    yield return Mismatched.At(key.Source, $"the key in '{key.Arguments[0]}' does not belong to the certificate in '{line.Arguments[0]}'");
            }
        }
    }

    static Finding? Dates(X509Certificate2 certificate, ConfigRecord line, DateTimeOffset now)
    {
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        var what = $"the certificate in '{line.Arguments[0]}'";
        if (until < now)
            return Expired.At(line.Source, $"{what} expired on {until:yyyy-MM-dd}");
        if (from > now)
            return Expired.At(line.Source, $"{what} is not valid before {from:yyyy-MM-dd}");
        return until - now <= Soon ? Expiring.At(line.Source, $"{what} expires on {until:yyyy-MM-dd}") : null;
    }

    static string? Text(string path, ConfigurationHost host) => host.ReadFile(path).Bytes is { } bytes ? Encoding.Latin1.GetString(bytes) : null;

    /// <summary>Null for what is no certificate: mod_tls has said so already.</summary>
    static X509Certificate2? ReadCertificate(string text)
    {
        try
        {
            return X509Certificate2.CreateFromPem(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The public half of a private key; null when there is none, or a pass phrase is needed.</summary>
    static byte[]? PublicKeyOf(string text)
    {
        foreach (var algorithm in (ReadOnlySpan<Func<AsymmetricAlgorithm>>)[RSA.Create, ECDsa.Create, DSA.Create])
        {
            using var key = algorithm();
            try
            {
                key.ImportFromPem(text);
                return key.ExportSubjectPublicKeyInfo();
            }
            catch (Exception failure) when (failure is CryptographicException or ArgumentException)
            {
                // Another algorithm's key.
            }
        }

        return null;
    }
}
