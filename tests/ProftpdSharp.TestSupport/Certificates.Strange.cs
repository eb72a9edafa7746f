using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ProftpdSharp.TestSupport;

public sealed partial class Certificates
{
    const string Organization = "2.5.4.10";
    const string Strange = "strange";
    const string CommonName = "2.5.4.3";

    /// <summary>Names that only spoofs and old authorities have; serial numbers as long as they may be.</summary>
    void IssueStrange(X509Certificate2 authority)
    {
        Directory.CreateDirectory(PathOf(Strange));
        IssueEc($"{Strange}/nul", Name((CommonName, Tagged(UniversalTagNumber.UTF8String, "alice\0.evil.test"u8))), authority, AlternativeNames(
            (1, "alice\0.evil.test"u8.ToArray()), (2, "localhost\0.evil.test"u8.ToArray()), (2, "localhost"u8.ToArray())),
            new X509Extension("1.2.3.4.5", "alice\0.evil.test"u8, critical: false));
        IssueEc($"{Strange}/nul-host", Name((CommonName, Tagged(UniversalTagNumber.UTF8String, "localhost\0.evil.test"u8))), authority);
        IssueEc(
            $"{Strange}/wide",
            Name(
                (Organization, Tagged(UniversalTagNumber.UTF8String, Encoding.UTF8.GetBytes("Zoë \t\x7F"))),
                (CommonName, Tagged(UniversalTagNumber.BMPString, Encoding.BigEndianUnicode.GetBytes("alice")))),
            authority);
        IssueEc(
            $"{Strange}/latin",
            Name((Organization, Tagged(UniversalTagNumber.TeletexString, Encoding.Latin1.GetBytes("Zoë"))), (CommonName, Tagged(UniversalTagNumber.PrintableString, "alice"u8))),
            authority);
        IssueEc(
            $"{Strange}/long",
            Name(
                (Organization, Tagged(UniversalTagNumber.UTF8String, Encoding.ASCII.GetBytes(new string('o', 900)))),
                (CommonName, Tagged(UniversalTagNumber.UTF8String, Encoding.ASCII.GetBytes("alice" + new string('e', 200))))),
            authority, [0x7F, .. Enumerable.Repeat((byte)0xEE, 19)]);
    }

    void IssueEc(string name, X500DistinguishedName subject, X509Certificate2 issuer, params X509Extension[] extensions) =>
        IssueEc(name, subject, issuer, [_serial++], extensions);

    void IssueEc(string name, X500DistinguishedName subject, X509Certificate2 issuer, byte[] serial, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        using var signingKey = issuer.GetRSAPrivateKey()!;
        var generator = X509SignatureGenerator.CreateForRSA(signingKey, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(issuer.SubjectName, generator, NotBefore, NotAfter, serial);
        Write(name, certificate, key);
    }

    static X500DistinguishedName Name(params (string Identifier, byte[] Value)[] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (identifier, value) in parts)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(identifier);
                    writer.WriteEncodedValue(value);
                }
            }
        }
        return new X500DistinguishedName(writer.Encode());
    }

    static X509Extension AlternativeNames(params (int Kind, byte[] Value)[] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (kind, value) in names)
                writer.WriteOctetString(value, new Asn1Tag(TagClass.ContextSpecific, kind));
        }
        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }

    /// <summary>A string of any kind with any bytes.</summary>
    static byte[] Tagged(UniversalTagNumber kind, ReadOnlySpan<byte> bytes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(bytes);
        var encoded = writer.Encode();
        encoded[0] = (byte)kind;
        return encoded;
    }
}
