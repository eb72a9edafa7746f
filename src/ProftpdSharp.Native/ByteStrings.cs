using System.Text;

namespace ProftpdSharp.Native;

/// <summary>
/// Byte strings: paths, names and wire text as the bytes they are, each carried as the char of the same value (Latin-1), without loss.
/// </summary>
public static class ByteStrings
{
    public static string FromBytes(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>The bytes up to the first NUL, or all where there is none: how C's fixed-size text fields are read.</summary>
    public static string FromTerminated(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return FromBytes(end < 0 ? bytes : bytes[..end]);
    }

    /// <exception cref="ArgumentException">A char above 255: the text was never a byte string.</exception>
    public static byte[] ToBytes(string text)
    {
        var bytes = new byte[text.Length];
        Write(text, bytes);
        return bytes;
    }

    /// <summary>Writes one byte per char and returns how many; <paramref name="destination"/> must be long enough.</summary>
    /// <exception cref="ArgumentException">A char above 255, or too little room.</exception>
    public static int Write(ReadOnlySpan<char> text, Span<byte> destination)
    {
        // Encoding.Latin1 would turn a foreign char into '?', which is a different file.
        if (text.ContainsAnyExceptInRange('\0', '\u00ff'))
            throw new ArgumentException("Not a byte string: it has a char above 255.", nameof(text));
        return Encoding.Latin1.GetBytes(text, destination);
    }

    /// <summary>Whether C can take the text as it is: no NUL inside, no char above 255.</summary>
    public static bool IsPassable(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('\u0001', '\u00ff');
}
