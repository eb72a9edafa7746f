using System.Net;

namespace ProftpdSharp.Configuration;

/// <summary>The main server or a VirtualHost: its settings and where it is reached.</summary>
public sealed class VirtualServer
{
    internal VirtualServer(ConfigScope root, ServerIdentity identity)
    {
        Root = root;
        Identity = identity;
    }

    /// <summary>The server's own section: parameters, Directory, Anonymous, Limit and If* sections after merging.</summary>
    public ConfigScope Root { get; }

    public bool IsMain => Root.Kind == SectionKind.Server;

    /// <summary>ServerName, else a ServerAlias, else the main server's name, else <c>ProFTPD</c>.</summary>
    public string Name => Identity.Name;

    /// <summary>ServerAdmin; null where there is none.</summary>
    public string? Admin => Identity.Admin;

    /// <summary>The control port; 0 means that the server does not listen.</summary>
    public int Port => Identity.Port;

    /// <summary>The addresses, the server's own first, then the extra ones of its VirtualHost or DefaultAddress line.</summary>
    public IReadOnlyList<IPAddress> Addresses => Identity.Addresses;

    /// <summary>The names HOST and SNI may use: ServerAlias and the non-address words of the VirtualHost line.</summary>
    public IReadOnlyList<string> Aliases => Identity.Aliases;

    /// <summary>DefaultServer on.</summary>
    public bool IsDefault => Identity.IsDefault;

    public SourceLocation Source => Root.Source;

    internal ServerIdentity Identity { get; }

    /// <summary>The same server with another tree, as a derivation makes it.</summary>
    internal VirtualServer With(ConfigScope root) => new(root, Identity);

    public override string ToString() => Name;
}

/// <summary>What of a server no section can change at run time.</summary>
sealed record ServerIdentity(
    string Name, string? Admin, int Port, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Aliases, bool IsDefault);

/// <summary>A whole configuration after merging; immutable. SIGHUP makes another one.</summary>
public sealed class ServerConfiguration
{
    internal ServerConfiguration(
        ConfigScope process, IReadOnlyList<VirtualServer> servers, IReadOnlyList<ConfigScope> classes, IReadOnlyList<string> modules,
        IReadOnlyCollection<string> requestedModules)
    {
        RequestedModules = requestedModules;
        Process = process;
        Servers = servers;
        Classes = classes;
        Modules = modules;
    }

    /// <summary>The values that exist once for the process (<see cref="Storage.Process"/>): PidFile, MaxInstances, ServerType …</summary>
    public ConfigScope Process { get; }

    public VirtualServer Main => Servers[0];

    /// <summary>The main server, then the VirtualHosts in the order of the file.</summary>
    public IReadOnlyList<VirtualServer> Servers { get; }

    /// <summary>The Class sections in the order of the file; the first that matches is a client's class.</summary>
    public IReadOnlyList<ConfigScope> Classes { get; }

    /// <summary>The loaded modules as <c>mod_xfer</c>, in the order in which they were loaded.</summary>
    public IReadOnlyList<string> Modules { get; }

    /// <summary>Values of a server or the process that stand twice: the line that lost, and the later one that took its place.</summary>
    public IReadOnlyList<(ConfigRecord Lost, ConfigRecord By)> Replaced { get; internal init; } = [];

    /// <summary>The modules that LoadModule named; the others are there without being asked for.</summary>
    public IReadOnlyCollection<string> RequestedModules { get; }

    /// <summary>The same with other values of the process and of its servers.</summary>
    internal ServerConfiguration With(ConfigScope process, IReadOnlyList<VirtualServer> servers) =>
        new(process, servers, Classes, Modules, RequestedModules) { Replaced = Replaced };
}
