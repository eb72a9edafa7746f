namespace ProftpdSharp.Core.Logging;

/// <summary>The system log of the process.</summary>
public sealed class ServerLog(TextWriter errors)
{
    /// <param name="level">The syslog level.</param>
    /// <param name="session">Whose line it is; null for the daemon's own.</param>
    /// <param name="text">One line in upstream's wording.</param>
    public void Write(LogLevel level, SessionLog? session, string text) => errors.WriteLine($"{level} {session?.Number} {text}");

    /// <summary>A debug line of a level 0–10.</summary>
    public void Debug(int level, SessionLog? session, string text) => errors.WriteLine($"debug{level} {session?.Number} {text}");
}
