using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Modules.Log;

/// <summary>SystemLog, ServerLog and what their lines look like. The daemon opens its own log; sessions get that of their server.</summary>
static class SystemLogs
{
    public static readonly Feature Feature = new("system log");

    static SystemLogs()
    {
        Feature.Directive(LoggingDirectives.AllowLogSymlinks);
        Feature.Directive(LoggingDirectives.SystemLog);
        Feature.Directive(LoggingDirectives.ServerLog);
        Feature.Directive(LoggingDirectives.LogOptions);
        Feature.SessionStart(async session =>
            await SystemLogConfiguration.ApplyAsync(session.Log, session.Host.Log, session.Configuration, session.Server));
    }
}
