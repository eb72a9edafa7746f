using System.Collections.Concurrent;

namespace ProftpdSharp.Core.IO;

/// <summary>
/// A few threads for calls that block or burn the processor (user databases, crypt), so that the thread pool never waits for them. What does not
/// fit waits its turn. The threads start with the first call.
/// </summary>
/// <param name="name">For debuggers.</param>
/// <param name="threads">How many calls may be under way at once.</param>
public sealed class BlockingWorkers(string name, int threads) : IDisposable
{
    readonly BlockingCollection<Action> _calls = [];
    readonly List<Thread> _threads = [];

    /// <summary>Runs a call on a worker; what it throws, the task throws.</summary>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        Start();
        // Continuations must not run on the worker: it has other calls to make.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(() => Complete(completion, call));
        return completion.Task;
    }

    /// <summary>Lets the workers end after what is queued.</summary>
    public void Dispose()
    {
        _calls.CompleteAdding();
        lock (_threads)
            _threads.ForEach(thread => thread.Join());
        _calls.Dispose();
    }

    static void Complete<T>(TaskCompletionSource<T> completion, Func<T> call)
    {
        // The failure belongs to who asked, not to the worker, so everything is caught here.
        try
        {
            completion.SetResult(call());
        }
        catch (Exception exception)
        {
            completion.SetException(exception);
        }
    }

    void Start()
    {
        lock (_threads)
        {
            while (_threads.Count < threads)
            {
                var thread = new Thread(Work) { IsBackground = true, Name = $"{name}-{_threads.Count}" };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    void Work()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
            call();
    }
}
