using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>Replaces what differs from run to run by names in braces, in replies, listings and log lines alike.</summary>
/// <param name="server">Whose directory and ports they are.</param>
sealed partial class Placeholders(ServerFolder server)
{
    static readonly string Host = Dns.GetHostName();
    readonly string _root = server.Root;
    readonly string _port = server.Port.ToString(CultureInfo.InvariantCulture);
    readonly Dictionary<string, string> _ports = new()
    {
        [server.SparePort.ToString(CultureInfo.InvariantCulture)] = "{SPAREPORT}",
        [(server.SparePort + 1).ToString(CultureInfo.InvariantCulture)] = "{NEXTPORT}",
        [server.Port.ToString(CultureInfo.InvariantCulture)] = "{PORT}",
    };

    /// <summary>{ROOT}, {PORT} and {x N} in what the client sends.</summary>
    public string Fill(string text) =>
        ManyPattern().Replace(text, match => new string('x', int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)))
            .Replace("{ROOT}", _root).Replace("{PORT}", _port);

    /// <summary>What the server said, with names for what differs.</summary>
    public string Hide(string text)
    {
        text = text.Replace(_root, "{ROOT}");
        text = UniquePattern().Replace(text, "unique={UNIQUE};"); // before a part of it looks like a port
        text = PassivePattern().Replace(text, "$1{PASVPORT}$2");
        text = ExtendedPattern().Replace(text, "(|||{PASVPORT}|)"); // which may happen to be the spare one
        text = PortPattern().Replace(text, match => _ports.GetValueOrDefault(match.Value, match.Value));
        text = DataPortPattern().Replace(text, "$1{DATAPORT}");
        text = SystemLogPattern().Replace(text, match => $"{{TIME}} {HostOrNothing(match.Groups[1].Value)} proftpd[{{PID}}]");
        text = ModuleLogPattern().Replace(text, "{TIME} $1[{PID}]");
        text = RolePattern().Replace(text, match => $"{HostOrNothing(match.Groups[1].Value)}{match.Groups[2].Value}{match.Groups[3].Value}[{{PID}}]");
        text = TimestampPattern().Replace(text, "{TIME}");
        text = SecondsPattern().Replace(text, "{SECONDS}");
        text = TraceLogPattern().Replace(text, "$1[{PID}] ");
        text = CommonLogTimePattern().Replace(text, "[{TIME}]");
        text = TransferLogTimePattern().Replace(text, "{TIME}");
        text = FactTimePattern().Replace(text, match => IsNow(match.Value, "yyyyMMddHHmmss") ? "{NOW}" : match.Value);
        return ListTimePattern().Replace(text, match => IsNow(Squeeze(match.Value), "MMM d HH:mm") ? "{NOW}" : match.Value);
    }

    /// <summary>Whether a line is the expected one, in which {ANY} stands for anything but nothing.</summary>
    public static bool Matches(string expected, string actual) =>
        expected == actual
        || (expected.Contains("{ANY}", StringComparison.Ordinal)
            && Regex.IsMatch(actual, "^" + Regex.Escape(expected).Replace(@"\{ANY}", ".+", StringComparison.Ordinal) + "$"));

    static string HostOrNothing(string host) => host == Host ? "{HOST}" : host;

    static bool IsNow(string text, string format) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && (DateTime.UtcNow - time).Duration() < TimeSpan.FromDays(1);

    static string Squeeze(string text) => text.Replace("  ", " ", StringComparison.Ordinal);

    [GeneratedRegex(@"\{x (\d+)\}")]
    private static partial Regex ManyPattern();

    [GeneratedRegex(@"(?<!\d)\d{4,5}(?!\d)")]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"(Entering Passive Mode \(\d+,\d+,\d+,\d+,)\d+,\d+(\))")]
    private static partial Regex PassivePattern();

    [GeneratedRegex(@"\(\|\|\|\d+\|\)")]
    private static partial Regex ExtendedPattern();

    [GeneratedRegex(@"(data transfer (?:from|to) (?:from|to) \S+ port )\d+")]
    private static partial Regex DataPortPattern();

    [GeneratedRegex(@"unique=[0-9A-Fa-f]+U[0-9A-Fa-f]+;")]
    private static partial Regex UniquePattern();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (\S*) proftpd\[\d+\]")]
    private static partial Regex SystemLogPattern();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (\S+)\[\d+\]")]
    private static partial Regex ModuleLogPattern();

    [GeneratedRegex(@"(?<!\S)(?:(\S+)( ))?(proftpd|daemon|session)\[\d+\]")]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}")]
    private static partial Regex TimestampPattern();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?!,)")]
    private static partial Regex SecondsPattern();

    [GeneratedRegex(@"^((?:\{TIME\} |\{SECONDS\} )?)\[\d+\] ")]
    private static partial Regex TraceLogPattern();

    [GeneratedRegex(@"\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]")]
    private static partial Regex CommonLogTimePattern();

    [GeneratedRegex(@"[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-3]\d \d\d:\d\d:\d\d \d{4}")]
    private static partial Regex TransferLogTimePattern();

    [GeneratedRegex(@"(?<!\d)20\d{12}(?!\d)")]
    private static partial Regex FactTimePattern();

    [GeneratedRegex(@"[A-Z][a-z]{2} [ 0-3]\d \d\d:\d\d(?!:)")]
    private static partial Regex ListTimePattern();
}
