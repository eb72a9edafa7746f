using System.Globalization;
using ProftpdSharp.Core.Scoreboard;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>ftpwho: who is connected and what each session does.</summary>
static class Ftpwho
{
    const string Usage = """
        usage: ftpwho [options]
          -c, --config
            specify full path to proftpd configuration file
          -f, --file
            specify full path to scoreboard file
          -h, --help
            display ftpwho usage
          -o, --outform
            specify an output format
          -v, --verbose
            display additional information for each connection
          -S, --server
            show users only for specified ServerName

        """;

    enum Form
    {
        Text,
        OneLine,
        Json,
    }

    public static int Run(UtilityConsole console, string[] args)
    {
        string? server = null;
        var (form, isVerbose) = (Form.Text, false);
        var options = new Options(
            "c:f:ho:vS:", ("config", 'c'), ("file", 'f'), ("help", 'h'), ("outform", 'o'), ("verbose", 'v'), ("server", 'S'));
        OptionUse Take(Option option)
        {
            switch (option.Letter)
            {
                case 'S':
                    server = option.Value;
                    return OptionUse.Taken;
                case 'v':
                    isVerbose = true;
                    return OptionUse.Taken;
                case 'o' when FormNamed(option.Value) is { } named:
                    form = named;
                    return OptionUse.Taken;
                case 'o':
                    console.Error($"unknown outform value: '{option.Value}'");
                    return OptionUse.Refused;
                default:
                    return OptionUse.Unknown;
            }
        }

        if (ScoreboardChoice.Read(console, args, options, Usage, Take, out var status) is not { } path)
            return status;
        var scoreboard = ScoreboardReader.Read(path);
        if (scoreboard.Fault != ScoreboardFault.None)
        {
            console.Error(Describe(scoreboard));
            return 1;
        }
        if (form == Form.Json)
            FtpwhoJson.Write(console, scoreboard, server);
        else
            Write(console, scoreboard, server, isVerbose, form == Form.OneLine);
        return 0;
    }

    static Form? FormNamed(string name) => name switch
    {
        "oneline" => Form.OneLine,
        "json" => Form.Json,
        _ => null,
    };

    static string Describe(ScoreboardSnapshot scoreboard) => scoreboard.Fault switch
    {
        ScoreboardFault.Corrupted => "scoreboard is corrupted or old",
        ScoreboardFault.TooOld => "scoreboard version is too old",
        ScoreboardFault.TooNew => "scoreboard version is too new",
        _ => $"unable to open scoreboard: {scoreboard.Error.Describe()}",
    };

    static void Write(UtilityConsole console, ScoreboardSnapshot scoreboard, string? server, bool isVerbose, bool oneLine)
    {
        var now = console.Clock.GetUtcNow();
        var header = scoreboard.Header;
        console.Line(header.ProcessId == 0
            ? "inetd FTP daemon:"
            : $"standalone FTP daemon [{header.ProcessId}], up for {Intervals.Uptime(now - header.Started)}");
        if (server is not null)
            console.Line($"ProFTPD Server '{server}'");
        var shown = scoreboard.Entries.Where(entry => server is null || entry.ServerLabel == server).ToList();
        foreach (var entry in shown)
        {
            console.Output.Write(Row(entry, now));
            if (isVerbose)
                console.Output.Write(Details(entry, oneLine));
            if (!isVerbose || oneLine)
                console.Output.Write("\n");
        }
        if (shown.Count == 0)
            console.Line("no users connected");
        else
            ClassCount.Write(console, shown);
    }

    static string Row(ScoreboardEntry entry, DateTimeOffset now)
    {
        var start = string.Create(
            CultureInfo.InvariantCulture, $"{entry.Number,5} {entry.User,-8} [{Intervals.Short(now - entry.Connected),6}] ");
        if (entry.IsAuthenticating)
            return start + "(authenticating)";
        if (Intervals.IsIdle(entry))
            return $"{start}{Intervals.Short(now - (entry.IdleSince ?? now)),6} idle";
        var progress = Intervals.IsDownload(entry) ? $"({Intervals.Percent(entry),3}%)" : "(n/a)";
        return $"{start}{progress} {entry.Command} {entry.Argument}";
    }

    static string Details(ScoreboardEntry entry, bool oneLine)
    {
        var parts = new List<string>();
        if (!entry.IsAuthenticating && !Intervals.IsIdle(entry))
            parts.Add($"KB/s: {Intervals.Speed(entry)}");
        parts.Add($"client: {entry.ClientName} [{entry.ClientAddress}]");
        parts.Add($"server: {entry.ServerAddress} ({entry.ServerLabel})");
        if (entry.Protocol.Length > 0)
            parts.Add($"protocol: {entry.Protocol}");
        if (!entry.IsAuthenticating)
            parts.Add($"location: {entry.Directory}");
        if (entry.Class.Length > 0)
            parts.Add($"class: {entry.Class}");
        if (oneLine)
            return string.Concat(parts.Select(part => " " + part));
        return "\n" + string.Concat(parts.Select(part => $"\t{part}\n")) + (entry.Class.Length > 0 ? "" : "\n");
    }
}
