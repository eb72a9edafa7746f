using ProftpdSharp.Core.Scoreboard;

namespace ProftpdSharp.Utilities;

/// <summary>The last lines of ftpwho and ftpcount: sessions by class.</summary>
static class ClassCount
{
    /// <summary>Classes come in the order in which they are first met.</summary>
    public static void Write(UtilityConsole console, IEnumerable<ScoreboardEntry> entries)
    {
        foreach (var sessions in entries.GroupBy(entry => entry.Class))
        {
            var count = sessions.Count();
            console.Line($"Service class {sessions.Key,-20} - {count,3} user{(count == 1 ? "" : "s")}");
        }
    }
}
