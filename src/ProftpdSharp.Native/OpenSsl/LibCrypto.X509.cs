using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>X.509 certificates, names, stores and what verification tells.</summary>
static unsafe partial class LibCrypto
{
    /// <summary>XN_FLAG_ONELINE.</summary>
    internal const nuint NameOneLine = 0x317 | 8 | (2 << 16) | (1 << 23);

    /// <summary>X509_FLAG_NO_PUBKEY, NO_EXTENSIONS, NO_SIGDUMP, NO_AUX, NO_ATTRIBUTES.</summary>
    internal const nuint PrintNamesOnly = (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10) | (1 << 11);

    [LibraryImport(Library)]
    internal static partial void X509_free(nint certificate);

    [LibraryImport(Library)]
    internal static partial int X509_up_ref(nint certificate);

    [LibraryImport(Library)]
    internal static partial int X509_cmp(Certificate left, Certificate right);

    [LibraryImport(Library)]
    internal static partial nint X509_get_subject_name(nint certificate);

    [LibraryImport(Library)]
    internal static partial nint X509_get_issuer_name(nint certificate);

    [LibraryImport(Library)]
    internal static partial nint X509_get0_notBefore(Certificate certificate);

    [LibraryImport(Library)]
    internal static partial nint X509_get0_notAfter(Certificate certificate);

    [LibraryImport(Library)]
    internal static partial nint X509_get0_pubkey(Certificate certificate);

    [LibraryImport(Library)]
    internal static partial int X509_get_signature_nid(Certificate certificate);

    [LibraryImport(Library)]
    internal static partial byte* OBJ_nid2ln(int nid);

    [LibraryImport(Library)]
    internal static partial int X509_cmp_time(nint time, nint* now);

    [LibraryImport(Library)]
    internal static partial int X509_NAME_print_ex(nint bio, nint name, int indent, nuint flags);

    [LibraryImport(Library)]
    internal static partial int ASN1_TIME_print(nint bio, nint time);

    [LibraryImport(Library)]
    internal static partial int X509_print_ex(nint bio, Certificate certificate, nuint nameFlags, nuint certificateFlags);

    [LibraryImport(Library)]
    internal static partial int i2d_X509(Certificate certificate, byte** data);

    [LibraryImport(Library)]
    internal static partial int EVP_PKEY_get_base_id(nint key);

    [LibraryImport(Library)]
    internal static partial int EVP_PKEY_get_bits(nint key);

    [LibraryImport(Library)]
    internal static partial int EVP_PKEY_up_ref(PrivateKey key);

    [LibraryImport(Library)]
    internal static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Library)]
    internal static partial int ASN1_TIME_diff(int* days, int* seconds, nint from, nint to);

    [LibraryImport(Library)]
    internal static partial int X509_STORE_set_flags(nint store, nuint flags);

    [LibraryImport(Library)]
    internal static partial int X509_STORE_load_file(nint store, [MarshalUsing(typeof(Latin1StringMarshaller))] string path);

    [LibraryImport(Library)]
    internal static partial int X509_STORE_load_path(nint store, [MarshalUsing(typeof(Latin1StringMarshaller))] string path);

    [LibraryImport(Library)]
    internal static partial nint X509_STORE_CTX_get_ex_data(nint context, int index);

    [LibraryImport(Library)]
    internal static partial int X509_STORE_CTX_get_error(nint context);

    [LibraryImport(Library)]
    internal static partial void X509_STORE_CTX_set_error(nint context, int error);

    [LibraryImport(Library)]
    internal static partial int X509_STORE_CTX_get_error_depth(nint context);

    [LibraryImport(Library)]
    internal static partial nint X509_STORE_CTX_get_current_cert(nint context);

    [LibraryImport(Library)]
    internal static partial nint X509_STORE_CTX_get0_current_issuer(nint context);

    [LibraryImport(Library)]
    internal static partial byte* X509_verify_cert_error_string(nint error);

    [LibraryImport(Library)]
    internal static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(Library)]
    internal static partial nint OPENSSL_sk_value(nint stack, int index);
}
