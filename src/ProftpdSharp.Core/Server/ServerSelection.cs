using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Configuration.Patterns;

namespace ProftpdSharp.Core.Server;

/// <summary>Which server answers on an address and port, and which addresses must be listened on.</summary>
public static class ServerSelection
{
    /// <summary>
    /// The server for a connection: its exact address and port (see <see cref="Exact"/>); a wildcard server on the port; the only server on the port; DefaultServer; for a
    /// loopback address the server of localhost. Null when nobody serves it.
    /// </summary>
    public static VirtualServer? Find(ServerConfiguration configuration, IPEndPoint local)
    {
        var onPort = Bound(configuration, local.Port);
        return Exact(onPort, local.Address)
            ?? onPort.Find(server => server.Addresses.Any(address => IsWildcardFor(address, local.Address)))
            ?? (onPort.Count == 1 ? onPort[0] : null)
            ?? configuration.Servers.FirstOrDefault(server => server.IsDefault)
            ?? (IPAddress.IsLoopback(local.Address) ? onPort.Find(server => server.Addresses.Any(IPAddress.IsLoopback)) : null);
    }

    /// <summary>The server that HOST or SNI names on an address and port: its ServerAlias, compared without case, or a wildcard one; null when none has it.</summary>
    public static VirtualServer? FindNamed(ServerConfiguration configuration, IPEndPoint local, string name)
    {
        var named = Named(configuration, local).ToList();
        return named.Find(server => server.Aliases.Any(alias => alias.Equals(name, StringComparison.OrdinalIgnoreCase)))
            ?? named.Find(server => server.Aliases.Any(alias => Glob.Matches(alias.ToLowerInvariant(), name.ToLowerInvariant())));
    }

    /// <summary>The servers on an address and port that HOST and SNI can name.</summary>
    public static IEnumerable<VirtualServer> Named(ServerConfiguration configuration, IPEndPoint local) =>
        configuration.Servers.Where(server => server.Aliases.Count > 0 && server.Port == local.Port
            && server.Addresses.Any(address => address.Equals(local.Address) || IsWildcardFor(address, local.Address)));

    /// <summary>
    /// Where to listen: every port once on the wildcard address, or with SocketBindTight every address of every server by itself.
    /// </summary>
    public static IReadOnlyList<IPEndPoint> Endpoints(IEnumerable<VirtualServer> all, bool tight, bool useIPv6)
    {
        var servers = all.Where(server => server.Port != 0);
        var any = useIPv6 && Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        var endpoints = tight
            ? servers.SelectMany(server => server.Addresses.Select(address => new IPEndPoint(address, server.Port)))
            : servers.Select(server => new IPEndPoint(any, server.Port));
        return [.. endpoints.Distinct()];
    }

    /// <summary>
    /// The servers of a port. As upstream: a DefaultServer takes all addresses of its port, as one of the wildcard address does; the first that wants
    /// them gets them, and those after it are not there at all.
    /// </summary>
    static List<VirtualServer> Bound(ServerConfiguration configuration, int port)
    {
        var tight = configuration.Process.Get(ServerSockets.SocketBindTight);
        var bound = new List<VirtualServer>();
        foreach (var server in configuration.Servers.Where(server => server.Port == port))
        {
            if (tight || !bound.Exists(other => Conflict(other, server)))
                bound.Add(server);
        }

        return bound;
    }

    static bool Conflict(VirtualServer one, VirtualServer other) =>
        (one.IsDefault && other.Addresses.Any(IsWildcard)) || (other.IsDefault && one.Addresses.Any(IsWildcard));

    static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>The first server on the address itself; if that has DefaultServer on, upstream lets the first one beside it that has names take its place.</summary>
    static VirtualServer? Exact(List<VirtualServer> onPort, IPAddress address)
    {
        var exact = onPort.FindAll(server => server.Addresses.Contains(address));
        return exact is [{ IsDefault: true }, .. var others] && others.FirstOrDefault(server => server.Aliases.Count > 0) is { } named
            ? named
            : exact.FirstOrDefault();
    }

    static bool IsWildcardFor(IPAddress address, IPAddress local) =>
        address.Equals(IPAddress.Any) && local.AddressFamily == AddressFamily.InterNetwork || address.Equals(IPAddress.IPv6Any);
}
