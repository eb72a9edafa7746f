namespace ProftpdSharp.Daemon.CommandLine;

/// <summary>What <c>-h</c> prints: upstream's options in upstream's words, then our own.</summary>
static class UsageText
{
    public static readonly IReadOnlyList<string> Lines =
    [
        "usage: proftpd [options]",
        " -h, --help",
        "     Display proftpd usage",
        " -N, --nocollision",
        "     Disable address/port collision checking",
        " -n, --nodaemon",
        "     Disable background daemon mode (and send all output to stderr)",
        " -q, --quiet",
        "     Don't send output to stderr when running with -n or --nodaemon",
        " -d [level], --debug",
        "     Set debugging level (0-10, 10 = most debugging)",
        " -D [definition], --define",
        "     Set arbitrary IfDefine definition",
        " -c [config-file], --config",
        "     Specify alternate configuration file",
        " -p [0|1], --persistent",
        "     Enable/disable default persistent passwd support",
        " -l, --list",
        "     List all compiled-in modules",
        " -S, --serveraddr",
        "     Specify IP address for server config",
        " -t, --configtest",
        "     Test the syntax of the specified config",
        " -V, --settings",
        "     Print compile-time settings and exit",
        " -v, --version",
        "     Print version number and exit",
        " -vv, --version-status",
        "     Print extended version information and exit",
        " -X, --nofork",
        "     Non-forking debug mode; exits after one session",
        " -4, --ipv4",
        "     Support IPv4 connections only",
        " -6, --ipv6",
        "     Support IPv6 connections",
        " --allow-missing [module,...]",
        "     Go on without these modules although the configuration uses their directives",
    ];
}
