using System.Collections.Concurrent;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>
/// The threads on which file-system calls run under a user's identity. A few, so that a slow disk holds up neither the thread pool nor,
/// at once, every session.
/// </summary>
public sealed class FileWorkers : IDisposable
{
    readonly BlockingCollection<FileCall> _calls = [];
    readonly Thread[] _threads;

    /// <param name="threads">How many calls may be under way at once.</param>
    /// <exception cref="NotSupportedException">The kernel lacks what the jail needs (openat2, Linux 5.6) or /proc is missing.</exception>
    public FileWorkers(int threads = 4)
    {
        Libraries.BindAll();
        Root = Jail.OpenRoot();
        Host = new SessionFiles(this, null);
        _threads = [.. Enumerable.Range(0, threads).Select(Start)];
    }

    /// <summary>The host's own files as the server itself reads them: absolute host paths, no jail, the server's identity.</summary>
    public SessionFiles Host { get; }

    /// <summary>No jail: the root of the host.</summary>
    internal Jail Root { get; }

    /// <summary>Lets the workers end after what is queued.</summary>
    public void Dispose()
    {
        _calls.CompleteAdding();
        foreach (var thread in _threads)
            thread.Join();
        _calls.Dispose();
        Root.Dispose();
    }

    /// <summary>Runs native calls on a worker.</summary>
    /// <inheritdoc cref="FileCall{TState,T}"/>
    internal Task<T> RunAsync<TState, T>(FileIdentity? who, uint? umask, TState state, Func<TState, T> body)
    {
        var call = new FileCall<TState, T>(who, umask, state, body);
        _calls.Add(call);
        return call.Task;
    }

    Thread Start(int index)
    {
        var thread = new Thread(Work) { IsBackground = true, Name = $"files-{index}" };
        thread.Start();
        return thread;
    }

    void Work()
    {
        var identity = new WorkerIdentity();
        foreach (var call in _calls.GetConsumingEnumerable())
            call.Execute(identity);
    }
}
