using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>Reads what a session keeps of its server's settings.</summary>
static class SessionSettings
{
    public static void Read(Session session, TlsState state)
    {
        var server = session.Server.Root;
        state.Engine = server.Get(Engine.TlsEngine);
        state.Announced |= state.Engine;
        state.Options = Options.In(server);
        state.Required = server.Get(Required.TlsRequired);
        if (session.Configuration.Main.Root.Get(SessionCache.TlsSessionCache).IsOff)
            state.Options |= TlsOption.NoSessionReuseRequired;
    }
}
