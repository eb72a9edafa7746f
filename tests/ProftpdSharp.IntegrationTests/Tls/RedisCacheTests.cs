using Mono.Unix.Native;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>TLSSessionCache and TLSStaplingCache <c>redis:</c> with a real Redis server.</summary>
public sealed class RedisCacheTests
{
    static readonly ClientTlsSettings Tls12 = new() { MaxVersion = TlsVersion.Tls12 };

    [Fact]
    public async Task Servers_resume_each_others_sessions()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var first = await TlsServer.StartAsync(redis.Lines);
        await using var second = await TlsServer.StartAsync(redis.Lines);
        await AssertServesAsync(first, second);
        await AssertServesAsync(second, first);
    }

    [Fact]
    public async Task A_session_of_another_connection_opens_no_data_connection()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await TlsServer.StartAsync(redis.Lines);
        using (await StoredAsync(server))
        {
            await using var victim = await server.LogInSecurelyAsync(Tls12);
            await using var thief = await server.LogInSecurelyAsync(Tls12);
            thief.ResumesSessionOf = victim;
            await using var data = await thief.OpenPassiveAsync();
            (await thief.CommandAsync("NLST")).Expect(150);
            await data.StartTlsAsync(thief);
            Assert.True(data.Tls!.Resumed);
            (await thief.ReadReplyAsync()).Expect(425);
        }
    }

    [Fact]
    public async Task A_Redis_server_that_dies_or_hangs_costs_nobody_a_session()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await TlsServer.StartAsync(redis.Lines + "RedisTimeouts 500 100\n");
        using var session = await StoredAsync(server);

        redis.Signal(Signum.SIGSTOP);
        await AssertServesWithoutAsync(server, session);
        await server.StandardError.WaitForAsync(line => line.EndsWith("no answer in 100 ms", StringComparison.Ordinal));
        redis.Signal(Signum.SIGKILL);
        await AssertServesWithoutAsync(server, session);

        await redis.StartAgainAsync();
        await server.StandardError.WaitForAsync(line => line.Contains("mod_redis/0.2.3: connected to Redis at '/", StringComparison.Ordinal));
        using var later = await StoredAsync(server);
        Assert.Single(File.ReadLines($"{server.Root}/log/redis.log"), line => line.Contains("error connecting to Redis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_Redis_at_the_start_sessions_stay_in_the_process()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.StopAsync();
        await using var server = await TlsServer.StartAsync(redis.Lines);
        await using var client = await server.LogInSecurelyAsync(Tls12);
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
        await server.StandardError.WaitForAsync(line => line.Contains("mod_redis/0.2.3: error connecting to Redis at '/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ftpdctl_tells_about_the_cache_and_empties_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await TlsServer.StartAsync(redis.Lines + SessionCacheTests.Controls + SessionCacheTests.RootMay);
        using var session = await StoredAsync(server);
        var info = (await SessionCacheTests.AskAsync(server, "tls", "sesscache", "info")).Split('\n');
        Assert.Equal(["Redis SSL session cache provided by mod_tls_redis/0.1", "", $"Redis server: {redis.Socket}"], info[..3]);
        Assert.Equal($"Current session cache size: {await redis.CountAsync()}", info[3]);
        Assert.StartsWith("tls sesscache: cleared ", await SessionCacheTests.AskAsync(server, "tls", "sesscache", "clear"), StringComparison.Ordinal);
        Assert.Equal(0, await redis.CountAsync());
    }

    [Fact]
    public async Task A_Redis_server_may_want_TLS_and_a_password()
    {
        await using var redis = await RedisServer.StartSecureAsync();
        await using var first = await TlsServer.StartAsync(redis.Lines);
        await using var second = await TlsServer.StartAsync(redis.Lines);
        await AssertServesAsync(first, second);
        // In the database that the line names.
        Assert.Contains("keys=", await redis.AskAsync("info", "keyspace"), StringComparison.Ordinal);
        Assert.Equal(0, await redis.CountAsync());
    }

    [Fact]
    public async Task RedisOptions_NoReconnect_does_without_a_server_that_was_lost()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var steady = await TlsServer.StartAsync(redis.Lines + "RedisOptions NoReconnect\n");
        await using var other = await TlsServer.StartAsync(redis.Lines);
        using (await StoredAsync(steady))
        using (await StoredAsync(other))
            redis.Signal(Signum.SIGKILL);
        foreach (var server in (TempServer[])[steady, other])
            await server.StandardError.WaitForAsync(line => line.Contains("mod_redis/0.2.3: error connecting to Redis at '/", StringComparison.Ordinal));

        await redis.StartAgainAsync();
        using var later = await StoredAsync(other);
        await AssertServesWithoutAsync(steady, later);
    }

    /// <summary>A session of the one is resumed by the other, for data connections too.</summary>
    static async Task AssertServesAsync(TempServer maker, TempServer other)
    {
        using var session = await StoredAsync(maker);
        await using var client = await other.LogInSecurelyAsync(Tls12 with { Session = session });
        Assert.True(client.Tls!.Resumed);
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    static async Task AssertServesWithoutAsync(TempServer server, TlsSession session)
    {
        await using var client = await server.LogInSecurelyAsync(Tls12 with { Session = session });
        Assert.False(client.Tls!.Resumed);
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    /// <summary>A session that another connection could resume: the server has found its way to Redis.</summary>
    internal static async Task<TlsSession> StoredAsync(TempServer server)
    {
        TlsSession? stored = null;
        await Waiting.UntilAsync(() => (stored = TryStoreAsync(server).Result) is not null, "a session in Redis");
        return stored!;
    }

    static async Task<TlsSession?> TryStoreAsync(TempServer server)
    {
        await using var client = await server.LogInSecurelyAsync(Tls12);
        var session = client.Tls!.TakeSession()!;
        await using var again = await server.LogInSecurelyAsync(Tls12 with { Session = session });
        if (again.Tls!.Resumed)
            return session;
        session.Dispose();
        return null;
    }
}
