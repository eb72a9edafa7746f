using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Configuration.Patterns;

namespace ProftpdSharp.Core.Server;

/// <summary>Which server answers on an address and port, and which addresses must be listened on.</summary>
public static class ServerSelection
{
    /// <summary>
    /// The server for a connection: its exact address and port (see <see cref="Exact"/>); a wildcard server on the port, :: before 0.0.0.0; the server whose address is
    /// the only one on the port; DefaultServer; for a loopback address the main server, whatever its port unless that is 0. Null when nobody serves it.
    /// </summary>
    public static VirtualServer? Find(ServerConfiguration configuration, IPEndPoint local)
    {
        var bindings = Bindings(configuration, local.Port);
        return Exact(bindings, local.Address)
            ?? Exact(bindings, IPAddress.IPv6Any)
            ?? Exact(bindings, IPAddress.Any)
            ?? (bindings.DistinctBy(binding => binding.Address).Count() == 1 ? bindings[0].Server : null)
            ?? configuration.Servers.FirstOrDefault(server => server.IsDefault)
            ?? (IPAddress.IsLoopback(local.Address) && configuration.Main.Port != 0 ? configuration.Main : null);
    }

    /// <summary>The server that HOST or SNI names on an address and port: its ServerAlias, compared without case, or a wildcard one; null when none has it.</summary>
    public static VirtualServer? FindNamed(ServerConfiguration configuration, IPEndPoint local, string name)
    {
        var named = Named(configuration, local).ToList();
        return named.Find(server => server.Aliases.Any(alias => alias.Equals(name, StringComparison.OrdinalIgnoreCase)))
            ?? named.Find(server => server.Aliases.Any(alias => Glob.Matches(alias.ToLowerInvariant(), name.ToLowerInvariant())));
    }

    /// <summary>The servers on an address and port that HOST and SNI can name: where a server has the very address, those of all addresses are none.</summary>
    public static IEnumerable<VirtualServer> Named(ServerConfiguration configuration, IPEndPoint local)
    {
        var onPort = configuration.Servers.Where(server => server.Port == local.Port).ToList();
        var exact = onPort.FindAll(server => server.Addresses.Contains(local.Address));
        var candidates = exact.Count > 0 ? exact : onPort.FindAll(server => server.Addresses.Any(IsWildcard));
        return candidates.Where(server => server.Aliases.Count > 0);
    }

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

    /// <summary>The addresses of a port. Of a server whose first address an earlier one has, upstream takes no other: names alone lead to it.</summary>
    static List<(IPAddress Address, VirtualServer Server)> Bindings(ServerConfiguration configuration, int port)
    {
        var bindings = new List<(IPAddress Address, VirtualServer Server)>();
        foreach (var server in Bound(configuration, port))
        {
            var isTaken = bindings.Exists(other => other.Address.Equals(server.Addresses[0]));
            bindings.AddRange(server.Addresses.Take(isTaken ? 1 : server.Addresses.Count).Select(address => (address, server)));
        }

        return bindings;
    }

    /// <summary>The first server on the address itself; if that has DefaultServer on, upstream lets the first one beside it that has names take its place.</summary>
    static VirtualServer? Exact(List<(IPAddress Address, VirtualServer Server)> bindings, IPAddress address)
    {
        var exact = bindings.Where(binding => binding.Address.Equals(address)).Select(binding => binding.Server).ToList();
        return exact is [{ IsDefault: true }, .. var others] && others.Find(server => server.Aliases.Count > 0) is { } named
            ? named
            : exact.FirstOrDefault();
    }
}
