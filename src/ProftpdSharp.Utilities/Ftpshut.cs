using System.Globalization;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>ftpshut: tells servers through a file when to go down, from when to let nobody in, and when to disconnect who is in.</summary>
static class Ftpshut
{
    const string Usage = "usage: ftpshut [ -R ] [ -l min ] [ -d min ] time  [ warning-message ... ]";

    const string DefaultMessage = "going down at %s";

    public static int Run(UtilityConsole console, string[] args)
    {
        var (deny, disconnect) = (10, 5);
        var options = new Options("Rl:d:");
        foreach (var option in options.Read(args))
        {
            switch (option.Letter)
            {
                case 'R':
                    return Remove(console);
                case 'l' or 'd' when !int.TryParse(option.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _):
                    return Refuse(console, $"-{option.Letter} requires a numeric argument");
                case 'l':
                    deny = int.Parse(option.Value, CultureInfo.InvariantCulture);
                    break;
                case 'd':
                    disconnect = int.Parse(option.Value, CultureInfo.InvariantCulture);
                    break;
                default:
                    return Refuse(console, $"unknown option '{option.Value}'");
            }
        }
        if (options.Words.Count == 0)
            return Refuse(console, null);
        if (Time(options.Words[0], console.Clock.GetLocalNow()) is not { } time)
            return Refuse(console, "Invalid time interval specified.");
        return Write(console, time, deny, disconnect, options.Words.Count > 1 ? options.Words[1] : DefaultMessage);
    }

    /// <summary><c>now</c>, <c>+minutes</c> or <c>HHMM</c>, which is tomorrow's when it has passed.</summary>
    static DateTimeOffset? Time(string word, DateTimeOffset now)
    {
        if (word.Equals("now", StringComparison.OrdinalIgnoreCase))
            return now;
        var isRelative = word.StartsWith('+');
        if (!int.TryParse(isRelative ? word[1..] : word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        if (isRelative)
            return now.AddMinutes(number);
        if (word.Length != 4 || number / 100 > 23 || number % 100 > 59)
            return null;
        var time = new DateTimeOffset(now.Year, now.Month, now.Day, number / 100, number % 100, now.Second, now.Offset);
        return time < now.AddSeconds(-1) ? time.AddDays(1) : time;
    }

    static int Write(UtilityConsole console, DateTimeOffset time, int deny, int disconnect, string message)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.Year} {time.Month} {time.Day} {time.Hour} {time.Minute} {time.Second} "
            + $"{deny / 60:D2}{deny % 60:D2} {disconnect / 60:D2}{disconnect % 60:D2}\n{message}\n");
        var opened = Files.Open(console.ShutdownFile, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, 0x1A4);
        if (!opened.Ok)
        {
            console.Error($"ftpshut: error opening '{console.ShutdownFile}': {opened.Error.Describe()}");
            return 1;
        }
        using var file = opened.Value;
        return Files.Write(file, ByteStrings.ToBytes(text)).Ok ? 0 : 1;
    }

    static int Remove(UtilityConsole console)
    {
        var error = Files.Unlinkat(Descriptor.WorkingDirectory, console.ShutdownFile);
        if (error == Errno.None)
            console.Line($"ftpshut: {console.ShutdownFile} removed");
        else
            console.Error($"ftpshut: error removing '{console.ShutdownFile}': {error.Describe()}");
        return error == Errno.None ? 0 : 1;
    }

    static int Refuse(UtilityConsole console, string? reason)
    {
        if (reason is not null)
            console.Error($"ftpshut: {reason}");
        console.Line(Usage);
        return 1;
    }
}
