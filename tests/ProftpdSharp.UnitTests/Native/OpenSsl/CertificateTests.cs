using System.Text;
using ProftpdSharp.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Native.OpenSsl;

public sealed class CertificateTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    [Fact]
    public void A_certificate_tells_names_validity_and_key()
    {
        using var certificate = PemFile.ReadCertificate(certificates.ClientFile, out var errors)!;

        Assert.True(errors.IsEmpty);
        Assert.Equal("C = US, O = Spec, CN = u1", certificate.Subject);
        Assert.Equal("C = US, O = Spec, CN = Test CA", certificate.Issuer);
        Assert.Equal((KeyKind.Rsa, 2048, "rsaEncryption"), (certificate.KeyKind, certificate.KeyBits, certificate.KeyAlgorithm));
        Assert.Equal("sha256WithRSAEncryption", certificate.SignatureAlgorithm);
        Assert.False(certificate.HasExpired);
        Assert.EndsWith(" GMT", certificate.NotAfter, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", certificate.ToPem(), StringComparison.Ordinal);
        Assert.Equal(0x30, certificate.ToDer()[0]);
    }

    [Fact]
    public void Expiry_and_other_kinds_of_keys_are_seen()
    {
        using var expired = PemFile.ReadCertificate(certificates.ExpiredFile, out _)!;
        using var ec = PemFile.ReadCertificate(certificates.EcFile, out _)!;

        Assert.True(expired.HasExpired);
        Assert.Equal(KeyKind.Ec, ec.KeyKind);
    }

    [Fact]
    public void A_missing_file_gives_the_library_s_words()
    {
        Assert.Null(PemFile.ReadCertificate("/nonexistent/x.pem", out var errors));

        Assert.Equal(
            "\n  (1) error:80000002:system library::No such file or directory [calling fopen(/nonexistent/x.pem, r)]"
            + "\n  (2) error:10000080:BIO routines::no such file",
            errors.ToString());
    }

    [Fact]
    public void An_empty_queue_is_unknown() => Assert.Equal("(unknown)", OpenSslErrors.None.ToString());

    [Fact]
    public void An_encrypted_key_needs_its_pass_phrase()
    {
        Assert.Null(PemFile.ReadPrivateKey(certificates.EncryptedKeyFile, [], out _, out var isLocked));
        Assert.True(isLocked);

        using var key = PemFile.ReadPrivateKey(certificates.EncryptedKeyFile, "secret"u8, out _, out _);
        Assert.Equal(KeyKind.Rsa, key!.Kind);

        Assert.Null(PemFile.ReadPrivateKey(certificates.CaFile, [], out _, out isLocked));
        Assert.False(isLocked);
    }

    /// <summary>One in 256 decrypts to something that only looks like no key.</summary>
    [Fact]
    public void A_wrong_pass_phrase_is_no_broken_key_whatever_it_decrypts_to()
    {
        for (var i = 0; i < 2000; i++)
        {
            Assert.Null(PemFile.ReadPrivateKey(certificates.EncryptedKeyFile, Encoding.ASCII.GetBytes($"wrong{i}"), out _, out var isLocked));
            Assert.True(isLocked, $"wrong{i}");
        }
    }

    [Fact]
    public void Bundles_are_counted_and_read_in_order()
    {
        var bundle = certificates.WriteFile("bundle.pem", File.ReadAllText(certificates.CaFile) + File.ReadAllText(certificates.ClientFile));

        Assert.Equal((2, 0), PemFile.Count(bundle, out _));
        var read = PemFile.ReadCertificates(bundle, out var errors);
        Assert.True(errors.IsEmpty);
        Assert.Equal(["C = US, O = Spec, CN = Test CA", "C = US, O = Spec, CN = u1"], read.Select(certificate => certificate.Subject));
    }

    [Fact]
    public void A_pkcs12_archive_without_pass_phrase_opens()
    {
        var archive = Pkcs12File.Read(certificates.Pkcs12File, [], out var errors);

        Assert.True(errors.IsEmpty);
        Assert.Equal(KeyKind.Rsa, archive!.Key!.Kind);
        Assert.Equal("CN = server.test", archive.Certificate!.Subject);
    }

    [Fact]
    public void A_mismatched_key_is_refused()
    {
        using var context = TlsContext.Create();
        using var certificate = PemFile.ReadCertificate(certificates.ServerFile, out _)!;
        using var key = PemFile.ReadPrivateKey(certificates.ClientFile, [], out _, out _)!;

        Assert.Null(context.UseCertificate(certificate));
        Assert.Equal("\n  (1) error:05800074:x509 certificate routines::key values mismatch", context.UseKey(key)!.Value.ToString());
    }

    [Fact]
    public void An_unknown_cipher_list_is_refused()
    {
        using var context = TlsContext.Create();

        Assert.Equal("\n  (1) error:0A0000B9:SSL routines::no cipher match", context.SetCipherList("NOSUCH")!.Value.ToString());
        Assert.Null(context.SetCipherList("AES128-SHA"));
        Assert.Contains("AES128-SHA", context.CipherNames());
        Assert.NotNull(context.SetGroups("nosuchcurve"));
    }
}
