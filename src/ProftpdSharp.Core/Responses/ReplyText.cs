using System.Globalization;
using System.Text;

namespace ProftpdSharp.Core.Responses;

/// <summary>
/// Lines to wire text (RFC 959 section 4.2): <c>CODE-first</c>, then inner lines that begin with a blank, then <c>CODE last</c>.
/// </summary>
public static class ReplyText
{
    /// <summary>Formats whole replies: consecutive lines of one code, and their continuations, form one.</summary>
    public static string Format(IReadOnlyList<ResponseLine> lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
            AppendLine(text, lines, i);
        return text.ToString();
    }

    /// <summary>One reply of one line.</summary>
    public static string Single(int code, string text) => $"{Digits(code)} {text}\r\n";

    /// <summary>The code under which the line at this index goes out.</summary>
    public static int CodeOf(IReadOnlyList<ResponseLine> lines, int index)
    {
        while (index > 0 && lines[index].Code == 0)
            index--;
        return lines[index].Code;
    }

    static void AppendLine(StringBuilder text, IReadOnlyList<ResponseLine> lines, int index)
    {
        var code = CodeOf(lines, index);
        var first = index == 0 || CodeOf(lines, index - 1) != code;
        var last = index == lines.Count - 1 || CodeOf(lines, index + 1) != code;
        if (last)
            text.Append(Digits(code)).Append(' ');
        else if (first)
            text.Append(Digits(code)).Append('-');
        else
            text.Append(' ');
        text.Append(lines[index].Text).Append("\r\n");
    }

    static string Digits(int code) => code.ToString("D3", CultureInfo.InvariantCulture);
}
