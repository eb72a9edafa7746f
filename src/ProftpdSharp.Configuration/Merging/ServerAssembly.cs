using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Merging;

/// <summary>Turns the servers that were read into the configuration: Global, names and addresses, nesting, merging.</summary>
sealed class ServerAssembly(Parser parser)
{
    const string NameOfLastResort = "ProFTPD";

    /// <summary>Further addresses that are not used: upstream names them last.</summary>
    readonly List<Diagnostic> _unusable = [];

    /// <summary>The configuration, null when the main server has no address.</summary>
    public ServerConfiguration? Assemble()
    {
        foreach (var kind in parser.Sections.UnclosedSessionKinds)
            parser.Error($"error: unclosed <{kind}> context in config file");
        GlobalCopy.Apply([.. parser.Sections.Servers.Select(server => server.Root)]);
        var servers = new List<VirtualServer>();
        foreach (var server in parser.Sections.Servers)
        {
            var addresses = servers.Count == 0 ? MainAddresses(server) : server.Addresses;
            if (!IsReachable(addresses))
            {
                if (servers.Count > 0)
                    continue;
                parser.Diagnostics.Add(new Diagnostic(Severity.Error, "error: no valid servers configured"));
                return null;
            }
            var identity = Identify(server, Usable(addresses), servers.FirstOrDefault());
            if (servers.Count > 0 && Collides(server, identity, servers))
                continue;
            server.Root.NotePlaces();
            DirectoryNesting.Apply(server.Root);
            MergeDown.Apply(server.Root);
            servers.Add(new VirtualServer(server.Root.Build(), identity));
        }

        parser.Diagnostics.AddRange(_unusable);
        return new ServerConfiguration(
            parser.Sections.Process.Build(), servers, [.. parser.Sections.Classes.Select(section => section.Build())],
            parser.Modules.InOrder(), parser.Modules.Requested)
        {
            Replaced = parser.Replaced,
        };
    }

    /// <summary>Whether a server's own address may be used at all; of IPv6 ones UseIPv6 off may come after the line that names them.</summary>
    bool IsReachable(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            return false;
        if (IsUsable(addresses[0]))
            return true;
        parser.Diagnostics.Add(new Diagnostic(Severity.Warning, Undetermined("warning", addresses[0])));
        return false;
    }

    List<IPAddress> Usable(IReadOnlyList<IPAddress> addresses)
    {
        _unusable.AddRange(addresses.Where(address => !IsUsable(address)).Select(address => new Diagnostic(Severity.Notice, Undetermined("notice", address))));
        return [.. addresses.Where(IsUsable)];
    }

    bool IsUsable(IPAddress address) => parser.UseIPv6 || address.AddressFamily == AddressFamily.InterNetwork;

    static string Undetermined(string severity, object address) => $"{severity}: unable to determine IP address of '{address}'";

    static ServerIdentity Identify(ServerBuilder server, IReadOnlyList<IPAddress> addresses, VirtualServer? main)
    {
        var aliases = server.ImplicitAliases
            .Concat(server.Root.Records.OfType<ConfigRecord<IReadOnlyList<string>>>()
                .Where(record => record.Directive == LanguageDirectives.ServerAlias)
                .SelectMany(record => record.Value))
            .ToList();
        return new ServerIdentity(
            server.Find(LanguageDirectives.ServerName)?.Value ?? aliases.FirstOrDefault() ?? main?.Name ?? NameOfLastResort,
            server.Find(LanguageDirectives.ServerAdmin)?.Value,
            server.Find(LanguageDirectives.Port)?.Value ?? LanguageDirectives.Port.Default,
            addresses,
            aliases,
            server.Find(LanguageDirectives.DefaultServer)?.Value ?? false);
    }

    /// <summary>DefaultAddress, else <c>-S</c>, else the host's own name.</summary>
    IReadOnlyList<IPAddress> MainAddresses(ServerBuilder main)
    {
        if (main.Find(LanguageDirectives.DefaultAddress) is { } configured)
            return configured.Value;
        var name = parser.Options.MainAddress ?? parser.Host.HostName();
        var resolved = parser.Host.Resolve(name, parser.UseIPv6);
        if (resolved.Error is null && resolved.Addresses.Count > 0)
            return [resolved.Addresses[0]];
        parser.Diagnostics.Add(new Diagnostic(Severity.Warning, Undetermined("warning", name)));
        return [];
    }

    /// <summary>A VirtualHost without a name of its own cannot share address and port with an earlier server; it is dropped.</summary>
    bool Collides(ServerBuilder server, ServerIdentity identity, IReadOnlyList<VirtualServer> earlier)
    {
        if (!parser.Options.CheckCollisions || identity.Aliases.Count > 0)
            return false;
        var rivals = earlier.Where(other => other.Port == identity.Port && other.Addresses[0].Equals(identity.Addresses[0])).ToList();
        foreach (var rival in rivals)
        {
            parser.Diagnostics.Add(new Diagnostic(
                Severity.Warning,
                $"warning: \"{identity.Name}\" address/port ({identity.Addresses[0]}:{identity.Port}) already in use by \"{rival.Name}\"",
                server.Root.Source));
        }

        return rivals.Count > 0;
    }
}
