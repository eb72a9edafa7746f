using System.Globalization;
using System.Text;

namespace ProftpdSharp.Core.Responses;

/// <summary>
/// Lines to wire text (RFC 959 section 4.2): <c>CODE-first</c>, then inner lines that begin with a blank, then <c>CODE last</c>.
/// </summary>
public static class ReplyText
{
    /// <summary>Formats whole replies: consecutive lines of one code, and their continuations, form one.</summary>
    public static string Format(IEnumerable<ResponseLine> lines)
    {
        var coded = Coded(lines).ToList();
        var text = new StringBuilder();
        for (var i = 0; i < coded.Count; i++)
        {
            var code = coded[i].Code;
            if (i + 1 == coded.Count || coded[i + 1].Code != code)
                text.Append(Digits(code)).Append(' ');
            else if (i == 0 || coded[i - 1].Code != code)
                text.Append(Digits(code)).Append('-');
            else
                text.Append(' ');
            text.Append(coded[i].Text).Append("\r\n");
        }
        return text.ToString();
    }

    /// <summary>One reply of one line.</summary>
    public static string Single(int code, string text) => $"{Digits(code)} {text}\r\n";

    /// <summary>The lines, each with the code under which it goes out.</summary>
    public static IEnumerable<ResponseLine> Coded(IEnumerable<ResponseLine> lines)
    {
        var code = 0;
        foreach (var line in lines)
        {
            code = line.Code == 0 ? code : line.Code;
            yield return new ResponseLine(code, line.Text);
        }
    }

    static string Digits(int code) => code.ToString("D3", CultureInfo.InvariantCulture);
}
