using System.Runtime.CompilerServices;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Caches;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>What mod_tls keeps for the whole process: the ticket keys and the contexts of each configuration that still serves.</summary>
sealed class TlsProcess
{
    public static readonly HostKey<TlsProcess> Key = new(host => new TlsProcess(host));

    readonly ServerHost _host;
    readonly ConditionalWeakTable<ServerConfiguration, ContextCache> _contexts = [];

    TlsProcess(ServerHost host)
    {
        _host = host;
        TicketKeys = new TicketKeyRing(host.Clock);
        Caches = new SharedCaches(host);
        Stapler = new Stapler(host, Caches, Responders);
        KeyOpener = new KeyOpener(host, Keys);
    }

    /// <summary>One ring for all servers and configurations: clients resume over SIGHUP.</summary>
    public TicketKeyRing TicketKeys { get; }

    public SharedCaches Caches { get; }

    /// <summary>Asks OCSP responders.</summary>
    public OcspResponders Responders { get; } = new();

    public Stapler Stapler { get; }

    /// <summary>Keys that a pass phrase opened; they outlive SIGHUP.</summary>
    public KeyStore Keys { get; } = new();

    /// <summary>Gets the pass phrases of encrypted keys.</summary>
    public KeyOpener KeyOpener { get; }

    public ContextCache ContextsOf(ServerConfiguration configuration) => _contexts.GetValue(configuration, Begin);

    ContextCache Begin(ServerConfiguration configuration)
    {
        var keys = configuration.Main.Root.Get(SessionCache.TlsSessionTicketKeys);
        TicketKeys.Limit(keys.Age, keys.Count);
        return new ContextCache(_host, Keys, KeyOpener);
    }
}
