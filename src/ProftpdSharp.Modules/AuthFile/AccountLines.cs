using System.Buffers;
using System.Buffers.Text;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.AuthFile;

/// <summary>A user of an AuthUserFile with the hash of the password.</summary>
sealed record FileUser(UserEntry Entry, string Hash)
{
    /// <summary>Never the hash.</summary>
    public override string ToString() => Entry.Name;
}

/// <summary>What is in one line; null when it is not what is looked for.</summary>
delegate T? LineReader<T>(ReadOnlySpan<byte> line, int number)
    where T : class;

/// <summary>Reads files in the formats of passwd(5) and group(5) line by line, in bounded memory however large the file is.</summary>
static class AccountLines
{
    const int ReadSize = 32 * 1024;

    /// <summary>Longer lines (groups with very many members) are cut off.</summary>
    const int LongestLine = 1 << 20;

    /// <summary>The first line that the reader takes; reads the descriptor from its beginning and blocks.</summary>
    public static T? Find<T>(Descriptor file, LineReader<T> read)
        where T : class
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            return Find(file, ref buffer, read);
        }
        finally
        {
            // Hashes of passwords were in it.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    static T? Find<T>(Descriptor file, ref byte[] buffer, LineReader<T> read)
        where T : class
    {
        long position = 0;
        var (filled, number) = (0, 0);
        while (true)
        {
            var count = Files.Pread(file, buffer.AsSpan(filled), position);
            if (!count.Ok || count.Value == 0)
                return filled == 0 ? null : ReadLine(buffer.AsSpan(0, filled), ++number, read);
            position += count.Value;
            filled += count.Value;
            var start = 0;
            for (int feed; (feed = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += feed + 1)
            {
                if (ReadLine(buffer.AsSpan(start, feed), ++number, read) is { } found)
                    return found;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
                Grow(ref buffer, ref filled);
        }
    }

    static T? ReadLine<T>(ReadOnlySpan<byte> line, int number, LineReader<T> read)
        where T : class => line.StartsWith("#"u8) ? null : read(line.TrimEnd((byte)'\r'), number);

    static void Grow(ref byte[] buffer, ref int filled)
    {
        if (buffer.Length >= LongestLine)
        {
            filled = 0;
            return;
        }
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        buffer = larger;
    }

    /// <summary>Reads a line of an AuthUserFile.</summary>
    /// <param name="line">Without its end.</param>
    /// <param name="number">From 1.</param>
    /// <param name="complaint">Why it is no user, in upstream's words.</param>
    public static FileUser? ReadUser(ReadOnlySpan<byte> line, int number, out string? complaint)
    {
        complaint = null;
        Span<Range> fields = stackalloc Range[7];
        var count = Split(line, fields);
        if (count < 7)
        {
            complaint = $"Malformed entry in AuthUserFile file (field count {count} != 7, line {number})";
            return null;
        }
        var name = ByteStrings.FromBytes(line[fields[0]]);
        complaint = ComplainOfId("UID", line[fields[2]], name, number) ?? ComplainOfId("GID", line[fields[3]], name, number);
        if (line[fields[2]].IsEmpty || line[fields[3]].IsEmpty)
            complaint = $"AuthUserFile: missing UID/GID fields for user '{name}' (line {number}), skipping";
        if (ReadId(line[fields[2]]) is not { } uid || ReadId(line[fields[3]]) is not { } gid)
            return null;
        return new FileUser(
            new UserEntry(name, uid, gid, ByteStrings.FromBytes(line[fields[5]]), ByteStrings.FromBytes(line[fields[6]])),
            ByteStrings.FromBytes(line[fields[1]]));
    }

    /// <summary>Reads a line of an AuthGroupFile.</summary>
    /// <inheritdoc cref="ReadUser"/>
    public static GroupEntry? ReadGroup(ReadOnlySpan<byte> line, int number, out string? complaint)
    {
        complaint = null;
        Span<Range> fields = stackalloc Range[4];
        var count = Split(line, fields);
        if (count < 3)
        {
            complaint = $"Malformed entry in AuthGroupFile file (line {number})";
            return null;
        }
        var name = ByteStrings.FromBytes(line[fields[0]]);
        if (ReadId(line[fields[2]]) is not { } gid)
        {
            complaint = $"AuthGroupFile: non-numeric GID field '{ByteStrings.FromBytes(line[fields[2]])}' for group '{name}' (line {number})";
            return null;
        }
        var members = count > 3 ? ByteStrings.FromBytes(line[fields[3]]) : "";
        return new GroupEntry(name, gid, members.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    static string? ComplainOfId(string kind, ReadOnlySpan<byte> field, string name, int number) => ReadId(field) is null
        ? $"AuthUserFile: non-numeric {kind} field '{ByteStrings.FromBytes(field)}' for user '{name}' (line {number}), skipping"
        : null;

    /// <summary>The fields between colons, as many as there is room for; what follows the last one is dropped.</summary>
    static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        foreach (var field in line.Split((byte)':'))
        {
            if (count == fields.Length)
                break;
            fields[count++] = field;
        }
        return count;
    }

    /// <summary>strtoul as upstream uses it: leading blanks, a sign and any size are accepted, what follows the digits is not.</summary>
    static uint? ReadId(ReadOnlySpan<byte> field) =>
        Utf8Parser.TryParse(field.TrimStart(" \t"u8), out long id, out var used) && used == field.TrimStart(" \t"u8).Length ? (uint)id : null;
}
