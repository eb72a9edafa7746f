using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>What the encryption of session tickets needs, and the library's own version.</summary>
static unsafe partial class LibCrypto
{
    [LibraryImport(Library)]
    internal static partial nint EVP_aes_256_cbc();

    [LibraryImport(Library)]
    internal static partial int EVP_EncryptInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv);

    [LibraryImport(Library)]
    internal static partial int EVP_DecryptInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv);

    [LibraryImport(Library)]
    internal static partial int EVP_MAC_CTX_set_params(nint context, OsslParameter* parameters);

    [LibraryImport(Library)]
    internal static partial int RAND_bytes(byte* buffer, int length);

    [LibraryImport(Library)]
    internal static partial byte* OpenSSL_version(int type);

    [LibraryImport(Library)]
    internal static partial nuint OpenSSL_version_num();

    [LibraryImport(Library)]
    internal static partial int CRYPTO_get_ex_new_index(
        int kind, nint argument, nint argumentPointer, nint create, nint duplicate, nint free);

    /// <summary>OSSL_PARAM.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OsslParameter
    {
        internal const uint Utf8String = 4;
        internal const uint OctetString = 5;

        internal byte* Key;
        internal uint Type;
        internal void* Data;
        internal nuint Size;
        internal nuint ReturnSize;
    }
}
