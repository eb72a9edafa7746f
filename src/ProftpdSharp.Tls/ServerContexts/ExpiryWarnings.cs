using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>Says 30, 14, 7 and 1 days before that a certificate expires: once for each of these, however often it is asked.</summary>
sealed class ExpiryWarnings
{
    static readonly int[] Days = [1, 7, 14, 30];

    readonly Dictionary<string, int> _said = new(StringComparer.Ordinal);

    /// <summary>The lines that are due and were not said before.</summary>
    /// <param name="certificates">Where each certificate is and until when it holds.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<string> Due(IEnumerable<(string Path, DateTimeOffset NotAfter)> certificates, DateTimeOffset now)
    {
        var lines = new List<string>();
        foreach (var (path, notAfter) in certificates.Distinct())
        {
            var left = notAfter - now;
            var step = left < TimeSpan.Zero ? 0 : Days.FirstOrDefault(days => left <= TimeSpan.FromDays(days));
            if (step > 0 && step < _said.GetValueOrDefault(path, int.MaxValue))
                lines.Add(Line(path, left, notAfter));
            if (step > 0)
                _said[path] = step;
            else
                _said.Remove(path);
        }
        return lines;
    }

    /// <summary>The certificates of all servers that speak TLS; reads their files. An archive that is still locked is left out.</summary>
    public static IEnumerable<(string Path, DateTimeOffset NotAfter)> Certificates(ServerConfiguration configuration, KeyStore store)
    {
        foreach (var server in configuration.Servers.Where(server => server.Root.Get(Engine.TlsEngine)))
        {
            foreach (var file in new[] { CertificateFiles.TlsRsaCertificateFile, CertificateFiles.TlsDsaCertificateFile, CertificateFiles.TlsEcCertificateFile })
            {
                if (server.Root.Get(file) is not { } path)
                    continue;
                using var certificate = PemFile.ReadCertificate(path, out _);
                if (certificate is not null)
                    yield return (path, certificate.ExpiresAt);
            }
            if (server.Root.Get(CertificateFiles.TlsPkcs12File) is not { } archived)
                continue;
            using var archive = store.ReadArchive(archived, out _);
            if (archive?.Certificate is { } inside)
                yield return (archived, inside.ExpiresAt);
        }
    }

    static string Line(string path, TimeSpan left, DateTimeOffset notAfter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Upstream.Label}: certificate '{path}': expires in {Text((int)left.TotalDays)} (on {notAfter:MMM d HH:mm:ss yyyy} GMT)");

    static string Text(int days) => days switch
    {
        0 => "less than a day",
        1 => "1 day",
        _ => days.ToString(CultureInfo.InvariantCulture) + " days",
    };
}
