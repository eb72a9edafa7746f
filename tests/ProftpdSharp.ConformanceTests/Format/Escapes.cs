using System.Globalization;
using System.Text;

namespace ProftpdSharp.ConformanceTests.Format;

/// <summary>Transcripts are ASCII: other bytes, and the backslash, are written as \xHH, \r, \n, \t, \0, \\.</summary>
static class Escapes
{
    /// <summary>Bytes, one char each, as transcript text.</summary>
    public static string Encode(string bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var c in bytes)
        {
            text.Append(c switch
            {
                '\\' => @"\\",
                '\r' => @"\r",
                '\n' => @"\n",
                '\t' => @"\t",
                < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}"),
                _ => c.ToString(),
            });
        }
        if (bytes.EndsWith(' '))
            text.Remove(text.Length - 1, 1).Append(@"\x20");
        return text.ToString();
    }

    /// <summary>Transcript text as bytes, one char each.</summary>
    public static string Decode(string text)
    {
        var bytes = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                bytes.Append(text[i]);
                continue;
            }
            i++;
            if (text[i] == 'x')
            {
                bytes.Append((char)byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else
            {
                bytes.Append(text[i] switch { 'r' => '\r', 'n' => '\n', 't' => '\t', '0' => '\0', var other => other });
            }
        }
        return bytes.ToString();
    }

    /// <summary>Transcript text as bytes.</summary>
    public static byte[] DecodeBytes(string text) => Encoding.Latin1.GetBytes(Decode(text));
}
