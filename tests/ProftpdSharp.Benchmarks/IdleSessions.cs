using System.Collections.Concurrent;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.Benchmarks;

/// <summary>Memory of a session that has logged in and does nothing.</summary>
static class IdleSessions
{
    /// <summary>Upstream's processes are measured with fewer: their memory does not depend on how many there are.</summary>
    const int UpstreamShare = 10;
    const int AtOnce = 8;

    public static async Task RunAsync(Figures figures, int sessions)
    {
        figures.Write($"{"idle sessions",-16} {"upstream",14} {"ours",14} {"ratio",8}");
        foreach (var tls in (bool[])[false, true])
        {
            var upstream = await MeasureAsync(ServerBinary.Oracle, sessions / UpstreamShare, tls);
            var ours = await MeasureAsync(ServerBinary.Ours, sessions, tls);
            figures.Write($"{(tls ? "TLS" : "plain"),-16} {upstream / 1024,9:F0} KiB {ours / 1024,9:F1} KiB {upstream / ours,7:F0}x");
        }
    }

    /// <summary>Bytes for each session beyond what the server needs after its first ones.</summary>
    static async Task<double> MeasureAsync(ServerBinary binary, int sessions, bool tls)
    {
        await using var contender = await Contender.StartAsync(binary);
        var clients = new ConcurrentBag<FtpClient>();
        try
        {
            // What is allocated once (code, caches, a first heap) belongs to no session.
            await FillAsync(contender, clients, Math.Max(1, sessions / 20), tls);
            var before = contender.Memory();
            await FillAsync(contender, clients, sessions, tls);
            return (contender.Memory() - before) / (double)sessions;
        }
        finally
        {
            foreach (var client in clients)
                client.Reset();
        }
    }

    static Task FillAsync(Contender contender, ConcurrentBag<FtpClient> clients, int count, bool tls) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => clients.Add(await contender.LogInAsync(tls)));
}
