using System.Runtime.InteropServices;

namespace ProftpdSharp.Native;

/// <summary>Converts bytes of one character set into another: iconv(3) of the C library. For one thread at a time.</summary>
public sealed unsafe partial class CharsetConverter : SafeHandle
{
    const nint None = -1;

    // As glibc's widest: four bytes for one, and room for a shift sequence.
    const int WidestGrowth = 4;
    const int ShiftRoom = 16;

    CharsetConverter(nint descriptor)
        : base(None, ownsHandle: true) => SetHandle(descriptor);

    public override bool IsInvalid => handle == None;

    /// <summary>A converter; EINVAL when the library does not know one of the names, or no way between them.</summary>
    public static Result<CharsetConverter> Open(string to, string from)
    {
        using var target = new PathBytes(to, stackalloc byte[PathBytes.OnStack]);
        using var source = new PathBytes(from, stackalloc byte[PathBytes.OnStack]);
        if (!PathBytes.AreTerminated(target.Span) || !PathBytes.AreTerminated(source.Span))
            return Errno.EINVAL;
        fixed (byte* toName = target.Span, fromName = source.Span)
        {
            var descriptor = iconv_open(toName, fromName);
            return descriptor == None ? Call.LastError : new CharsetConverter(descriptor);
        }
    }

    /// <summary>A byte string in the other character set; null when it is not valid in the one or has no place in the other.</summary>
    public string? Convert(string text)
    {
        var source = ByteStrings.ToBytes(text);
        var room = new byte[(source.Length * WidestGrowth) + ShiftRoom];
        try
        {
            return Run(source, room) is var count and >= 0 ? ByteStrings.FromBytes(room.AsSpan(0, count)) : null;
        }
        finally
        {
            // It may have been a password.
            Array.Clear(source);
            Array.Clear(room);
        }
    }

    protected override bool ReleaseHandle() => iconv_close(handle) == 0;

    /// <summary>The count of bytes written; negative for text that cannot be converted.</summary>
    int Run(byte[] source, byte[] room)
    {
        fixed (byte* input = source, output = room)
        {
            var from = input;
            var to = output;
            var (left, free) = ((nuint)source.Length, (nuint)room.Length);
            // Forgets a text that ended in the middle of a character.
            _ = iconv(this, null, null, null, null);
            if (source.Length > 0 && iconv(this, &from, &left, &to, &free) == None || iconv(this, null, null, &to, &free) == None)
                return -1;
            return (int)(to - output);
        }
    }

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint iconv_open(byte* to, byte* from);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial nint iconv(CharsetConverter converter, byte** input, nuint* left, byte** output, nuint* free);

    [LibraryImport(Libraries.C, SetLastError = true)]
    private static partial int iconv_close(nint descriptor);
}
