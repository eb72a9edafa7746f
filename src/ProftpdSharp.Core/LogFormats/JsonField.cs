using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>One variable of a LogFormat as a member of a JSON object.</summary>
readonly record struct JsonField(string Key, Func<LogRow, string> Value)
{
    static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The keys of upstream's mod_redis; a <c>%{long-name}</c> that is not here has its name with underscores.</summary>
    static readonly FrozenDictionary<string, string> Keys = new Dictionary<string, string>
    {
        ["a"] = "remote_ip",
        ["A"] = "anon_password",
        ["b"] = "bytes_sent",
        ["c"] = "connection_class",
        ["d"] = "dir_name",
        ["D"] = "dir_path",
        ["E"] = "session_end_reason",
        ["f"] = "file",
        ["F"] = "transfer_path",
        ["g"] = "group",
        ["h"] = "remote_dns",
        ["H"] = "server_ip",
        ["I"] = "session_bytes_rcvd",
        ["J"] = "command_params",
        ["l"] = "identd_user",
        ["L"] = "local_ip",
        ["m"] = "command",
        ["O"] = "session_bytes_sent",
        ["p"] = "local_port",
        ["P"] = "pid",
        ["r"] = "raw_command",
        ["R"] = "response_ms",
        ["s"] = "response_code",
        ["S"] = "response_msg",
        ["t"] = "local_time",
        ["T"] = "transfer_secs",
        ["u"] = "user",
        ["U"] = "original_user",
        ["v"] = "server_name",
        ["V"] = "server_dns",
        ["w"] = "rename_from",
        ["{iso8601}"] = "timestamp",
        ["{version}"] = "server_version",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenSet<string> Numbers = new[]
    {
        "bytes_sent", "epoch", "file_offset", "file_size", "gid", "local_port", "microsecs", "millisecs", "pid", "remote_port", "response_code", "response_ms",
        "session_bytes_rcvd", "session_bytes_sent", "transfer_millisecs", "transfer_port", "transfer_secs", "uid",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="variable">Without its per cent sign: <c>a</c>, <c>{uid}</c>, <c>{NAME}e</c>.</param>
    /// <param name="value">Its value.</param>
    public static JsonField Of(string variable, Func<LogRow, string> value) => new(KeyOf(variable), value);

    /// <summary>Writes the member, unless the row has no value for it.</summary>
    public void Write(Utf8JsonWriter json, LogRow row)
    {
        var value = Value(row);
        // What the client sent may be a dash.
        if (value.Length == 0 || (value == "-" && Key is not ("command_params" or "raw_command")))
            return;
        if (Numbers.Contains(Key) && decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            json.WriteNumber(Key, number);
        else if (Key == "file_modified")
            json.WriteBoolean(Key, value == "true");
        else
            json.WriteString(Key, Text(value));
    }

    static string KeyOf(string variable)
    {
        if (Keys.TryGetValue(variable, out var key))
            return key;
        var end = variable.IndexOf('}');
        var name = variable[1..end];
        if (end + 1 < variable.Length)
            return variable[end + 1] == 'e' ? $"ENV:{name}" : "local_time";
        if (name.StartsWith("note:", StringComparison.Ordinal))
            return $"NOTE:{name[5..]}";
        return name.StartsWith("time:", StringComparison.Ordinal) ? "local_time" : name.Replace('-', '_');
    }

    /// <summary>Bytes that are UTF-8 are that; others are characters of their number, so that nothing is lost.</summary>
    static string Text(string value)
    {
        try
        {
            return StrictUtf8.GetString(ByteStrings.ToBytes(value));
        }
        catch (DecoderFallbackException)
        {
            return value;
        }
    }
}
