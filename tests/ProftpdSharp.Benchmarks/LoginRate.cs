using System.Diagnostics;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.Benchmarks;

/// <summary>How many logins a second, and what each costs the server.</summary>
static class LoginRate
{
    const int AtOnce = 4;

    public static async Task RunAsync(Figures figures, int logins)
    {
        figures.Write($"{"logins",-8} {"upstream",26} {"ours",26} {"CPU ratio",10}");
        foreach (var tls in (bool[])[false, true])
        {
            var upstream = await MeasureAsync(ServerBinary.Oracle, logins, tls);
            var ours = await MeasureAsync(ServerBinary.Ours, logins, tls);
            figures.Write(
                $"{(tls ? "TLS" : "plain"),-8} {upstream.Rate,8:F0}/s {upstream.Cost,8:F2} ms CPU {ours.Rate,8:F0}/s {ours.Cost,8:F2} ms CPU {upstream.Cost / ours.Cost,9:F1}x");
        }
    }

    static async Task<(double Rate, double Cost)> MeasureAsync(ServerBinary binary, int logins, bool tls)
    {
        await using var contender = await Contender.StartAsync(binary);
        await LogInAsync(contender, logins / 4, tls);
        var cost = contender.ProcessorTime();
        var watch = Stopwatch.StartNew();
        await LogInAsync(contender, logins, tls);
        var elapsed = watch.Elapsed;
        return (logins / elapsed.TotalSeconds, (contender.ProcessorTime() - cost).TotalMilliseconds / logins);
    }

    static Task LogInAsync(Contender contender, int count, bool tls) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
        {
            await using var client = await contender.LogInAsync(tls);
            (await client.CommandAsync("QUIT")).Expect(221);
        });
}
