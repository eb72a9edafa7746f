using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Core.Server;

/// <summary>The address that a client connected to, as banners and log lines write it.</summary>
public static class LocalAddress
{
    /// <summary>
    /// An IPv4 address is <c>::ffff:1.2.3.4</c> where upstream's listening socket speaks IPv6: with UseIPv6 and without SocketBindTight.
    /// </summary>
    public static string Text(Session session) => Text(session.Addresses.Local.Address, session.Configuration.Process);

    /// <summary>The same for a connection that no server takes.</summary>
    public static string Text(IPAddress address, ConfigScope process)
    {
        var isMapped = address.AddressFamily == AddressFamily.InterNetwork && Socket.OSSupportsIPv6
            && process.Get(LanguageDirectives.UseIPv6) && !process.Get(ServerSockets.SocketBindTight);
        return isMapped ? $"::ffff:{address}" : address.ToString();
    }

    /// <summary>What clients are told: MasqueradeAddress where there is one.</summary>
    public static string Advertised(Session session) =>
        DataAddresses.Masquerade(session)?.ToString() ?? Text(session);
}
