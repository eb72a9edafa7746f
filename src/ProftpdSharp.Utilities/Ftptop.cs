using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Scoreboard;

namespace ProftpdSharp.Utilities;

/// <summary>ftptop: the sessions, again and again, as top shows processes.</summary>
static class Ftptop
{
    const string Usage = """
        usage: ftptop [options]

        	-A      		show only authenticating sessions
        	-a      		ignores authenticating connections when listing
        	-b      		batch mode
        	-D      		show only downloading sessions
        	-d <num>		refresh delay in seconds
        	-f      		configures the ScoreboardFile to use
        	-h      		displays this message
        	-I      		show only idle connections
        	-i      		ignores idle connections
        	-n <num>		number of iterations
        	-S      		show only sessions for this ServerName
        	-U      		show only uploading sessions
        	-V      		shows version

          Use the 't' key to toggle between "regular" and "transfer speed"
          display modes. Use the 'q' key to quit.


        """;

    const int LongestDelay = 15;

    sealed class Settings
    {
        public string? File { get; set; }

        public string? Server { get; set; }

        public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(2);

        /// <summary>How many times; null for without end.</summary>
        public int? Iterations { get; set; }

        public bool IsBatch { get; set; }

        /// <summary>The letters of the activities that are not shown.</summary>
        public string Hidden { get; set; } = "";

        public bool ShowsSpeed { get; set; }
    }

    public static int Run(UtilityConsole console, string[] args)
    {
        var settings = new Settings();
        foreach (var option in new Options("AabDd:f:hIin:S:UV").Read(args))
        {
            if (Apply(console, settings, option) is { } status)
                return status;
        }
        if (settings.File is { } file && ScoreboardReader.Read(file) is { Fault: ScoreboardFault.Unreadable, Error: var error })
        {
            console.Error($"ftptop: unable to use scoreboard '{file}': {Native.ErrnoText.Describe(error)}");
            return 1;
        }
        return (settings.File ?? ScoreboardChoice.Find(console, null, null)) is { } path ? Show(console, settings, path) : 1;
    }

    /// <summary>Takes an option; the exit status when the program is to end.</summary>
    static int? Apply(UtilityConsole console, Settings settings, Option option)
    {
        switch (option.Letter)
        {
            case 'A':
                settings.Hidden += "DUI";
                return null;
            case 'D':
                settings.Hidden += "UI";
                return null;
            case 'U':
                settings.Hidden += "DI";
                return null;
            case 'I':
                settings.Hidden += "DU";
                return null;
            case 'a':
                settings.Hidden += 'A';
                return null;
            case 'i':
                settings.Hidden += 'I';
                return null;
            case 'b':
                settings.IsBatch = true;
                return null;
            case 'f':
                settings.File = option.Value;
                return null;
            case 'S':
                settings.Server = option.Value;
                return null;
            case 'd':
                return SetDelay(console, settings, option.Value);
            case 'n':
                return SetIterations(console, settings, option.Value);
            case 'V':
                console.Line("ftptop/1.0");
                return 0;
            case 'h':
                console.Output.Write(Usage);
                return 0;
            default:
                console.Error(option.LacksValue
                    ? $"ftptop: option requires an argument -- '{option.Value}'"
                    : $"ftptop: invalid option -- '{option.Value}'");
                return null;
        }
    }

    static int? SetDelay(UtilityConsole console, Settings settings, string value)
    {
        var seconds = Values.Atoi(value);
        if (seconds < 0)
            return Refuse(console, $"negative delay illegal: {value}");
        if (seconds > LongestDelay)
            return Refuse(console, $"delay of 0-{LongestDelay} seconds only supported");
        settings.Delay = TimeSpan.FromSeconds(seconds);
        return null;
    }

    static int? SetIterations(UtilityConsole console, Settings settings, string value)
    {
        var count = Values.Atoi(value);
        if (count < 1)
            return Refuse(console, $"bad iterations argument '{value}'");
        settings.Iterations = count;
        return null;
    }

    static int Refuse(UtilityConsole console, string reason)
    {
        console.Error($"ftptop: {reason}");
        return 1;
    }

    static int Show(UtilityConsole console, Settings settings, string path)
    {
        // Without a terminal there is nothing to clear and nobody to press a key.
        var isTerminal = !settings.IsBatch && !Console.IsOutputRedirected && !Console.IsInputRedirected;
        for (var i = 0; i < (settings.Iterations ?? int.MaxValue); i++)
        {
            if (i > 0 && !Wait(settings, isTerminal))
                break;
            var scoreboard = ScoreboardReader.Read(path);
            if (scoreboard.Fault != ScoreboardFault.None)
                return Refuse(console, ScoreboardChoice.Describe(scoreboard));
            if (isTerminal)
                console.Output.Write("\u001b[H\u001b[2J");
            foreach (var line in Lines(scoreboard, settings, console.Clock))
                console.Line(line);
            console.Output.Flush();
        }
        return 0;
    }

    /// <summary>Waits for the next time; false when <c>q</c> was pressed.</summary>
    static bool Wait(Settings settings, bool isTerminal)
    {
        var until = Environment.TickCount64 + (long)settings.Delay.TotalMilliseconds;
        using var pause = new ManualResetEventSlim();
        while (Environment.TickCount64 < until)
        {
            pause.Wait((int)Math.Clamp(until - Environment.TickCount64, 1, 100));
            if (!isTerminal || !Console.KeyAvailable)
                continue;
            var key = Console.ReadKey(intercept: true).KeyChar;
            if (key == 'q')
                return false;
            settings.ShowsSpeed ^= key == 't';
        }
        return true;
    }

    static IEnumerable<string> Lines(ScoreboardSnapshot scoreboard, Settings settings, TimeProvider clock)
    {
        var now = clock.GetLocalNow();
        var shown = scoreboard.Entries
            .Where(entry => settings.Server is null || entry.ServerLabel == settings.Server)
            .Where(entry => !settings.Hidden.Contains(Activity(entry))).ToList();
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"ftptop/1.0: {now:ddd MMM} {now.Day,2} {now:HH:mm:ss yyyy}, up for {Intervals.Uptime(now - scoreboard.Header.Started)}");
        yield return $"{shown.Count} Total FTP Sessions: {scoreboard.Entries.Count(Intervals.IsDownload)} downloading, "
            + $"{scoreboard.Entries.Count(Intervals.IsUpload)} uploading, {scoreboard.Entries.Count(Intervals.IsIdle)} idle";
        yield return "";
        yield return settings.ShowsSpeed
            ? "PID   S USER     CLIENT         SERVER          KB/s       %DONE"
            : "PID   S USER     CLIENT                SERVER          TIME COMMAND";
        foreach (var entry in shown)
            yield return settings.ShowsSpeed ? SpeedRow(entry) : Row(entry, now);
    }

    static string Row(ScoreboardEntry entry, DateTimeOffset now)
    {
        var command = entry.IsAuthenticating ? "(authenticating)" : $"{entry.Command} {entry.Argument}".TrimEnd();
        return $"{Start(entry)} {Intervals.Short(now - entry.Connected),-6} {command}";
    }

    static string SpeedRow(ScoreboardEntry entry)
    {
        var done = Intervals.IsDownload(entry) ? Intervals.Percent(entry).ToString(CultureInfo.InvariantCulture) : "n/a";
        var speed = Intervals.IsDownload(entry) || Intervals.IsUpload(entry) ? Intervals.Speed(entry) : "n/a";
        return $"{Start(entry)} {speed,-10} {done}";
    }

    static string Start(ScoreboardEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Number,-5} {Activity(entry)} {entry.User[..Math.Min(8, entry.User.Length)]} {entry.ClientName} {entry.ServerAddress}");

    /// <summary>Download, upload, listing, idle, and all else as authenticating.</summary>
    static char Activity(ScoreboardEntry entry)
    {
        if (Intervals.IsDownload(entry))
            return 'D';
        if (Intervals.IsUpload(entry))
            return 'U';
        if (Intervals.IsIdle(entry))
            return 'I';
        return entry.Command is "LIST" or "NLST" or "MLSD" or "MLST" or "STAT" ? 'L' : 'A';
    }
}
