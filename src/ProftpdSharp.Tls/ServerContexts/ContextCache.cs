using System.Collections.Concurrent;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>The contexts of one configuration, each made once. A new configuration (SIGHUP) reads all files anew.</summary>
sealed class ContextCache
{
    readonly ConcurrentDictionary<ContextSettings, Lazy<Task<ServerContext>>> _contexts = new();

    /// <summary>The context for these settings; made on a thread of its own, because that reads files.</summary>
    public Task<ServerContext> GetAsync(ContextSettings settings) =>
        _contexts.GetOrAdd(settings, static wanted => new Lazy<Task<ServerContext>>(() => BuildAsync(wanted))).Value;

    /// <summary>The context for these settings when it is there; null while it is not.</summary>
    public ServerContext? Find(ContextSettings settings) =>
        _contexts.TryGetValue(settings, out var lazy) && lazy.Value is { IsCompletedSuccessfully: true } task ? task.Result : null;

    static Task<ServerContext> BuildAsync(ContextSettings settings) => Task.Factory.StartNew(
        () => ContextBuilder.Build(settings), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
