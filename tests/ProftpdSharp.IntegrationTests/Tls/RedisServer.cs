using System.Diagnostics;
using System.Globalization;
using Mono.Unix.Native;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>redis-server in a folder of its own, on a socket there or, with TLS and a password, on a port.</summary>
sealed class RedisServer : IAsyncDisposable
{
    const string Password = "opensesame";

    readonly string _folder;
    readonly int _port;
    Process _process;

    RedisServer(string folder, int port)
    {
        (_folder, _port) = (folder, port);
        _process = Launch();
    }

    public string Socket => $"{_folder}/redis.sock";

    /// <summary>As upstream's documentation writes it.</summary>
    public string Lines =>
        "LoadModule mod_tls_redis.c\nTLSProtocol TLSv1.2\n<IfModule mod_tls_redis.c>\nTLSSessionCache redis:\n</IfModule>\n"
        + $"<IfModule mod_redis.c>\nRedisEngine on\nRedisServer {Place}\nRedisLog {{ROOT}}/log/redis.log\n</IfModule>\n";

    string Place => _port == 0 ? Socket : $"localhost:{_port} default {Password} 3 ssl:true ssl-ca:{_folder}/ca.pem";

    public static Task<RedisServer> StartAsync() => StartAsync(0);

    public static Task<RedisServer> StartSecureAsync() => StartAsync(ListeningPorts.Free());

    static async Task<RedisServer> StartAsync(int port)
    {
        var folder = Directory.CreateTempSubdirectory("proftpd-redis-").FullName;
        Certificates.Create(folder);
        var server = new RedisServer(folder, port);
        await server.WaitAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Launch();
        await WaitAsync();
    }

    public void Signal(Signum signal) => _ = Syscall.kill(_process.Id, signal);

    public async Task StopAsync()
    {
        Signal(Signum.SIGKILL);
        await _process.WaitForExitAsync();
    }

    /// <summary>How many keys the first database has.</summary>
    public async Task<int> CountAsync() => int.Parse(await AskAsync("dbsize"), CultureInfo.InvariantCulture);

    public async Task<string> AskAsync(params string[] command)
    {
        string[] place = _port == 0
            ? ["-s", Socket]
            : ["-h", "localhost", "-p", $"{_port}", "--tls", "--cacert", $"{_folder}/ca.pem", "--no-auth-warning", "-a", Password];
        return (await CommandRunner.RunAsync("redis-cli", [.. place, .. command])).Output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        HostFiles.RemoveTree(_folder);
    }

    Process Launch()
    {
        string[] place = _port == 0
            ? ["--unixsocket", Socket]
            :
            [
                "--tls-port", $"{_port}", "--tls-cert-file", $"{_folder}/server.pem", "--tls-key-file", $"{_folder}/server.key",
                "--tls-ca-cert-file", $"{_folder}/ca.pem", "--tls-auth-clients", "no", "--requirepass", Password,
            ];
        return Process.Start(new ProcessStartInfo("redis-server", ["--port", "0", .. place, "--save", "", "--dir", _folder, "--logfile", $"{_folder}/redis.log"]))!;
    }

    Task WaitAsync() => Waiting.UntilAsync(() => AskAsync("ping").Result == "PONG", "the Redis server");
}
