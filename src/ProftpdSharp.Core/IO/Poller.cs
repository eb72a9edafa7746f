using System.Collections.Concurrent;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.IO;

/// <summary>
/// One epoll and the thread that waits on it, for every descriptor of the process. Chosen over the runtime's sockets because one wait must serve
/// both directions (OpenSSL may want to write in order to read) and because an idle session should cost as little as possible.
/// </summary>
public sealed class Poller : IDisposable
{
    readonly Epoll _epoll;
    readonly EventFd _wake;
    readonly ConcurrentDictionary<ulong, Readiness> _registered = new();
    readonly Thread _thread;
    ulong _lastToken;
    volatile bool _stopping;

    public Poller()
    {
        _epoll = Epoll.Create().Require("epoll_create1");
        _wake = EventFd.Create().Require("eventfd");
        _epoll.Add(_wake.Descriptor, EpollEvents.In, 0);
        _thread = new Thread(Run) { IsBackground = true, Name = "poller" };
        _thread.Start();
    }

    /// <summary>Starts watching a descriptor; dispose the result before the descriptor is closed.</summary>
    public Readiness Register(Descriptor descriptor)
    {
        var token = Interlocked.Increment(ref _lastToken);
        var readiness = new Readiness(this, descriptor, token);
        _registered[token] = readiness;
        var error = _epoll.Add(descriptor, EpollEvents.OneShot, token);
        if (error == Errno.None)
            return readiness;
        _registered.TryRemove(token, out _);
        throw new InvalidOperationException($"epoll_ctl: {error.Describe()}");
    }

    internal void Arm(Readiness readiness, EpollEvents events) =>
        _epoll.Modify(readiness.Descriptor, events | EpollEvents.OneShot, readiness.Token);

    internal void Remove(Readiness readiness)
    {
        if (_registered.TryRemove(readiness.Token, out _))
            _epoll.Remove(readiness.Descriptor);
    }

    void Run()
    {
        Span<EpollEvent> events = stackalloc EpollEvent[256];
        while (!_stopping)
        {
            var count = _epoll.Wait(events, Timeout.Infinite);
            for (var i = 0; i < count.Value; i++)
            {
                if (_registered.TryGetValue(events[i].Token, out var readiness))
                    readiness.Signal(events[i].Events);
            }
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Signal();
        _thread.Join();
        _epoll.Dispose();
        _wake.Dispose();
    }
}
