using System.Globalization;
using System.Text;

namespace ProftpdSharp.Core.Logging;

/// <summary>Text on its way into a log line.</summary>
public static class LogText
{
    /// <summary>
    /// The text with the bytes that end lines or steer terminals (LF, CR, NUL, ESC) as <c>\ooo</c>, so that nothing a client sent can begin a
    /// line of a log. Other bytes stay as they are, as upstream writes all of them.
    /// </summary>
    public static string Sanitize(string text)
    {
        if (!NeedsEscape(text))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsDangerous(character))
                escaped.Append('\\').Append(Octal(character));
            else
                escaped.Append(character);
        }
        return escaped.ToString();
    }

    static bool NeedsEscape(string text)
    {
        foreach (var character in text)
        {
            if (IsDangerous(character))
                return true;
        }
        return false;
    }

    static bool IsDangerous(char character) => character is '\n' or '\r' or '\0' or '\u001b';

    static string Octal(char character) => Convert.ToString(character, 8).PadLeft(3, '0');

    /// <summary>Local time as the log files begin their lines: <c>2026-11-22 10:31:13,681</c>.</summary>
    public static string Timestamp(DateTimeOffset local) => local.ToString("yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);
}
