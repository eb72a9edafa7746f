using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProftpdSharp.UnitTests.Native.OpenSsl;

/// <summary>Certificates made for one test class in a directory of its own: a CA, a server (RSA and EC) and a client.</summary>
public sealed class TestCertificates : IDisposable
{
    static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-2);

    readonly string _directory = Directory.CreateTempSubdirectory("proftpd-tls-").FullName;

    public TestCertificates()
    {
        using var caKey = RSA.Create(2048);
        var caRequest = new CertificateRequest("CN=Test CA, O=Spec, C=US", caKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        caRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(caRequest.PublicKey, false));
        using var ca = caRequest.CreateSelfSigned(Start, Start.AddDays(100));
        File.WriteAllText(CaFile, ca.ExportCertificatePem() + "\n");

        using var serverKey = RSA.Create(2048);
        using var server = IssueRsa(ca, "CN=server.test", serverKey, Start.AddDays(50));
        Write("server", server, serverKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(EncryptedKeyFile, serverKey.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        using var withKey = server.CopyWithPrivateKey(serverKey);
        File.WriteAllBytes(Pkcs12File, withKey.Export(X509ContentType.Pkcs12, ""));

        using var ecKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ecRequest = new CertificateRequest("CN=ec.test", ecKey, HashAlgorithmName.SHA256);
        using var ec = ecRequest.Create(
            ca.SubjectName, X509SignatureGenerator.CreateForRSA(caKey, RSASignaturePadding.Pkcs1), Start, Start.AddDays(50), Serial());
        Write("ec", ec, ecKey.ExportPkcs8PrivateKeyPem());

        using var clientKey = RSA.Create(2048);
        using var client = IssueRsa(ca, "CN=u1, O=Spec, C=US", clientKey, Start.AddDays(50));
        Write("client", client, clientKey.ExportPkcs8PrivateKeyPem());
        using var expired = IssueRsa(ca, "CN=expired.test", clientKey, Start.AddDays(1));
        Write("expired", expired, clientKey.ExportPkcs8PrivateKeyPem());
    }

    public string CaFile => Path.Combine(_directory, "ca.pem");

    /// <summary>Holds the certificate and its key.</summary>
    public string ServerFile => Path.Combine(_directory, "server.pem");

    public string EcFile => Path.Combine(_directory, "ec.pem");

    public string ClientFile => Path.Combine(_directory, "client.pem");

    public string ExpiredFile => Path.Combine(_directory, "expired.pem");

    /// <summary>The server's key under the pass phrase <c>secret</c>.</summary>
    public string EncryptedKeyFile => Path.Combine(_directory, "encrypted.pem");

    public string Pkcs12File => Path.Combine(_directory, "server.p12");

    /// <summary>A file of this name with this content.</summary>
    public string WriteFile(string name, string content)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, content);
        return path;
    }

    static X509Certificate2 IssueRsa(X509Certificate2 ca, string subject, RSA key, DateTimeOffset end)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.Create(ca, Start, end, Serial());
    }

    static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(8);
        serial[0] &= 0x7f;
        return serial;
    }

    void Write(string name, X509Certificate2 certificate, string key) =>
        WriteFile(name + ".pem", certificate.ExportCertificatePem() + "\n" + key + "\n");

    public void Dispose() => Directory.Delete(_directory, true);
}
