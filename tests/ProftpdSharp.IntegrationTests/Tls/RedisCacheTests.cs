using System.Diagnostics;
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
    static async Task<TlsSession> StoredAsync(TempServer server)
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

    /// <summary>redis-server with a socket in a folder of its own.</summary>
    sealed class RedisServer : IAsyncDisposable
    {
        readonly string _folder;
        Process _process;

        RedisServer(string folder) => (_folder, _process) = (folder, Launch(folder));

        public string Socket => $"{_folder}/redis.sock";

        /// <summary>As upstream's documentation writes it.</summary>
        public string Lines =>
            "LoadModule mod_tls_redis.c\nTLSProtocol TLSv1.2\n<IfModule mod_tls_redis.c>\nTLSSessionCache redis:\n</IfModule>\n"
            + $"<IfModule mod_redis.c>\nRedisEngine on\nRedisServer {Socket}\nRedisLog {{ROOT}}/log/redis.log\n</IfModule>\n";

        public static async Task<RedisServer> StartAsync()
        {
            var server = new RedisServer(Directory.CreateTempSubdirectory("proftpd-redis-").FullName);
            await server.WaitAsync();
            return server;
        }

        public async Task StartAgainAsync()
        {
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = Launch(_folder);
            await WaitAsync();
        }

        public void Signal(Signum signal) => _ = Syscall.kill(_process.Id, signal);

        public async Task StopAsync()
        {
            Signal(Signum.SIGKILL);
            await _process.WaitForExitAsync();
        }

        /// <summary>How many keys there are.</summary>
        public async Task<int> CountAsync() => int.Parse(await AskAsync("dbsize"), System.Globalization.CultureInfo.InvariantCulture);

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            _process.Dispose();
            HostFiles.RemoveTree(_folder);
        }

        static Process Launch(string folder) => Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", "0", "--unixsocket", $"{folder}/redis.sock", "--save", "", "--dir", folder, "--logfile", $"{folder}/redis.log"]))!;

        Task WaitAsync() => Waiting.UntilAsync(() => AskAsync("ping").Result == "PONG", "the Redis server");

        async Task<string> AskAsync(string command) =>
            (await CommandRunner.RunAsync("redis-cli", ["-s", Socket, command])).Output.Trim();
    }
}
