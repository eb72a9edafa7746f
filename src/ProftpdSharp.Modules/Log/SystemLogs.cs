using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

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
        Feature.SessionStart(StartAsync);
    }

    static async ValueTask StartAsync(Session session)
    {
        await SystemLogConfiguration.ApplyAsync(session.Log, session.Host.Log, session.Configuration, session.Server);
        session.Log.Debug(4, $"connected - local  : {session.Addresses.Local}");
        session.Log.Debug(4, $"connected - remote : {session.Addresses.Remote}");
    }
}
