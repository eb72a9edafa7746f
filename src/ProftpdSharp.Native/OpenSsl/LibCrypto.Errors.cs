using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>The per-thread error queue of libcrypto.</summary>
static unsafe partial class LibCrypto
{
    internal const string Library = "libcrypto.so.3";

    /// <summary>ERR_TXT_STRING: the data of an error is text.</summary>
    internal const int ErrorDataIsText = 2;

    [LibraryImport(Library)]
    internal static partial nuint ERR_get_error_all(byte** file, int* line, byte** function, byte** data, int* flags);

    [LibraryImport(Library)]
    internal static partial void ERR_error_string_n(nuint code, byte* text, nuint length);

    [LibraryImport(Library)]
    internal static partial void ERR_clear_error();
}
