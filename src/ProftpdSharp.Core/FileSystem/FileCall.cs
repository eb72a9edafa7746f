using ProftpdSharp.Native;

namespace ProftpdSharp.Core.FileSystem;

/// <summary>One unit of work of a file worker.</summary>
abstract class FileCall
{
    /// <summary>Runs on the worker's thread and completes the call; never throws.</summary>
    public abstract void Execute(WorkerIdentity identity);
}

/// <summary>Native calls that run together under one identity and umask.</summary>
/// <param name="who">Null: the server itself.</param>
/// <param name="umask">Null where nothing is created.</param>
/// <param name="state">Everything the calls need, made beforehand.</param>
/// <param name="body">Native calls only; it may not allocate.</param>
sealed class FileCall<TState, T>(FileIdentity? who, uint? umask, TState state, Func<TState, T> body) : FileCall
{
    // Continuations may not run on the worker: it has other sessions' calls to make.
    readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly uint[] _groups = who is null ? [] : who.Groups as uint[] ?? [.. who.Groups];

    public Task<T> Task => _completion.Task;

    public override void Execute(WorkerIdentity identity)
    {
        // Whatever goes wrong is the asking session's, not the worker's, which serves the others: so everything is caught here.
        try
        {
            _completion.SetResult(Run(identity));
        }
        catch (Exception exception)
        {
            _completion.SetException(exception);
        }
    }

    T Run(WorkerIdentity identity)
    {
        if (umask is not { } mask)
            return RunAsUser(identity);
        WorkerIdentity.TakeUmask(mask);
        try
        {
            return RunAsUser(identity);
        }
        finally
        {
            identity.ReturnUmask();
        }
    }

    T RunAsUser(WorkerIdentity identity)
    {
        if (who is null)
            return body(state);
        var error = identity.Take(who, _groups);
        if (error != Errno.None)
            throw new InvalidOperationException($"A file worker could not become uid {who.Uid}: {error}.");
        try
        {
            return body(state);
        }
        finally
        {
            identity.Return();
        }
    }
}
