using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ProftpdSharp.TestSupport;

/// <summary>
/// A small public-key infrastructure as PEM files: <c>ca.pem</c>, <c>server.pem</c>/<c>server.key</c> (RSA), <c>ec.pem</c>/<c>ec.key</c> (P-256),
/// <c>client.pem</c>/<c>client.key</c> (CN=alice), <c>stranger.pem</c>/<c>stranger.key</c> (signed by nobody we know); <c>names.pem</c> (CN=nobody, alice as
/// e-mail name and as extension 1.2.3.4.5), <c>elsewhere.pem</c> (of another host); <c>revoked.pem</c>, listed in <c>crl.pem</c>; <c>old-crl.pem</c>, whose
/// time has passed; and in <c>strange</c> <c>nul.pem</c>, <c>nul-host.pem</c>, <c>wide.pem</c>, <c>latin.pem</c> and <c>long.pem</c> with names that few have. Keys are 0600.
/// </summary>
public sealed partial class Certificates
{
    static readonly DateTimeOffset NotBefore = DateTimeOffset.UtcNow.AddDays(-1);
    static readonly DateTimeOffset NotAfter = DateTimeOffset.UtcNow.AddYears(5);

    readonly string _directory;
    byte _serial = 1;

    Certificates(string directory) => _directory = directory;

    /// <summary>Makes everything anew in an existing directory.</summary>
    public static Certificates Create(string directory)
    {
        var made = new Certificates(directory);
        using var authorityKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=ProftpdSharp Test CA", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var authority = request.CreateSelfSigned(NotBefore, NotAfter);
        File.WriteAllText($"{directory}/ca.pem", authority.ExportCertificatePem() + "\n");
        made.IssueRsa("server", "CN=localhost", authority);
        made.IssueEc("ec", "CN=localhost", authority);
        made.IssueRsa("client", "CN=alice", authority);
        made.SelfSign("stranger", "CN=stranger");
        made.IssueNames("names", "CN=nobody", authority);
        made.IssueElsewhere("elsewhere", "CN=elsewhere.test", authority);
        var revoked = made._serial;
        made.IssueRsa("revoked", "CN=alice", authority);
        made.Revoke("crl", authority, revoked, DateTimeOffset.UtcNow.AddYears(5));
        made.Revoke("old-crl", authority, revoked, DateTimeOffset.UtcNow.AddHours(-1));
        made.IssueStrange(authority);
        return made;
    }

    /// <summary>The path of a file of this infrastructure, for example <c>server.pem</c>.</summary>
    public string PathOf(string file) => $"{_directory}/{file}";

    void IssueRsa(string name, string subject, X509Certificate2 issuer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Issue(name, request, issuer, key);
    }

    void IssueEc(string name, string subject, X509Certificate2 issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Issue(name, new CertificateRequest(subject, key, HashAlgorithmName.SHA256), issuer, key);
    }

    void Issue(string name, CertificateRequest request, X509Certificate2 issuer, AsymmetricAlgorithm key)
    {
        AddLeafExtensions(request);
        Sign(name, request, issuer, key);
    }

    void Sign(string name, CertificateRequest request, X509Certificate2 issuer, AsymmetricAlgorithm key)
    {
        using var signingKey = issuer.GetRSAPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForRSA(signingKey, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(issuer.SubjectName, generator, NotBefore, NotAfter, [_serial++]);
        Write(name, certificate, key);
    }

    /// <summary>Names of alice where TLSUserName finds them.</summary>
    void IssueNames(string name, string subject, X509Certificate2 issuer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddEmailAddress("alice");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509Extension("1.2.3.4.5", "alice"u8, critical: false));
        Sign(name, request, issuer, key);
    }

    void IssueElsewhere(string name, string subject, X509Certificate2 issuer)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("elsewhere.test");
        names.AddIpAddress(IPAddress.Parse("192.0.2.1"));
        request.CertificateExtensions.Add(names.Build());
        Sign(name, request, issuer, key);
    }

    void Revoke(string name, X509Certificate2 issuer, byte serial, DateTimeOffset until)
    {
        var list = new CertificateRevocationListBuilder();
        list.AddEntry([serial], NotBefore);
        var encoded = list.Build(issuer, 1, until, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, NotBefore);
        File.WriteAllText(PathOf(name + ".pem"), PemEncoding.WriteString("X509 CRL", encoded) + "\n");
    }

    void SelfSign(string name, string subject)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(NotBefore, NotAfter);
        Write(name, certificate, key);
    }

    static void AddLeafExtensions(CertificateRequest request)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
    }

    void Write(string name, X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        File.WriteAllText(PathOf(name + ".pem"), certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(PathOf(name + ".key"), key.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetUnixFileMode(PathOf(name + ".key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
