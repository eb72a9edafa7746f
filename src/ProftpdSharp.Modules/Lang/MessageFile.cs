using System.Buffers.Binary;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Lang;

/// <summary>A compiled message catalogue of gettext, as <c>msgfmt</c> writes it (GNU gettext manual, "The Format of GNU MO Files").</summary>
static class MessageFile
{
    const uint Magic = 0x950412DE;
    const int Limit = 4 << 20;

    /// <summary>The texts with their translations, in the file's own character set; null for a file that is not there or is none.</summary>
    public static Dictionary<string, string>? Read(string path)
    {
        var content = Files.ReadWhole(path, Limit);
        return content.Ok ? Parse(content.Value) : null;
    }

    /// <summary>The text of the empty message holds the header, with <c>charset=</c>.</summary>
    public static string Charset(Dictionary<string, string> messages)
    {
        const string Key = "charset=";
        var header = messages.GetValueOrDefault("", "");
        var at = header.IndexOf(Key, StringComparison.Ordinal);
        return at < 0 ? "UTF-8" : header[(at + Key.Length)..].Split('\n')[0].Trim();
    }

    internal static Dictionary<string, string>? Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < 28)
            return null;
        var isLittle = BinaryPrimitives.ReadUInt32LittleEndian(file) == Magic;
        if (!isLittle && BinaryPrimitives.ReadUInt32BigEndian(file) != Magic)
            return null;
        var (count, originals, translations) = (Number(file, 8, isLittle), Number(file, 12, isLittle), Number(file, 16, isLittle));
        var messages = new Dictionary<string, string>(StringComparer.Ordinal);
        for (uint i = 0; i < count; i++)
        {
            if (Text(file, originals + (8L * i), isLittle) is not { } original || Text(file, translations + (8L * i), isLittle) is not { } translation)
                return null;
            messages[original] = translation;
        }
        return messages;
    }

    /// <summary>What a row of a table points at: length, offset. Further plural forms follow a NUL and are left out.</summary>
    static string? Text(ReadOnlySpan<byte> file, long row, bool isLittle)
    {
        if (row + 8 > file.Length)
            return null;
        var (length, offset) = (Number(file, row, isLittle), Number(file, row + 4, isLittle));
        return (long)offset + length > file.Length ? null : ByteStrings.FromTerminated(file.Slice((int)offset, (int)length));
    }

    static uint Number(ReadOnlySpan<byte> file, long at, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]) : BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
}
