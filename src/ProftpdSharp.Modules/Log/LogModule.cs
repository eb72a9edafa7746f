using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Log;

/// <summary>mod_log: the system log, and the logs of commands.</summary>
public static class LogModule
{
    public static readonly Module Module = new("mod_log", null, SystemLogs.Feature, ExtendedLogs.Feature);
}
