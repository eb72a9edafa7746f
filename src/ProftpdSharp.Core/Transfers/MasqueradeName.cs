using System.Net;
using System.Runtime.CompilerServices;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Transfers;

/// <summary>What MasqueradeAddress names.</summary>
/// <param name="name">An address, a host name or a device, as written.</param>
/// <param name="atStart">What it stood for when the configuration was read; null when nobody knew.</param>
/// <param name="resolve">Looks the name up again; may block.</param>
public sealed class MasqueradeName(string name, IPAddress? atStart, Func<IPAddress?> resolve)
{
    // The configuration does not change: what a name stands for since it was looked up again is the process's, for as long as the line is in force.
    static readonly HostKey<ConditionalWeakTable<MasqueradeName, IPAddress>> Updates = new(_ => []);

    public string Name { get; } = name;

    /// <summary>Looks the name up again; null when nobody knows it. May block.</summary>
    public IPAddress? Resolve() => resolve();

    /// <summary>What the name stands for now; null: nothing known.</summary>
    public IPAddress? Current(ServerHost host) => host.State(Updates).TryGetValue(this, out var updated) ? updated : atStart;

    /// <summary>From now on the name stands for another address.</summary>
    public void Update(ServerHost host, IPAddress address) => host.State(Updates).AddOrUpdate(this, address);
}
