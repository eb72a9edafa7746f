using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>A locale of the C library, as <c>locale -a</c> lists them, beside the one of the process. Safe to use from several threads.</summary>
public sealed unsafe partial class Locale : SafeHandle
{
    // glibc's numbers.
    const int AllCategories = 0x1FBF;
    const int CodesetItem = 14;

    Locale(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>The character set of its texts, as <c>ISO-8859-1</c>.</summary>
    public string Codeset => Text(nl_langinfo_l(CodesetItem, this));

    /// <summary>Loads a locale; null where the machine has none of that name. The empty name stands for what the environment asks for.</summary>
    public static Locale? Open(string name)
    {
        if (name.Length > 0 && !ByteStrings.IsPassable(name))
            return null;
        var locale = newlocale(AllCategories, name, 0);
        return locale == 0 ? null : new Locale(locale);
    }

    /// <summary>What strerror(3) says in this locale, in its character set.</summary>
    public string Describe(Errno error) => Text(strerror_l((int)error, this));

    protected override bool ReleaseHandle()
    {
        freelocale(handle);
        return true;
    }

    static string Text(byte* text) => ByteStrings.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    [LibraryImport(Libraries.C, SetLastError = true, StringMarshalling = StringMarshalling.Custom,
        StringMarshallingCustomType = typeof(Latin1StringMarshaller))]
    private static partial nint newlocale(int categories, string name, nint old);

    [LibraryImport(Libraries.C)]
    private static partial void freelocale(nint locale);

    [LibraryImport(Libraries.C)]
    private static partial byte* nl_langinfo_l(int item, Locale locale);

    [LibraryImport(Libraries.C)]
    private static partial byte* strerror_l(int error, Locale locale);
}
