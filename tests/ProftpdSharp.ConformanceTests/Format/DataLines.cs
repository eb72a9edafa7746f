using System.Security.Cryptography;
using System.Text;

namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>
/// The bytes of a data connection as lines. A line ends in CRLF unless it says otherwise: <c>\n</c> at its end is a bare LF, <c>\c</c> is
/// no line end at all (only the last line). <c>{empty}</c> is no bytes, <c>{bytes n}</c> a pattern, anything long its SHA-256.
/// </summary>
static class DataLines
{
    const int LongestText = 6000;

    /// <summary>Bytes as transcript lines.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="longest">From how many bytes on it is a digest.</param>
    public static IReadOnlyList<string> Encode(byte[] bytes, int longest = LongestText)
    {
        if (bytes.Length == 0)
            return ["{empty}"];
        if (TestPattern.Describe(bytes) is { } pattern)
            return [pattern];
        if (bytes.Length > longest)
            return [$"{{{bytes.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}}}"];
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        var encoded = lines[..^1].Select(line => line.EndsWith('\r') ? Escapes.Encode(line[..^1]) : Escapes.Encode(line) + @"\n").ToList();
        if (lines[^1].Length > 0)
            encoded.Add(Escapes.Encode(lines[^1]) + @"\c");
        return encoded;
    }

    /// <summary>Transcript lines as bytes.</summary>
    public static byte[] Decode(IReadOnlyList<string> lines)
    {
        if (lines is ["{empty}"])
            return [];
        if (lines is [var only] && TestPattern.Parse(only) is { } pattern)
            return pattern;
        return Encoding.Latin1.GetBytes(string.Concat(lines.Select(DecodeLine)));
    }

    static string DecodeLine(string line) =>
        line.EndsWith(@"\c", StringComparison.Ordinal) ? Escapes.Decode(line[..^2])
        : line.EndsWith(@"\n", StringComparison.Ordinal) ? Escapes.Decode(line)
        : Escapes.Decode(line) + "\r\n";
}
