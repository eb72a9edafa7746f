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
        string? configuration = null, file = null, server = null;
        foreach (var option in new Options("c:f:hS:", ("config", 'c'), ("file", 'f'), ("help", 'h'), ("server", 'S')).Read(args))
        {
            switch (option.Letter)
            {
                case 'c':
                    configuration = option.Value;
                    break;
                case 'f':
                    file = option.Value;
                    break;
                case 'S':
                    server = option.Value;
                    break;
                case 'h':
                    console.Output.Write(Usage);
                    return 0;
                default:
                    console.Error($"unknown option: {option.Value}");
                    console.Output.Write(Usage);
                    return 1;
            }
        }
        if (ScoreboardChoice.Find(console, file, configuration) is not { } path)
            return 1;
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
