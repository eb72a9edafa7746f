using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Keys that are not files: providers, engines and stores, and how they ask for a PIN.</summary>
static unsafe partial class LibCrypto
{
    internal const int StoredKey = 4;

    [LibraryImport(Library)]
    internal static partial int OPENSSL_init_crypto(ulong options, nint settings);

    [LibraryImport(Library)]
    internal static partial nint OSSL_PROVIDER_try_load(nint context, [MarshalUsing(typeof(Latin1StringMarshaller))] string name, int retainFallbacks);

    [LibraryImport(Library)]
    internal static partial nint OSSL_STORE_open(
        [MarshalUsing(typeof(Latin1StringMarshaller))] string uri, nint method, void* methodData, nint postProcess, nint postProcessData);

    [LibraryImport(Library)]
    internal static partial int OSSL_STORE_expect(nint store, int type);

    [LibraryImport(Library)]
    internal static partial int OSSL_STORE_eof(nint store);

    [LibraryImport(Library)]
    internal static partial nint OSSL_STORE_load(nint store);

    [LibraryImport(Library)]
    internal static partial nint OSSL_STORE_INFO_get1_PKEY(nint info);

    [LibraryImport(Library)]
    internal static partial void OSSL_STORE_INFO_free(nint info);

    [LibraryImport(Library)]
    internal static partial int OSSL_STORE_close(nint store);

    [LibraryImport(Library)]
    internal static partial nint ENGINE_by_id([MarshalUsing(typeof(Latin1StringMarshaller))] string name);

    [LibraryImport(Library)]
    internal static partial int ENGINE_init(nint engine);

    [LibraryImport(Library)]
    internal static partial nint ENGINE_load_private_key(nint engine, [MarshalUsing(typeof(Latin1StringMarshaller))] string name, nint method, void* methodData);

    [LibraryImport(Library)]
    internal static partial nint UI_UTIL_wrap_read_pem_callback(delegate* unmanaged[Cdecl]<byte*, int, int, nint, int> ask, int isForWriting);
}
