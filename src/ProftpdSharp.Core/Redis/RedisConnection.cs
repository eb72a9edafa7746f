using System.Security.Authentication;
using System.Security.Cryptography;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using StackExchange.Redis;

namespace ProftpdSharp.Core.Redis;

/// <summary>
/// Keys and values in a Redis server. Whatever happens to that server, nobody here fails for it or waits longer than RedisTimeouts says: what cannot be
/// read is not there, what cannot be stored is lost. The logs tell once when the server is lost and once when it is back.
/// </summary>
public sealed class RedisConnection : IAsyncDisposable
{
    const string Label = "mod_redis/0.2.3";

    /// <summary>Milliseconds; nobody waits for a connection, and in a process that just began the first takes long.</summary>
    const double ShortestConnect = 3000;

    /// <summary>A server that is connected and does not answer is left alone for a while, so that not every session waits for it.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    readonly ServerHost _host;
    readonly RedisSettings _settings;
    readonly LogFile? _log;
    readonly CancellationTokenSource _closing = new();
    readonly Task<ConnectionMultiplexer?> _connecting;
    int _isLost;
    long _restsSince;

    RedisConnection(ServerHost host, RedisSettings settings, LogFile? log)
    {
        (_host, _settings, _log) = (host, settings, log);
        _connecting = ConnectAsync();
    }

    /// <summary>Where the server is, for people.</summary>
    public string ServerName => _settings.Address.Name;

    /// <summary>Begins to connect and does not wait for it.</summary>
    internal static async Task<RedisConnection> OpenAsync(ServerHost host, RedisSettings settings)
    {
        if (settings.LogPath is not { } path)
            return new RedisConnection(host, settings, null);
        var opening = await host.Log.Files.OpenAsync(path);
        if (opening.File is null)
            host.Log.Write(LogLevel.Notice, null, $"{Label}: notice: unable to open RedisLog '{path}': {opening.Reason}");
        return new RedisConnection(host, settings, opening.File);
    }

    /// <summary>The value of a key; null when it has none or the server does not tell in time.</summary>
    public ValueTask<byte[]?> FindAsync(string key) => AskAsync<byte[]?>(async database => await database.StringGetAsync(key));

    /// <summary>Stores a value; false when the server did not take it in time. Wipes <paramref name="value"/>.</summary>
    public async ValueTask<bool> StoreAsync(string key, byte[] value, TimeSpan lifetime)
    {
        var isStored = await AskAsync(database => database.StringSetAsync(key, value, lifetime));
        CryptographicOperations.ZeroMemory(value);
        return isStored;
    }

    async ValueTask<T?> AskAsync<T>(Func<IDatabase, Task<T>> ask)
    {
        if (Connected is not { } server)
            return default;
        try
        {
            var answer = await ask(server.GetDatabase()).WaitAsync(_settings.Limits.Command, _host.Clock);
            Find();
            return answer;
        }
        catch (Exception problem) when (IsOfServer(problem))
        {
            if (problem is TimeoutException)
                Volatile.Write(ref _restsSince, _host.Clock.GetTimestamp());
            Lose(ReasonOf(problem) ?? problem.Message);
            return default;
        }
    }

    /// <summary>How many keys begin with a prefix, which has no characters of patterns.</summary>
    public ValueTask<int> CountAsync(string prefix) => EachAsync(prefix, static (_, _) => Task.FromResult(true));

    /// <summary>Removes every key that begins with a prefix, which has no characters of patterns.</summary>
    /// <returns>How many there were.</returns>
    public ValueTask<int> RemoveAsync(string prefix) => EachAsync(prefix, static (database, key) => database.KeyDeleteAsync(key));

    async ValueTask<int> EachAsync(string prefix, Func<IDatabase, RedisKey, Task<bool>> act)
    {
        if (Connected is not { } server)
            return 0;
        var count = 0;
        try
        {
            var address = server.GetServer(_settings.Address.EndPoint);
            await foreach (var key in address.KeysAsync(_settings.Address.Database, $"{prefix}*").WithCancellation(_closing.Token))
                count += await act(server.GetDatabase(), key).WaitAsync(_settings.Limits.Command, _host.Clock) ? 1 : 0;
        }
        catch (Exception problem) when (IsOfServer(problem))
        {
            Lose(ReasonOf(problem) ?? problem.Message);
        }
        return count;
    }

    ConnectionMultiplexer? Connected =>
        _connecting.IsCompletedSuccessfully && _connecting.Result is { IsConnected: true } server && !IsResting ? server : null;

    bool IsResting => Volatile.Read(ref _restsSince) is not 0 and var since && _host.Clock.GetElapsedTime(since) < Rest;

    async Task<ConnectionMultiplexer?> ConnectAsync()
    {
        try
        {
            var server = await ConnectionMultiplexer.ConnectAsync(Options());
            server.ConnectionFailed += (_, lost) => Lose(ReasonOf(lost.Exception) ?? lost.FailureType.ToString());
            server.ConnectionRestored += (_, _) => Find();
            if (!server.IsConnected)
                Lose("no connection");
            return server;
        }
        catch (Exception problem) when (IsOfServer(problem))
        {
            Lose(ReasonOf(problem) ?? problem.Message);
            return null;
        }
    }

    ConfigurationOptions Options()
    {
        var address = _settings.Address;
        var options = new ConfigurationOptions
        {
            EndPoints = { address.EndPoint },
            User = address.User.Length > 0 ? address.User : null,
            Password = address.Password.Length > 0 ? address.Password : null,
            DefaultDatabase = address.Database,
            ClientName = "proftpd",
            ConnectTimeout = (int)Math.Max(_settings.Limits.Connect.TotalMilliseconds, ShortestConnect),
            AsyncTimeout = (int)_settings.Limits.Command.TotalMilliseconds,
            ConnectRetry = 1,
            AbortOnConnectFail = false,
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = _settings.Reconnects ? new LinearRetry(1000) : new NoReconnect(),
            // Nothing is subscribed to: one connection is enough.
            CommandMap = CommandMap.Create(["SUBSCRIBE"], available: false),
            ConfigurationChannel = "",
            TieBreaker = "",
            Ssl = address.UsesTls,
        };
        if (address is { UsesTls: true, CaFile: { } authority })
            options.TrustIssuer(authority);
        if (address is { UsesTls: true, CertificateFile: { } certificate, KeyFile: { } key })
            options.SetUserPemCertificate(certificate, key);
        return options;
    }

    /// <summary>What a server that is not there, does not answer or says no makes of a call.</summary>
    static bool IsOfServer(Exception problem) =>
        problem is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException or IOException or AuthenticationException
            or CryptographicException;

    /// <summary>The library's own messages tell its whole state.</summary>
    string? ReasonOf(Exception? problem) => problem switch
    {
        TimeoutException => $"no answer in {_settings.Limits.Command.TotalMilliseconds} ms",
        RedisConnectionException { InnerException: null, FailureType: var kind } => kind.ToString(),
        _ => problem?.GetBaseException().Message,
    };

    void Lose(string why)
    {
        if (!_closing.IsCancellationRequested && Interlocked.Exchange(ref _isLost, 1) == 0)
            Say($"error connecting to Redis at '{ServerName}': {why}");
    }

    void Find()
    {
        if (Interlocked.Exchange(ref _isLost, 0) == 1)
            Say($"connected to Redis at '{ServerName}' again");
    }

    void Say(string text)
    {
        var line = LogText.Sanitize(text);
        _host.Log.Write(LogLevel.Notice, null, $"{Label}: {line}");
        _log?.Write($"{LogText.Timestamp(_host.Clock.GetLocalNow())} {Label}[{Environment.ProcessId}]: {line}");
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (await _connecting is { } server)
            await server.DisposeAsync();
        _log?.Dispose();
        _closing.Dispose();
    }

    /// <summary>RedisOptions NoReconnect.</summary>
    sealed class NoReconnect : IReconnectRetryPolicy
    {
        public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) => false;
    }
}
