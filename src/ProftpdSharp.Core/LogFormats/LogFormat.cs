using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>A LogFormat, parsed: literal text and variables.</summary>
public sealed class LogFormat
{
    /// <summary>What ExtendedLog uses without a format's name.</summary>
    public static readonly LogFormat Default = Parse("%h %l %u %t \"%r\" %s %b");

    readonly List<Func<LogRow, string>> _parts = [];
    readonly List<JsonField> _fields = [];

    LogFormat(string text) => Text = text;

    public string Text { get; }

    /// <summary>The size or the previous existence of transferred files is asked for, which costs calls to find out.</summary>
    public bool UsesFileStatus { get; private set; }

    /// <summary>
    /// Reads a format. As upstream does it, an unknown <c>%x</c> stays, an unknown <c>%{name}</c> leaves the name, and the second sign of
    /// <c>%%</c> begins the next variable.
    /// </summary>
    public static LogFormat Parse(string text)
    {
        var format = new LogFormat(text);
        var literal = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var variable = text[i] == '%' ? Variable(text, i, out var length, format) : Literal(text, i, out length);
            if (variable.Value is null)
            {
                literal.Append(variable.Text);
            }
            else
            {
                format.AddLiteral(literal);
                format._parts.Add(variable.Value);
                format._fields.Add(JsonField.Of(text.Substring(i + 1, length - 1), variable.Value));
            }
            i += length;
        }
        format.AddLiteral(literal);
        return format;
    }

    /// <summary>One line of the log, control characters escaped but for those of <see cref="Sessions.Session.TextBlocks"/>.</summary>
    public string Render(LogRow row)
    {
        var line = new StringBuilder(128);
        foreach (var part in _parts)
        {
            var text = part(row);
            line.Append(row.Session.TextBlocks.Contains(text) ? text : LogText.Sanitize(text));
        }
        return line.ToString();
    }

    /// <summary>
    /// The variables as one line of JSON, without the text between them: keys are those of upstream's mod_redis, variables without a value are left out.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="rowClass">Connect and Exit rows have a key of their own.</param>
    public string RenderJson(LogRow row, CommandClass rowClass)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (rowClass == CommandClass.Connect)
                json.WriteBoolean("connecting", true);
            else if (rowClass == CommandClass.Exit)
                json.WriteBoolean("disconnecting", true);
            foreach (var field in _fields.DistinctBy(field => field.Key))
                field.Write(json, row);
            json.WriteEndObject();
        }
        return ByteStrings.FromBytes(bytes.WrittenSpan);
    }

    void AddLiteral(StringBuilder literal)
    {
        if (literal.Length == 0)
            return;
        var text = literal.ToString();
        literal.Clear();
        _parts.Add(_ => text);
    }

    static (Func<LogRow, string>? Value, string Text) Literal(string text, int at, out int length)
    {
        length = 1;
        return (null, text[at].ToString());
    }

    static (Func<LogRow, string>? Value, string Text) Variable(string text, int at, out int length, LogFormat format)
    {
        length = 1;
        if (at + 1 == text.Length || text[at + 1] == '%')
            return (null, "%");
        if (text[at + 1] == '{' && text.IndexOf('}', at) is > 0 and var end)
            return Long(text, text[(at + 2)..end], end, at, out length, format);
        length = 2;
        var name = text.Substring(at + 1, 1);
        return LogVariables.Short.TryGetValue(name, out var value) ? (value, "") : (null, "%" + name);
    }

    static (Func<LogRow, string>? Value, string Text) Long(string text, string name, int end, int at, out int length, LogFormat format)
    {
        length = end + 1 - at;
        var kind = end + 1 < text.Length ? text[end + 1] : '\0';
        if (kind is 'e' or 't')
        {
            length++;
            return (kind == 'e' ? row => LogVariables.Environment(row, name) : row => LogVariables.Time(row, name), "");
        }
        if (name.StartsWith("time:", StringComparison.Ordinal))
            return (row => LogVariables.Time(row, name[5..]), "");
        if (name.StartsWith("note:", StringComparison.Ordinal))
            return (row => row.Session.Notes.GetValueOrDefault(name[5..], ""), "");
        format.UsesFileStatus |= name is "file-size" or "file-modified";
        return LogVariables.Named.TryGetValue(name, out var value) ? (value, "") : (null, name);
    }
}
