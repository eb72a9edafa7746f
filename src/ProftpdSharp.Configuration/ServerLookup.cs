using System.Net;

namespace ProftpdSharp.Configuration;

/// <summary>Finds the server that somebody names on a command line.</summary>
public static class ServerLookup
{
    /// <summary>The first server with that ServerName, alias, address or <c>address:port</c>; null when there is none.</summary>
    public static VirtualServer? Named(ServerConfiguration configuration, string name) =>
        configuration.Servers.FirstOrDefault(server => Is(server.Name, name) || server.Aliases.Any(alias => Is(alias, name)))
        ?? configuration.Servers.FirstOrDefault(server => server.Addresses.Any(address =>
            Is(address.ToString(), name) || Is(new IPEndPoint(address, server.Port).ToString(), name)));

    static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
