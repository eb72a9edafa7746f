using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>SNI on the control connection (MODTLS 2.7): which server a ClientHello asks for.</summary>
static class ServerNames
{
    /// <summary>Decides what a ClientHello's name means; <see cref="TlsState.Switch"/> holds the server that takes over when the handshake succeeds.</summary>
    public static TlsAlert Choose(Session session, TlsState state, TlsConnection connection, ClientHello hello)
    {
        state.Switch = null;
        if (hello.ServerName is not { } name)
            return TlsAlert.None;
        var shown = LogText.Sanitize(name);
        if (session.Notes.TryGetValue("mod_core.host", out var host) && !host.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            state.WriteWithNotice($"SNI '{shown}' does not match HOST '{LogText.Sanitize(host)}', rejecting SSL/TLS connection", "warning: ");
            return TlsAlert.AccessDenied;
        }
        if (state.Options.HasFlag(TlsOption.IgnoreSni) || IPAddress.TryParse(name, out _))
            return TlsAlert.None;
        state.ServerName = name;
        if (!ServerSelection.Named(session.Configuration, session.Addresses.Local).Any())
            return TlsAlert.None;
        if (ServerSelection.FindNamed(session.Configuration, session.Addresses.Local, name) is not { } found)
        {
            state.WriteWithNotice($"no matching server found for client-sent SNI '{shown}', rejecting SSL/TLS connection");
            return TlsAlert.UnrecognizedName;
        }
        return found.Name == session.Server.Name && found.Source == session.Server.Source ? TlsAlert.None : Switch(session, state, connection, hello, found);
    }

    /// <summary>The context of the server that a ClientHello names; null when it names none that speaks TLS.</summary>
    public static ServerContext? ContextOf(Session session, ClientHello hello) =>
        hello.ServerName is { } name && ServerSelection.FindNamed(session.Configuration, session.Addresses.Local, name) is { } server
            ? Find(session, server)
            : null;

    static TlsAlert Switch(Session session, TlsState state, TlsConnection connection, ClientHello hello, VirtualServer server)
    {
        var shown = LogText.Sanitize(hello.ServerName!);
        if (!server.Root.Get(Engine.TlsEngine))
        {
            state.WriteWithNotice($"TLSEngine not enabled for SNI '{shown}', rejecting client");
            return TlsAlert.UnrecognizedName;
        }
        if (Find(session, server) is not { Tls: { } tls } context)
            return TlsAlert.InternalError;
        if (!HasCommonVersion(context.Settings.Protocols, hello))
        {
            state.WriteWithNotice($"client-requested protocol version {Protocols.Name(hello.HighestVersion)} not supported by SNI '{shown}' host");
            return TlsAlert.ProtocolVersion;
        }
        connection.SwitchContext(tls);
        connection.SetSessionIdContext(SessionIdContext.Of(session.Configuration, server, context.Settings));
        state.Switch = new ServerSwitch(server, context);
        return TlsAlert.None;
    }

    /// <summary>Made when the session began; one that cannot be used is as good as none.</summary>
    static ServerContext? Find(Session session, VirtualServer server) =>
        session.Host.State(TlsProcess.Key).ContextsOf(session.Configuration).Find(ContextSettings.Of(server.Root, session.Configuration.Main.Root));

    /// <summary>Whether OpenSSL will find a version that both sides have; a client that offers 1.3 is taken to know 1.2.</summary>
    static bool HasCommonVersion(ProtocolSet protocols, ClientHello hello) => hello.HighestVersion >= Protocols.Range(protocols).Min;
}

/// <summary>The server that SNI leads to.</summary>
sealed record ServerSwitch(VirtualServer Server, ServerContext Context);
