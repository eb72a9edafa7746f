using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>BIO, PEM and PKCS#12 files.</summary>
static unsafe partial class LibCrypto
{
    internal const int BioCtrlInfo = 3;
    internal const int BioCtrlGetKernelSends = 73;

    [LibraryImport(Library)]
    internal static partial nint BIO_new_file([MarshalUsing(typeof(Latin1StringMarshaller))] string path, [MarshalUsing(typeof(Latin1StringMarshaller))] string mode);

    [LibraryImport(Library)]
    internal static partial int EVP_read_pw_string_min(
        byte* answer, int shortest, int longest, [MarshalUsing(typeof(Latin1StringMarshaller))] string prompt, int verify);

    [LibraryImport(Library)]
    internal static partial nint BIO_new(nint method);

    [LibraryImport(Library)]
    internal static partial nint BIO_s_mem();

    [LibraryImport(Library)]
    internal static partial nint BIO_new_mem_buf(byte* bytes, int length);

    [LibraryImport(Library)]
    internal static partial nint BIO_ctrl(nint bio, int command, nint number, byte** data);

    [LibraryImport(Library)]
    internal static partial int BIO_free(nint bio);

    [LibraryImport(Library)]
    internal static partial ulong BIO_number_read(nint bio);

    [LibraryImport(Library)]
    internal static partial ulong BIO_number_written(nint bio);

    [LibraryImport(Library)]
    internal static partial nint PEM_read_bio_X509(nint bio, nint certificate, nint callback, byte* passPhrase);

    [LibraryImport(Library)]
    internal static partial nint PEM_read_bio_PrivateKey(nint bio, nint key, delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> callback, nint answer);

    [LibraryImport(Library)]
    internal static partial nint PEM_read_bio_Parameters(nint bio, nint key);

    [LibraryImport(Library)]
    internal static partial int PEM_write_bio_X509(nint bio, Certificate certificate);

    [LibraryImport(Library)]
    internal static partial int PEM_write_bio_PrivateKey(
        nint bio, PrivateKey key, nint cipher, nint passPhrase, int length, nint callback, nint argument);

    [LibraryImport(Library)]
    internal static partial nint PEM_X509_INFO_read_bio(nint bio, nint stack, nint callback, byte* passPhrase);

    [LibraryImport(Library)]
    internal static partial void X509_INFO_free(nint info);

    [LibraryImport(Library)]
    internal static partial void OPENSSL_sk_pop_free(nint stack, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(Library)]
    internal static partial void OPENSSL_sk_free(nint stack);

    [LibraryImport(Library)]
    internal static partial nint d2i_PKCS12_bio(nint bio, nint archive);

    [LibraryImport(Library)]
    internal static partial void PKCS12_free(nint archive);

    [LibraryImport(Library)]
    internal static partial int PKCS12_parse(nint archive, byte* passPhrase, nint* key, nint* certificate, nint* chain);

    [LibraryImport(Library)]
    internal static partial int OSSL_HTTP_parse_url(
        [MarshalUsing(typeof(Latin1StringMarshaller))] string url,
        int* isTls, byte** user, byte** host, byte** port, int* portNumber, byte** path, byte** query, byte** fragment);
}
