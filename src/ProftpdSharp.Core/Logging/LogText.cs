using System.Globalization;
using System.Text;

namespace ProftpdSharp.Core.Logging;

/// <summary>Text on its way into a log line.</summary>
public static class LogText
{
    /// <summary>
    /// The text with every control character but the tab as <c>\ooo</c>, so that what a client sent can neither begin a line nor steer a
    /// terminal. Upstream writes such bytes as they are.
    /// </summary>
    public static string Sanitize(string text)
    {
        if (!NeedsEscape(text))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsControl(character))
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
            if (IsControl(character))
                return true;
        }
        return false;
    }

    static bool IsControl(char character) => character is (< ' ' and not '\t') or '\u007f';

    static string Octal(char character) => Convert.ToString(character, 8).PadLeft(3, '0');

    /// <summary>Local time as the log files begin their lines: <c>2026-11-22 10:31:13,681</c>.</summary>
    public static string Timestamp(DateTimeOffset local) => local.ToString("yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);
}
