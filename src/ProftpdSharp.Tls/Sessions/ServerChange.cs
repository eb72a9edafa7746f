using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>Makes the server that SNI named the session's own. The TLSLog stays the original server's, as upstream has it.</summary>
static class ServerChange
{
    public static async ValueTask ApplyAsync(Session session, TlsState state, ServerSwitch change)
    {
        var name = LogText.Sanitize(state.ServerName ?? "");
        session.Log.Debug(0, $"Changing to server '{change.Server.Name}' (ServerAlias {name}) due to TLS SNI");
        await session.SwitchServerAsync(change.Server);
        state.Context = change.Context;
        SessionSettings.Read(session, state);
    }
}
