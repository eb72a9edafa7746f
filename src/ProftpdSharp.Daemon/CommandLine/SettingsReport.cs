using System.Runtime.InteropServices;
using ProftpdSharp.Modules.Core;
using ProftpdSharp.Tls;

namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>What <c>-V</c> prints, in upstream's layout: scripts look for the file names and for the sign before a feature.</summary>
static class SettingsReport
{
    /// <summary>Lines of os-release that upstream leaves out.</summary>
    const string AddressSuffix = "_URL";

    public static IEnumerable<string> Lines() =>
    [
        "Compile-time Settings:",
        $"  Version: {UpstreamVersion.Number} {UpstreamVersion.Status}",
        $"  Platform: LINUX [Linux {Environment.OSVersion.Version} {Machine()}]",
        "  OS/Release:",
        .. OsRelease(),
        $"  Built: {BuildInfo.Date}",
        "  Built With:",
        $"    ProftpdSharp on {RuntimeInformation.FrameworkDescription}",
        "",
        "  CFLAGS: ",
        "  LDFLAGS: ",
        "  LIBS: ",
        "",
        "  Files:",
        "    Configuration File:",
        "      /etc/proftpd/proftpd.conf",
        "    Pid File:",
        "      /run/proftpd.pid",
        "    Scoreboard File:",
        "      /run/proftpd.scoreboard",
        "    Header Directory:",
        "      /usr/include/proftpd",
        "    Shared Module Directory:",
        "      /usr/lib/proftpd",
        "",
        "  Info:",
        "    + Max supported UID: 4294967295",
        "    + Max supported GID: 4294967295",
        "",
        "  Features:",
        .. Features(),
        "",
        "  Tunable Options:",
        .. Tunables(),
        "",
    ];

    static string Machine() => RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86_64" : "aarch64";

    static IEnumerable<string> OsRelease()
    {
        const string path = "/etc/os-release";
        var lines = File.Exists(path) ? File.ReadLines(path) : [];
        return lines.Where(line => !line.Split('=')[0].EndsWith(AddressSuffix, StringComparison.Ordinal)).Select(line => $"    {line}");
    }

    static IEnumerable<string> Features() =>
    [
        "    + Autoshadow support",
        "    + Controls support",
        "    - curses support",
        "    - Developer support",
        "    + DSO support",
        "    + IPv6 support",
        "    + Largefile support",
        "    + Lastlog support",
        "    - Memcache support",
        "    - ncursesw support",
        "    + NLS support",
        $"    + OpenSSL support ({TlsLibrary.Version})",
        "    - PCRE support",
        "    + PCRE2 support",
        "    - POSIX ACL support",
        "    - Redis support",
        "    + Sendfile support",
        "    + Shadow file support",
        "    - Sodium support",
        "    + Trace support",
        "    + xattr support",
    ];

    static IEnumerable<string> Tunables() =>
    [
        "    PR_TUNABLE_BUFFER_SIZE = 1024",
        "    PR_TUNABLE_DEFAULT_RCVBUFSZ = 8192",
        "    PR_TUNABLE_DEFAULT_SNDBUFSZ = 8192",
        "    PR_TUNABLE_ENV_MAX = 2048",
        "    PR_TUNABLE_GLOBBING_MAX_MATCHES = 100000",
        "    PR_TUNABLE_GLOBBING_MAX_RECURSION = 8",
        "    PR_TUNABLE_HASH_TABLE_SIZE = 40",
        "    PR_TUNABLE_LOGIN_MAX = 256",
        "    PR_TUNABLE_NEW_POOL_SIZE = 512",
        "    PR_TUNABLE_PATH_MAX = 4096",
        "    PR_TUNABLE_SCOREBOARD_BUFFER_SIZE = 80",
        "    PR_TUNABLE_SCOREBOARD_SCRUB_TIMER = 30",
        "    PR_TUNABLE_SELECT_TIMEOUT = 30",
        "    PR_TUNABLE_TIMEOUTIDENT = 10",
        "    PR_TUNABLE_TIMEOUTIDLE = 600",
        "    PR_TUNABLE_TIMEOUTLINGER = 10",
        "    PR_TUNABLE_TIMEOUTLOGIN = 300",
        "    PR_TUNABLE_TIMEOUTNOXFER = 300",
        "    PR_TUNABLE_TIMEOUTSTALLED = 3600",
        "    PR_TUNABLE_XFER_SCOREBOARD_UPDATES = 10",
    ];
}
