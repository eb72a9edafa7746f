using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Core;

/// <summary>What mod_core says about the system log: how much, and under which of syslog's facilities.</summary>
static class Syslogging
{
    public static readonly Feature Feature = new("syslog");

    static Syslogging()
    {
        Feature.Directive(LoggingDirectives.SyslogFacility);
        Feature.Directive(LoggingDirectives.SyslogLevel);
        Feature.Directive(LoggingDirectives.DebugLevel);
    }
}
