using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace ProftpdSharp.Native;

/// <summary>
/// The one resolver of native libraries: every binding names the soname it was written against, and a distribution that ships the same
/// interface under another soname is served by the fallbacks listed here.
/// </summary>
public static class Libraries
{
    public const string C = "libc.so.6";
    public const string Crypt = "libcrypt.so.1";
    public const string Pam = "libpam.so.0";
    public const string Pcre2 = "libpcre2-8.so.0";

    /// <summary>Sonames with the same interface. Fedora and Red Hat build libxcrypt without the obsolete calls, as libcrypt.so.2.</summary>
    static readonly (string Soname, string Fallback)[] Fallbacks = [(Crypt, "libcrypt.so.2")];

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "A resolver must be there before the first binding is used, whichever that is.")]
    internal static void Install() => NativeLibrary.SetDllImportResolver(typeof(Libraries).Assembly, Resolve);

    /// <summary>
    /// Binds now what switched threads call. Without it the first use of each function runs managed code (this resolver), which must not
    /// happen on an identity-switched thread. Call once at start, before threads switch.
    /// </summary>
    public static void BindAll() => Rehearsal.Run();

    static nint Resolve(string soname, Assembly assembly, DllImportSearchPath? searchPath)
    {
        // By soname only: the dynamic linker's path decides, never a file beside the program.
        if (NativeLibrary.TryLoad(soname, out var library))
            return library;
        foreach (var (wanted, fallback) in Fallbacks)
        {
            if (wanted == soname && NativeLibrary.TryLoad(fallback, out library))
                return library;
        }
        return 0;
    }
}
