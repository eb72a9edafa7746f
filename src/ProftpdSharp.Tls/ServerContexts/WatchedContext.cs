using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>
/// One context and the files it was made of. A connection that comes a second or more after the last look looks at the files: when one has changed, the
/// context is made anew for it and all later ones. What cannot be used leaves the old in place.
/// </summary>
sealed class WatchedContext
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly ServerHost _host;
    readonly KeyStore _store;
    readonly KeyOpener _opener;
    readonly ContextSettings _settings;
    readonly Task<Loaded> _first;
    volatile Loaded? _latest;
    long _looked;
    int _looking;

    public WatchedContext(ServerHost host, KeyStore store, KeyOpener opener, ContextSettings settings)
    {
        (_host, _store, _opener, _settings) = (host, store, opener, settings);
        _looked = host.Clock.GetTimestamp();
        _first = BeginAsync();
    }

    /// <summary>The context when it is made; null before.</summary>
    public ServerContext? Present => (_latest ?? (_first.IsCompletedSuccessfully ? _first.Result : null))?.Context;

    public async ValueTask<ServerContext> GetAsync()
    {
        var present = _latest ?? await _first;
        if (!IsTimeToLook())
            return present.Context;
        try
        {
            if (await OnThreadOfItsOwnAsync(() => present.Stamps.FirstChange(FileStamps.Of(_settings))) is { } changed)
            {
                await _opener.OpenChangedAsync(_settings.Files);
                _latest = present = await OnThreadOfItsOwnAsync(() => LoadAgain(present, changed));
            }
            Volatile.Write(ref _looked, _host.Clock.GetTimestamp());
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
        return present.Context;
    }

    /// <summary>One connection looks; those that come meanwhile use what is there.</summary>
    bool IsTimeToLook() =>
        _settings.WatchesFiles
        && _host.Clock.GetElapsedTime(Volatile.Read(ref _looked)) >= Pause
        && Interlocked.Exchange(ref _looking, 1) == 0;

    /// <summary>The files may have changed since the start, when they were opened.</summary>
    async Task<Loaded> BeginAsync()
    {
        await _opener.OpenChangedAsync(_settings.Files);
        return await OnThreadOfItsOwnAsync(Load);
    }

    Loaded Load()
    {
        // The stamps first: a file that changes while it is read counts as changed.
        var stamps = FileStamps.Of(_settings);
        return new Loaded(ContextBuilder.Build(_settings, _store), stamps);
    }

    Loaded LoadAgain(Loaded present, string changed)
    {
        var loaded = Load();
        if (loaded.Context.Failure is null || present.Context.Failure is not null)
        {
            _host.Log.Write(LogLevel.Notice, null, $"{Upstream.Label}: '{changed}' has changed, new connections use it");
            return loaded;
        }
        _host.Log.Write(
            LogLevel.Notice, null, $"{Upstream.Label}: '{changed}' has changed and cannot be used, what was loaded before stays in force: {loaded.Context.Failure}");
        return present with { Stamps = loaded.Stamps };
    }

    /// <summary>Reading files may take its time.</summary>
    static Task<T> OnThreadOfItsOwnAsync<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    sealed record Loaded(ServerContext Context, FileStamps Stamps);
}
