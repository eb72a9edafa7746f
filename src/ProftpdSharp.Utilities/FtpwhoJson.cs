using System.Globalization;
using System.Text;
using ProftpdSharp.Core.Scoreboard;

namespace ProftpdSharp.Utilities;

/// <summary><c>ftpwho -o json</c>, laid out as upstream lays it out; monitoring programs read it.</summary>
static class FtpwhoJson
{
    public static void Write(UtilityConsole console, ScoreboardSnapshot scoreboard, string? server)
    {
        var header = scoreboard.Header;
        var about = new List<string> { Text("server_type", header.ProcessId == 0 ? "inetd" : "standalone") };
        if (header.ProcessId != 0)
            about.Add(Number("pid", header.ProcessId));
        about.Add(Number("started_ms", header.Started.ToUnixTimeMilliseconds()));
        var connections = scoreboard.Entries.Where(entry => server is null || entry.ServerLabel == server).Select(Connection).ToList();
        console.Line("{");
        console.Line($"  \"server\": {Object(about, "  ")},");
        console.Line(connections.Count == 0 ? "  \"connections\": []" : $"  \"connections\": [\n    {string.Join(",\n    ", connections)}\n  ]");
        console.Line("}");
    }

    static string Connection(ScoreboardEntry entry)
    {
        var members = new List<string>
        {
            Number("pid", entry.Number),
            Number("connected_since_ms", entry.Connected.ToUnixTimeMilliseconds()),
            Text("remote_name", entry.ClientName),
            Text("remote_address", entry.ClientAddress),
            Text("local_address", entry.ServerAddress[..Math.Max(0, entry.ServerAddress.LastIndexOf(':'))]),
            Number("local_port", entry.ServerPort),
            entry.IsAuthenticating ? True("authenticating") : Text("user", entry.User),
        };
        if (entry.Class.Length > 0)
            members.Add(Text("class", entry.Class));
        if (entry.Protocol.Length > 0)
            members.Add(Text("protocol", entry.Protocol));
        if (!entry.IsAuthenticating)
            members.Add(Text("location", entry.Directory));
        AddActivity(members, entry);
        return Object(members, "    ");
    }

    static void AddActivity(List<string> members, ScoreboardEntry entry)
    {
        if (entry.IsAuthenticating || Intervals.IsIdle(entry))
        {
            members.Add(True("idling"));
            if (!entry.IsAuthenticating && entry.IdleSince is { } since)
                members.Add(Number("idle_since_ms", since.ToUnixTimeMilliseconds()));
        }
        else
        {
            members.Add(Text("command", entry.Command));
            if (entry.Argument.Length > 0)
                members.Add(Text("command_args", entry.Argument));
        }
        if (Intervals.IsUpload(entry))
            members.Add(True("uploading"));
        if (Intervals.IsDownload(entry))
        {
            members.Add(True("downloading"));
            members.Add(Text("transfer_completed", Intervals.Percent(entry).ToString(CultureInfo.InvariantCulture)));
        }
        if (entry.TransferDone > 0)
            members.Add(Number("transfer_bytes", entry.TransferDone));
        // Upstream takes the milliseconds of the scoreboard for seconds.
        if (entry.TransferElapsed > TimeSpan.Zero)
            members.Add(Number("transfer_duration_ms", (long)entry.TransferElapsed.TotalMilliseconds * 1000));
    }

    static string Object(List<string> members, string indent) =>
        $"{{\n{indent}  {string.Join($",\n{indent}  ", members)}\n{indent}}}";

    static string Text(string name, string value) => $"\"{name}\": \"{Escape(value)}\"";

    static string Number(string name, long value) => string.Create(CultureInfo.InvariantCulture, $"\"{name}\": {value}");

    static string True(string name) => $"\"{name}\": true";

    /// <summary>Bytes that are no UTF-8 become the replacement character: upstream's program aborts on them.</summary>
    static string Escape(string bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var character in Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes)))
        {
            text.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => character.ToString(),
            });
        }
        return UtilityConsole.Bytes(text.ToString());
    }
}
