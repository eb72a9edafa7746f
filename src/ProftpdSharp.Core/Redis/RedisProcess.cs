using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Redis;

/// <summary>The one connection of the process to the Redis server of its configuration.</summary>
public sealed class RedisProcess
{
    public static readonly HostKey<RedisProcess> Key = new(host => new RedisProcess(host));

    /// <summary>Takes leave of the server.</summary>
    public static readonly Feature Feature = new("Redis connection");

    readonly ServerHost _host;
    RedisSettings? _settings;
    RedisConnection? _connection;

    static RedisProcess() => Feature.Stopping(async host => await host.State(Key).CloseAsync());

    RedisProcess(ServerHost host) => _host = host;

    /// <summary>The connection for a configuration, made when it is first asked for; null when that has none. It stays over SIGHUP as long as its settings do.</summary>
    public async ValueTask<RedisConnection?> UseAsync(ServerConfiguration configuration)
    {
        var settings = RedisSettings.Of(configuration.Main.Root);
        if (settings == _settings)
            return _connection;
        await CloseAsync();
        if (settings is not null)
            _connection = await RedisConnection.OpenAsync(_host, settings);
        _settings = settings;
        return _connection;
    }

    async ValueTask CloseAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        (_connection, _settings) = (null, null);
    }
}

/// <summary>What a configuration says about Redis.</summary>
sealed record RedisSettings(RedisAddress Address, RedisLimits Limits, bool Reconnects, string? LogPath)
{
    public static RedisSettings? Of(ConfigScope server) =>
        server.Get(RedisDirectives.RedisEngine) && server.Get(RedisDirectives.RedisServer) is { } address
            ? new RedisSettings(address, server.Get(RedisDirectives.RedisTimeouts), server.Get(RedisDirectives.RedisOptions), server.Get(RedisDirectives.RedisLog))
            : null;
}
