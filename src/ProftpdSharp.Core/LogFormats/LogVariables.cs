using System.Collections.Frozen;
using System.Globalization;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>The one table of LogFormat's variables: for ExtendedLog, and for whatever else uses formats.</summary>
public static class LogVariables
{
    /// <summary>What stands for a value that there is not.</summary>
    const string None = "-";

    static readonly CultureInfo C = CultureInfo.InvariantCulture;

    /// <summary><c>%a</c> and the like.</summary>
    public static readonly FrozenDictionary<string, Func<LogRow, string>> Short = new Dictionary<string, Func<LogRow, string>>
    {
        ["a"] = row => row.Session.RemoteAddress.ToString(),
        ["A"] = row => row.Login?.AnonymousPassword ?? "UNKNOWN",
        ["b"] = LoggedTransfers.Bytes,
        ["c"] = row => row.Session.ClassName ?? None,
        ["d"] = LoggedPaths.DirectoryName,
        ["D"] = LoggedPaths.DirectoryPath,
        ["E"] = EndOfSession,
        ["f"] = row => LoggedPaths.HostPath(row) ?? None,
        ["F"] = row => LoggedPaths.ClientPath(row) ?? None,
        ["g"] = row => row.Login?.GroupName ?? None,
        ["h"] = row => row.Session.RemoteName,
        ["H"] = row => row.Session.Server.Addresses is [var first, ..] ? first.ToString() : None,
        ["I"] = row => row.RawReceived.ToString(C),
        ["J"] = row => row.Argument,
        ["l"] = row => row.Session.Notes.GetValueOrDefault(SessionNotes.Ident, "UNKNOWN"),
        ["L"] = row => row.Session.LocalText,
        ["m"] = row => row.Method,
        ["O"] = row => row.RawSent.ToString(C),
        ["p"] = row => row.Session.Addresses.Local.Port.ToString(C),
        ["P"] = row => row.Session.Number.ToString(C),
        ["r"] = Request,
        ["R"] = row => ((long)row.ResponseTime.TotalMilliseconds).ToString(C),
        ["s"] = row => row.ReplyCode == 0 ? None : row.ReplyCode.ToString("D3", C),
        ["S"] = row => row.ReplyCode == 0 ? None : row.ReplyText,
        ["t"] = row => Time(row, ""),
        ["T"] = row => row.Transfer is { } transfer ? transfer.Duration.TotalSeconds.ToString("F3", C) : None,
        ["u"] = row => row.Login?.UserName ?? None,
        ["U"] = row => row.GivenUser ?? None,
        ["v"] = row => row.Session.Server.Name,
        ["V"] = row => row.Session.LocalName,
        ["w"] = row => row.RenamedFrom ?? None,
    }.ToFrozenDictionary();

    /// <summary><c>%{name}</c>.</summary>
    public static readonly FrozenDictionary<string, Func<LogRow, string>> Named = new Dictionary<string, Func<LogRow, string>>
    {
        ["basename"] = row => LoggedPaths.BaseName(row) ?? None,
        ["epoch"] = row => row.Time.ToUnixTimeSeconds().ToString(C),
        ["file-modified"] = row => row.ModifiedFile ? "true" : "false",
        ["file-offset"] = LoggedTransfers.Offset,
        ["file-size"] = row => row.Transfer is not null && row.FileSize is { } size ? size.ToString(C) : None,
        ["gid"] = row => Identity(row).Gid.ToString(C),
        ["iso8601"] = row => row.Time.ToString("yyyy-MM-dd HH:mm:ss,fff", C),
        ["microsecs"] = row => row.Time.ToString("ffffff", C),
        ["millisecs"] = row => row.Time.ToString("fff", C),
        ["protocol"] = row => row.Session.Protocol,
        ["remote-port"] = row => row.Session.Addresses.Remote.Port.ToString(C),
        ["transfer-failure"] = LoggedTransfers.Failure,
        ["transfer-millisecs"] = row => row.Transfer is { } transfer ? ((long)transfer.Duration.TotalMilliseconds).ToString(C) : None,
        ["transfer-port"] = LoggedTransfers.Port,
        ["transfer-status"] = LoggedTransfers.Status,
        ["transfer-type"] = LoggedTransfers.Type,
        ["uid"] = row => Identity(row).Uid.ToString(C),
        ["version"] = _ => UpstreamRelease,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The release that <c>%{version}</c> names.</summary>
    const string UpstreamRelease = "1.3.8";

    /// <summary><c>%{NAME}e</c>: what modules exported, else the daemon's environment; empty when unset.</summary>
    internal static string Environment(LogRow row, string name) =>
        row.Session.Environment.TryGetValue(name, out var value) ? value : NativeEnvironment.Get(name) ?? "";

    /// <summary><c>%{format}t</c>; the Common Log Format's time when the format is empty.</summary>
    internal static string Time(LogRow row, string format) =>
        Strftime.Format(format.Length == 0 ? "[%d/%b/%Y:%H:%M:%S %z]" : format, row.Time, row.Session.Host.Clock.LocalTimeZone);

    static FileSystem.FileIdentity Identity(LogRow row) => row.Login?.Identity ?? row.Session.Host.DefaultIdentity;

    /// <summary>The command with its words, one blank apart.</summary>
    static string Request(LogRow row)
    {
        if (row.Command is null)
            return "";
        var first = row.Command.Verb == "SITE" ? "SITE" : row.Method;
        return string.Join(' ', Command.WordsOf(first, row.Argument).Prepend(first));
    }

    static string EndOfSession(LogRow row) => row.Session.Ending switch
    {
        null => "",
        _ when row.IsBeforeEnd || (row.Session.TurnedAway is not null && row.Command is not null) => "",
        { Reason: DisconnectReason.Quit } => row.Command is null ? "Quit" : "",
        { Reason: DisconnectReason.ClientEof } => "Read EOF from client",
        { Reason: DisconnectReason.Timeout, Detail: var which } => $"Timeout exceeded: Timeout{which}{(which == Expiry.Stalled ? " during data transfer" : "")}",
        { Reason: DisconnectReason.ConfigAcl, Detail: var policy } => $"Configured policy: {policy}",
        { Reason: DisconnectReason.Shutdown } => "Terminated by signal: Killed by signal",
        { Detail: var detail } => detail ?? None,
    };
}
