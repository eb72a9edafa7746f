using ProftpdSharp.Core.Scoreboard;

namespace ProftpdSharp.Utilities;

/// <summary>ftpcount: how many are connected, by class.</summary>
static class Ftpcount
{
    const string Usage = """
        usage: ftpcount [options]
          -c, --config
            specify full path to proftpd configuration file
          -f, --file
            specify full path to scoreboard file
          -h, --help
            display ftpcount usage
          -S, --server
            show count only for specified ServerName

        """;

    public static int Run(UtilityConsole console, string[] args)
    {
        string? server = null;
        var options = new Options("c:f:hS:", ("config", 'c'), ("file", 'f'), ("help", 'h'), ("server", 'S'));
        OptionUse Take(Option option)
        {
            if (option.Letter != 'S')
                return OptionUse.Unknown;
            server = option.Value;
            return OptionUse.Taken;
        }

        if (ScoreboardChoice.Read(console, args, options, Usage, Take, out var status) is not { } path)
            return status;
        var scoreboard = ScoreboardReader.Read(path);
        if (scoreboard.Fault == ScoreboardFault.None)
        {
            Write(console, scoreboard, server);
            return 0;
        }
        console.Error(ScoreboardChoice.Describe(scoreboard));
        return 1;
    }

    static void Write(UtilityConsole console, ScoreboardSnapshot scoreboard, string? server)
    {
        var header = scoreboard.Header.ProcessId == 0
            ? "inetd FTP connections:"
            : $"Master proftpd process {scoreboard.Header.ProcessId}:";
        var shown = scoreboard.Entries.Where(entry => server is null || entry.ServerLabel == server).ToList();
        if (scoreboard.Entries.Count > 0)
            console.Line(header);
        if (server is not null && scoreboard.Entries.Count > 0)
            console.Line($"ProFTPD Server '{server}'");
        ClassCount.Write(console, shown);
        if (shown.Count > 0)
            return;
        console.Line(header);
        console.Line("0 users");
    }
}
