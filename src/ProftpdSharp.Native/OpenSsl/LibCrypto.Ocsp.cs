using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>OCSP requests and responses (RFC 6960).</summary>
static unsafe partial class LibCrypto
{
    [LibraryImport(Library)]
    internal static partial nint OCSP_REQUEST_new();

    [LibraryImport(Library)]
    internal static partial void OCSP_REQUEST_free(nint request);

    [LibraryImport(Library)]
    internal static partial nint OCSP_cert_to_id(nint digest, Certificate subject, Certificate issuer);

    [LibraryImport(Library)]
    internal static partial nint OCSP_CERTID_dup(nint id);

    [LibraryImport(Library)]
    internal static partial void OCSP_CERTID_free(nint id);

    [LibraryImport(Library)]
    internal static partial nint OCSP_request_add0_id(nint request, nint id);

    [LibraryImport(Library)]
    internal static partial int OCSP_request_add1_nonce(nint request, byte* value, int length);

    [LibraryImport(Library)]
    internal static partial int i2d_OCSP_REQUEST(nint request, byte** data);

    [LibraryImport(Library)]
    internal static partial nint d2i_OCSP_RESPONSE(nint response, byte** data, nint length);

    [LibraryImport(Library)]
    internal static partial void OCSP_RESPONSE_free(nint response);

    [LibraryImport(Library)]
    internal static partial int OCSP_response_status(nint response);

    [LibraryImport(Library)]
    internal static partial byte* OCSP_response_status_str(nint status);

    [LibraryImport(Library)]
    internal static partial byte* OCSP_cert_status_str(nint status);

    [LibraryImport(Library)]
    internal static partial nint OCSP_response_get1_basic(nint response);

    [LibraryImport(Library)]
    internal static partial void OCSP_BASICRESP_free(nint basic);

    [LibraryImport(Library)]
    internal static partial int OCSP_check_nonce(nint request, nint basic);

    [LibraryImport(Library)]
    internal static partial int OCSP_basic_verify(nint basic, nint certificates, nint store, nuint flags);

    [LibraryImport(Library)]
    internal static partial int OCSP_resp_find_status(nint basic, nint id, int* status, int* reason, nint* revoked, nint* from, nint* until);

    [LibraryImport(Library)]
    internal static partial int OCSP_check_validity(nint from, nint until, nint leeway, nint oldest);

    [LibraryImport(Library)]
    internal static partial nint X509_get1_ocsp(Certificate certificate);

    [LibraryImport(Library)]
    internal static partial void X509_email_free(nint stack);

    [LibraryImport(Library)]
    internal static partial int X509_check_issued(Certificate issuer, Certificate subject);

    [LibraryImport(Library)]
    internal static partial nint OPENSSL_sk_new_null();

    [LibraryImport(Library)]
    internal static partial int OPENSSL_sk_push(nint stack, nint item);

    [LibraryImport(Library, EntryPoint = "CRYPTO_malloc")]
    internal static partial byte* CRYPTO_malloc(nuint size, nint file, int line);
}
