using System.Globalization;
using ProftpdSharp.Core.Scoreboard;

namespace ProftpdSharp.Utilities;

/// <summary>Lengths of time, and progress, in the words of upstream's utilities.</summary>
static class Intervals
{
    /// <summary><c>1m40s</c>, from an hour on <c>55h33m</c>.</summary>
    public static string Short(TimeSpan interval)
    {
        var seconds = Math.Max(0, (long)interval.TotalSeconds);
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m{seconds % 60}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h{seconds % 3600 / 60}m");
    }

    /// <summary><c>78 days, 28 min</c>; <c>1 day,  1 hr 00 min</c>.</summary>
    public static string Uptime(TimeSpan interval)
    {
        var minutes = Math.Max(0, (long)interval.TotalMinutes);
        var (days, hours) = (minutes / 1440, minutes / 60 % 24);
        var text = days == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{days} day{(days == 1 ? "" : "s")}, ");
        return hours == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{text}{minutes % 60} min")
            : string.Create(CultureInfo.InvariantCulture, $"{text}{hours,2} hr{(hours == 1 ? "" : "s")} {minutes % 60:D2} min");
    }

    /// <summary>How much of a download is done, in percent.</summary>
    public static long Percent(ScoreboardEntry entry) =>
        entry.TransferSize <= 0 ? 0 : Math.Clamp(entry.TransferDone * 100 / entry.TransferSize, 0, 100);

    /// <summary>The speed of the last transfer in KB/s, as C prints it where there was none.</summary>
    public static string Speed(ScoreboardEntry entry)
    {
        if (entry.TransferElapsed == TimeSpan.Zero)
            return entry.TransferLength == 0 ? "-nan" : "inf";
        return (entry.TransferLength / 1024.0 / entry.TransferElapsed.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture);
    }

    public static bool IsDownload(ScoreboardEntry entry) => entry.Command == "RETR";

    public static bool IsUpload(ScoreboardEntry entry) => entry.Command is "STOR" or "APPE" or "STOU";

    public static bool IsIdle(ScoreboardEntry entry) => entry.Command == ScoreboardEntry.Idle;
}
