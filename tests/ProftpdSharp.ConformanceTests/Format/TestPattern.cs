using System.Globalization;

namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>Contents too long to write out: <c>{bytes 1000000}</c> is that many bytes of a fixed pattern.</summary>
static class TestPattern
{
    const int Period = 251; // prime, so that no power-of-two block repeats it

    /// <summary>The bytes that <c>{bytes n}</c> stands for, or null when the text is something else.</summary>
    public static byte[]? Parse(string text) =>
        text is ['{', 'b', 'y', 't', 'e', 's', ' ', .. var count, '}'] ? Make(int.Parse(count, CultureInfo.InvariantCulture)) : null;

    /// <summary>How such bytes are written in a transcript, or null when these are no such bytes or are short.</summary>
    public static string? Describe(ReadOnlySpan<byte> bytes) =>
        bytes.Length > Period && bytes.SequenceEqual(Make(bytes.Length))
            ? string.Create(CultureInfo.InvariantCulture, $"{{bytes {bytes.Length}}}")
            : null;

    static byte[] Make(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)(i % Period);
        return bytes;
    }
}
