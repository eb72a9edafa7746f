using System.Globalization;

namespace ProftpdSharp.Daemon;

/// <summary>When this program was built, for the STARTUP line and <c>-vv</c>.</summary>
static class BuildInfo
{
    /// <summary>As upstream writes it: <c>Fri May 1 2026 20:02:15 UTC</c>.</summary>
    public static string Date { get; } = System.IO.File.GetLastWriteTimeUtc(Environment.ProcessPath ?? "/proc/self/exe")
        .ToString("ddd MMM d yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
