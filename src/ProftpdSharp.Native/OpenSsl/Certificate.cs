using System.Globalization;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>The kinds of keys that mod_tls tells apart.</summary>
public enum KeyKind
{
    Unknown = 0,

    /// <summary>EVP_PKEY_RSA.</summary>
    Rsa = 6,

    /// <summary>EVP_PKEY_DSA.</summary>
    Dsa = 116,

    /// <summary>EVP_PKEY_EC.</summary>
    Ec = 408,

    /// <summary>EVP_PKEY_RSA_PSS.</summary>
    RsaPss = 912,

    /// <summary>EVP_PKEY_ED25519.</summary>
    Ed25519 = 1087,
}

/// <summary>An X.509 certificate (X509).</summary>
public sealed unsafe class Certificate : SafeHandle
{
    const int LongestName = 1023;

    internal Certificate(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>Takes a reference of its own on a certificate that OpenSSL keeps; null for NULL.</summary>
    internal static Certificate? Borrow(nint certificate)
    {
        if (certificate == 0)
        {
            return null;
        }
        _ = LibCrypto.X509_up_ref(certificate);
        return new Certificate(certificate);
    }

    /// <summary>The subject as OpenSSL's one-line form writes it: <c>C = US, O = Spec, CN = u1</c>.</summary>
    public string Subject => NameText(LibCrypto.X509_get_subject_name(handle));

    /// <summary>The issuer in the same form.</summary>
    public string Issuer => NameText(LibCrypto.X509_get_issuer_name(handle));

    /// <summary>Start of validity: <c>Nov 22 08:05:12 2026 GMT</c>.</summary>
    public string NotBefore => MemoryBio.Print(bio => LibCrypto.ASN1_TIME_print(bio, LibCrypto.X509_get0_notBefore(this)));

    /// <summary>End of validity, in the same form.</summary>
    public string NotAfter => MemoryBio.Print(bio => LibCrypto.ASN1_TIME_print(bio, LibCrypto.X509_get0_notAfter(this)));

    /// <summary>Whether the end of validity lies before the clock of the machine.</summary>
    public bool HasExpired => LibCrypto.X509_cmp_time(LibCrypto.X509_get0_notAfter(this), null) < 0;

    /// <summary>End of validity, as a time.</summary>
    public DateTimeOffset ExpiresAt =>
        DateTimeOffset.ParseExact(NotAfter, "MMM d HH:mm:ss yyyy 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal);

    /// <summary>Another handle of the same certificate.</summary>
    public Certificate Share() => Borrow(handle)!;

    public KeyKind KeyKind => (KeyKind)LibCrypto.EVP_PKEY_get_base_id(LibCrypto.X509_get0_pubkey(this));

    /// <summary>Size of the public key in bits.</summary>
    public int KeyBits => LibCrypto.EVP_PKEY_get_bits(LibCrypto.X509_get0_pubkey(this));

    /// <summary>OpenSSL's long name of the key's algorithm: <c>rsaEncryption</c>.</summary>
    public string KeyAlgorithm => MemoryBio.Text(LibCrypto.OBJ_nid2ln((int)KeyKind));

    /// <summary>OpenSSL's long name of the signature's algorithm: <c>sha256WithRSAEncryption</c>.</summary>
    public string SignatureAlgorithm => MemoryBio.Text(LibCrypto.OBJ_nid2ln(LibCrypto.X509_get_signature_nid(this)));

    public string ToPem() => MemoryBio.Print(bio => LibCrypto.PEM_write_bio_X509(bio, this));

    /// <summary>The text form of <c>openssl x509 -text</c> without key, extensions and signature.</summary>
    public string ToText() => MemoryBio.Print(bio => LibCrypto.X509_print_ex(bio, this, LibCrypto.NameOneLine, LibCrypto.PrintNamesOnly));

    public byte[] ToDer()
    {
        var der = new byte[LibCrypto.i2d_X509(this, null)];
        fixed (byte* start = der)
        {
            var end = start;
            _ = LibCrypto.i2d_X509(this, &end);
        }
        return der;
    }

    /// <summary>Whether both are the same certificate.</summary>
    public bool SameAs(Certificate other) => LibCrypto.X509_cmp(this, other) == 0;

    /// <summary>A name in the one-line form, cut where upstream cuts it.</summary>
    internal static string NameText(nint name)
    {
        var text = name == 0 ? "" : MemoryBio.Print(bio => LibCrypto.X509_NAME_print_ex(bio, name, 0, LibCrypto.NameOneLine));
        return text.Length <= LongestName ? text : text[..LongestName];
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.X509_free(handle);
        return true;
    }
}
