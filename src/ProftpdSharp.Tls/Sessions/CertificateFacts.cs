using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Text;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// The fields of a certificate (RFC 5280 section 4.1) that OpenSSL does not show the way mod_tls uses them. Values are byte strings. OpenSSL takes
/// certificates that are BER and no DER.
/// </summary>
sealed class CertificateFacts
{
    const string SubjectAltName = "2.5.29.17";

    /// <summary>The name parts that mod_tls exports.</summary>
    static readonly Dictionary<string, string> Names = new (string Identifier, string Name)[]
    {
        ("2.5.4.6", "C"), ("2.5.4.3", "CN"), ("2.5.4.13", "D"), ("2.5.4.42", "G"), ("2.5.4.43", "I"), ("2.5.4.7", "L"), ("2.5.4.10", "O"),
        ("2.5.4.11", "OU"), ("2.5.4.4", "S"), ("2.5.4.8", "ST"), ("2.5.4.12", "T"), ("0.9.2342.19200300.100.1.1", "UID"),
        ("1.2.840.113549.1.9.1", "Email"),
    }.ToDictionary(entry => entry.Identifier, entry => entry.Name, StringComparer.Ordinal);

    static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    readonly Dictionary<string, byte[]> _extensions = new(StringComparer.Ordinal);

    CertificateFacts(Certificate certificate)
    {
        var outer = new AsnReader(certificate.ToDer(), AsnEncodingRules.BER).ReadSequence();
        var body = outer.ReadSequence();
        Version = 1;
        if (body.PeekTag().HasSameClassAndValue(VersionTag) && body.ReadSequence(VersionTag).TryReadInt32(out var encoded))
            Version = encoded + 1;
        ShortSerial = Short(body.ReadInteger());
        body.ReadSequence(); // the signature's algorithm
        IssuerParts = Parts(body.ReadSequence());
        body.ReadSequence(); // validity
        SubjectParts = Parts(body.ReadSequence());
        body.ReadSequence(); // the public key
        while (body.HasData)
        {
            if (body.PeekTag().HasSameClassAndValue(ExtensionsTag))
                ReadExtensions(body.ReadSequence(ExtensionsTag).ReadSequence());
            else
                body.ReadEncodedValue();
        }
        outer.ReadSequence(); // the signature's algorithm once more
        Signature = outer.ReadBitString(out _);
    }

    /// <summary>1, 2 or 3.</summary>
    public int Version { get; }

    /// <summary>The serial number when it has less than four bytes; null for longer ones.</summary>
    public string? ShortSerial { get; }

    public IReadOnlyList<(string Name, string Value)> SubjectParts { get; }

    public IReadOnlyList<(string Name, string Value)> IssuerParts { get; }

    /// <summary>The issuer's signature.</summary>
    public byte[] Signature { get; }

    /// <summary>Reads a certificate that OpenSSL has accepted as one.</summary>
    public static CertificateFacts Of(Certificate certificate) => new(certificate);

    /// <summary>The last part of that name in the subject; empty when there is none.</summary>
    public string Subject(string name) => SubjectParts.LastOrDefault(part => part.Name == name).Value ?? "";

    /// <summary>The value of an extension as it is encoded; null when there is none.</summary>
    public byte[]? Extension(string identifier) => _extensions.GetValueOrDefault(identifier);

    /// <summary>The subjectAltNames of one kind (RFC 5280 section 4.2.1.6): 1 e-mail, 2 DNS, 7 IP address.</summary>
    public IEnumerable<byte[]> AlternativeNames(int kind)
    {
        if (Extension(SubjectAltName) is not { } encoded)
            yield break;
        var names = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        while (names.HasData)
        {
            var tag = names.PeekTag();
            var value = names.ReadEncodedValue();
            if (tag.TagClass == TagClass.ContextSpecific && tag.TagValue == kind)
                yield return Content(value.Span);
        }
    }

    static string? Short(BigInteger serial) =>
        serial.Sign >= 0 && serial.GetByteCount(isUnsigned: true) < 4 ? serial.ToString(CultureInfo.InvariantCulture) : null;

    static List<(string, string)> Parts(AsnReader name)
    {
        var parts = new List<(string, string)>();
        while (name.HasData)
        {
            var set = name.ReadSetOf();
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                if (Names.TryGetValue(pair.ReadObjectIdentifier(), out var known))
                    parts.Add((known, Encoding.Latin1.GetString(Content(pair.ReadEncodedValue().Span))));
            }
        }
        return parts;
    }

    void ReadExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var identifier = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
                extension.ReadBoolean();
            _extensions[identifier] = extension.ReadOctetString();
        }
    }

    static byte[] Content(ReadOnlySpan<byte> encoded)
    {
        AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.BER, out var offset, out var length, out _);
        return encoded.Slice(offset, length).ToArray();
    }
}
