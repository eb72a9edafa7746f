using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Server;

/// <summary>UseReverseDNS: the client's name, for logs and for rules that go by name, and the names of our own addresses.</summary>
public static class ReverseNames
{
    /// <summary>A name server that does not answer must not keep the greeting from the client (PAINS 15).</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    /// <summary>The names of our own addresses do not change while we serve.</summary>
    static readonly HostKey<ConcurrentDictionary<IPAddress, Task<string?>>> OwnNames = new(_ => new());

    static readonly HostKey<Switched> Key = new(_ => new Switched());

    /// <summary>What an administrator said instead of UseReverseDNS.</summary>
    sealed class Switched
    {
        public bool? IsOn { get; set; }
    }

    /// <summary>Overrules UseReverseDNS for new sessions.</summary>
    /// <param name="host">The process.</param>
    /// <param name="isOn">Null for what the configuration says.</param>
    public static void Switch(ServerHost host, bool? isOn) => host.State(Key).IsOn = isOn;

    /// <summary>Forgets the names of our own addresses.</summary>
    public static void Forget(ServerHost host) => host.State(OwnNames).Clear();

    static bool IsOn(ServerHost host, ServerConfiguration configuration) =>
        host.State(Key).IsOn ?? configuration.Process.Get(LanguageDirectives.UseReverseDns);

    /// <summary>Finds the names of both ends, bounded in time; the address stands for what has none.</summary>
    public static async ValueTask LookUpAsync(Session session)
    {
        var address = session.RemoteAddress;
        var local = session.Addresses.Local.Address;
        var ownName = OwnNameAsync(session.Host, session.Configuration, local);
        session.RemoteName = address.ToString();
        if (IsOn(session.Host, session.Configuration) && await NameOfAsync(address) is { Length: > 0 } name)
            session.RemoteName = name;
        session.Log.ServerLabel = await ServerLabelAsync(session.Host, session.Configuration, session.Server);
        session.LocalText = LocalAddress.Text(session);
        // Written as a mapped address it has no name.
        session.LocalName = await ownName is { Length: > 0 } own && session.LocalText == local.ToString() ? own : session.LocalText;
        session.Log.ClientLabel = $"{session.RemoteName}[{address}]";
    }

    /// <summary>How log lines call a server: its first address, by name where UseReverseDNS allows it.</summary>
    public static async ValueTask<string> ServerLabelAsync(ServerHost host, ServerConfiguration configuration, VirtualServer server)
    {
        if (server.Addresses is not [var first, ..])
            return "";
        return await OwnNameAsync(host, configuration, first) is { Length: > 0 } name ? name : first.ToString();
    }

    static Task<string?> OwnNameAsync(ServerHost host, ServerConfiguration configuration, IPAddress address) =>
        IsOn(host, configuration) ? host.State(OwnNames).GetOrAdd(address, NameOfAsync) : Task.FromResult<string?>(null);

    /// <summary>A name counts only when it leads back to the address: the owner of an address may give it any name.</summary>
    static async Task<string?> NameOfAsync(IPAddress address)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var entry = await Dns.GetHostEntryAsync(address.ToString(), patience.Token).WaitAsync(patience.Token);
            var back = await Dns.GetHostAddressesAsync(entry.HostName, patience.Token).WaitAsync(patience.Token);
            return back.Contains(address) ? entry.HostName : null;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ArgumentException)
        {
            return null;
        }
    }
}
