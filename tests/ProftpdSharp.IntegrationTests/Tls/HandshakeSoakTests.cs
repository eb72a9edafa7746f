using System.Globalization;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;
using Xunit.Abstractions;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>
/// Handshakes of every kind, good and bad, one after the other: afterwards the server has no descriptor, session or thread more than before, and about
/// the same memory. <c>PROFTPD_SOAK=20000</c> in the environment sets how many.
/// </summary>
public sealed class HandshakeSoakTests(ITestOutputHelper output)
{
    const int AtOnce = 8;

    [Fact]
    [Trait("pains", "5")]
    public async Task Nothing_is_left_behind()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("PROFTPD_SOAK") ?? "400", CultureInfo.InvariantCulture);
        await using var server = await TlsServer.StartAsync("MaxInstances 100\nTLSTimeoutHandshake 20\n");
        var clients = await SoakClients.MakeAsync();
        await RunAsync(server, clients, Math.Max(100, count / 10));
        await SettledAsync(server);
        var before = Usage.Of(server.ProcessId);

        await RunAsync(server, clients, count);

        await SettledAsync(server);
        await Waiting.UntilAsync(() => Usage.Of(server.ProcessId).Descriptors <= before.Descriptors + 2, "the end of the descriptors", TimeSpan.FromSeconds(30));
        // The pool grows when the machine is busy and its idle threads end after a while; the server's own workers start with the first need of them.
        await Waiting.UntilAsync(() => Usage.Of(server.ProcessId).Threads <= before.Threads + 6, "the end of idle threads", TimeSpan.FromMinutes(2));
        var after = Usage.Of(server.ProcessId);
        output.WriteLine($"{count} handshakes: {before} -> {after}");
        Assert.True(after.Resident <= before.Resident * 5 / 4 + (32L << 20), $"{before} -> {after}");
        await using var client = await server.LogInSecurelyAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    static Task RunAsync(TempServer server, SoakClients clients, int count) => Parallel.ForAsync(
        0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await clients.RunAsync(server, number));

    /// <summary>Every session that was opened is closed.</summary>
    static Task SettledAsync(TempServer server) => Waiting.UntilAsync(
        () =>
        {
            var lines = File.ReadAllLines($"{server.Root}/log/stderr.log");
            return lines.Count(line => line.EndsWith("FTP session opened.", StringComparison.Ordinal))
                == lines.Count(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal));
        },
        "the end of all sessions",
        TimeSpan.FromMinutes(1));

    /// <summary>What the kernel says that a process holds.</summary>
    readonly record struct Usage(int Descriptors, int Threads, long Resident)
    {
        public static Usage Of(int process) => new(
            Directory.GetFiles($"/proc/{process}/fd").Length,
            Directory.GetDirectories($"/proc/{process}/task").Length,
            long.Parse(File.ReadAllText($"/proc/{process}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
    }
}
