using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Text;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>The fields of a certificate (RFC 5280 section 4.1) that OpenSSL does not print the way mod_tls exports them. Values are byte strings.</summary>
sealed class CertificateFacts
{
    /// <summary>The name parts that mod_tls exports.</summary>
    static readonly Dictionary<string, string> Names = new (string Identifier, string Name)[]
    {
        ("2.5.4.6", "C"), ("2.5.4.3", "CN"), ("2.5.4.13", "D"), ("2.5.4.42", "G"), ("2.5.4.43", "I"), ("2.5.4.7", "L"), ("2.5.4.10", "O"),
        ("2.5.4.11", "OU"), ("2.5.4.4", "S"), ("2.5.4.8", "ST"), ("2.5.4.12", "T"), ("0.9.2342.19200300.100.1.1", "UID"),
        ("1.2.840.113549.1.9.1", "Email"),
    }.ToDictionary(entry => entry.Identifier, entry => entry.Name, StringComparer.Ordinal);

    static readonly Asn1Tag Version0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>1, 2 or 3.</summary>
    public int Version { get; private init; }

    /// <summary>The serial number in hexadecimal when it has less than four bytes; null for longer ones.</summary>
    public string? ShortSerial { get; private init; }

    public IReadOnlyList<(string Name, string Value)> SubjectParts { get; private init; } = [];

    public IReadOnlyList<(string Name, string Value)> IssuerParts { get; private init; } = [];

    /// <summary>The last part of that name in the subject; empty when there is none.</summary>
    public string Subject(string name) => SubjectParts.LastOrDefault(part => part.Name == name).Value ?? "";

    /// <summary>Reads a certificate that OpenSSL has accepted as one.</summary>
    public static CertificateFacts Of(Certificate certificate)
    {
        var body = new AsnReader(certificate.ToDer(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var version = 1;
        if (body.PeekTag().HasSameClassAndValue(Version0) && body.ReadSequence(Version0).TryReadInt32(out var encoded))
            version = encoded + 1;
        var serial = body.ReadInteger();
        body.ReadSequence(); // the signature's algorithm
        var issuer = Parts(body.ReadSequence());
        body.ReadSequence(); // validity
        var subject = Parts(body.ReadSequence());
        return new CertificateFacts { Version = version, ShortSerial = Short(serial), SubjectParts = subject, IssuerParts = issuer };
    }

    static string? Short(BigInteger serial) =>
        serial.Sign >= 0 && serial.GetByteCount(isUnsigned: true) < 4 ? ((int)serial).ToString("X2", CultureInfo.InvariantCulture) : null;

    static List<(string, string)> Parts(AsnReader name)
    {
        var parts = new List<(string, string)>();
        while (name.HasData)
        {
            var set = name.ReadSetOf();
            while (set.HasData)
            {
                var pair = set.ReadSequence();
                var identifier = pair.ReadObjectIdentifier();
                if (Names.TryGetValue(identifier, out var known))
                    parts.Add((known, Text(pair)));
            }
        }
        return parts;
    }

    static string Text(AsnReader pair)
    {
        var encoded = pair.ReadEncodedValue().Span;
        AsnDecoder.ReadEncodedValue(encoded, AsnEncodingRules.DER, out var offset, out var length, out _);
        return Encoding.Latin1.GetString(encoded.Slice(offset, length));
    }
}
