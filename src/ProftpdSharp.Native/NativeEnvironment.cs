using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>
/// The C library's environment, which libraries and executed programs see; .NET keeps a copy of its own, taken at start.
/// The C library does not lock it, so it may be changed only while nothing else runs: at start and on reload.
/// </summary>
public static unsafe partial class NativeEnvironment
{
    /// <summary>setenv(3); EINVAL for a name that is empty or has "=".</summary>
    public static Errno Set(string name, string value) =>
        ByteStrings.IsPassable(name) && ByteStrings.IsPassable(value) ? Call.Outcome(setenv(name, value, 1)) : Errno.EINVAL;

    /// <summary>unsetenv(3); no error when there was none.</summary>
    public static Errno Unset(string name) => ByteStrings.IsPassable(name) ? Call.Outcome(unsetenv(name)) : Errno.EINVAL;

    /// <summary>getenv(3) as a byte string; null when there is none.</summary>
    public static string? Get(string name)
    {
        var value = ByteStrings.IsPassable(name) ? getenv(name) : null;
        return value == null ? null : ByteStrings.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(value));
    }

    /// <summary>tzset(3): the C library reads TZ again.</summary>
    public static void Tzset() => tzset();

    [LibraryImport(Libraries.C, SetLastError = true, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport(Libraries.C, SetLastError = true, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial int unsetenv(string name);

    [LibraryImport(Libraries.C, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial byte* getenv(string name);

    [LibraryImport(Libraries.C)]
    private static partial void tzset();
}
