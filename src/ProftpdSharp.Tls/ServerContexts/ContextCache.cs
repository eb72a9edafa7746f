using System.Collections.Concurrent;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>The contexts of one configuration. A new configuration (SIGHUP) reads all files anew.</summary>
sealed class ContextCache(ServerHost host, KeyStore store, KeyOpener opener)
{
    readonly ConcurrentDictionary<ContextSettings, WatchedContext> _contexts = new();

    /// <summary>The context for these settings, made of the files as they are.</summary>
    public ValueTask<ServerContext> GetAsync(ContextSettings settings) =>
        _contexts.GetOrAdd(settings, wanted => new WatchedContext(host, store, opener, wanted)).GetAsync();

    /// <summary>The context for these settings when it is there; null while it is not.</summary>
    public ServerContext? Find(ContextSettings settings) => _contexts.TryGetValue(settings, out var watched) ? watched.Present : null;
}
