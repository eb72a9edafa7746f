using System.Globalization;
using System.Security.Cryptography;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.Benchmarks;

/// <summary>RETR and STOR of one large file, with curl as the client.</summary>
static class Throughput
{
    const int Runs = 5;

    /// <summary>Over loopback.</summary>
    public static Task RunAsync(Figures figures, int mebibytes) => RunAsync(figures, mebibytes, "127.0.0.1", "127.0.0.1");

    /// <summary>Over a network of 1 Gbit/s with a round trip of 20 ms: what counts is that buffers grow as far as the distance asks.</summary>
    public static async Task RunFarAsync(Figures figures, int mebibytes)
    {
        using var network = await DistantNetwork.OpenAsync();
        await RunAsync(figures, mebibytes, DistantNetwork.Near, DistantNetwork.Far);
    }

    static async Task RunAsync(Figures figures, int mebibytes, string address, string host)
    {
        var folder = Directory.CreateTempSubdirectory("proftpd-benchmark-").FullName;
        try
        {
            var file = $"{folder}/file";
            await WriteAsync(file, mebibytes);
            await using var upstream = await Contender.StartAsync(ServerBinary.Oracle, address);
            await using var ours = await Contender.StartAsync(ServerBinary.Ours, address);
            figures.Write($"{"transfer",-12} {"upstream",14} {"ours",14} {"ratio",8}");
            foreach (var tls in (bool[])[false, true])
            {
                foreach (var up in (bool[])[true, false])
                    await CompareAsync(figures, upstream, ours, host, file, tls, up);
            }
        }
        finally
        {
            HostFiles.RemoveTree(folder);
        }
    }

    /// <summary>Takes turns, so that both see the same machine; medians are compared.</summary>
    static async Task CompareAsync(Figures figures, Contender upstream, Contender ours, string host, string file, bool tls, bool up)
    {
        var theirs = new List<double>();
        var own = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            // Whoever comes second finds more dirty pages.
            var oursFirst = run % 2 == 1;
            if (oursFirst)
                own.Add(await SpeedAsync(ours, host, file, tls, up));
            theirs.Add(await SpeedAsync(upstream, host, file, tls, up));
            if (!oursFirst)
                own.Add(await SpeedAsync(ours, host, file, tls, up));
        }
        var (a, b) = (theirs.Order().ElementAt(Runs / 2), own.Order().ElementAt(Runs / 2));
        var name = $"{(up ? "STOR" : "RETR")} {(tls ? "TLS" : "plain")}";
        figures.Write($"{name,-12} {a / 1e6,9:F0} MB/s {b / 1e6,9:F0} MB/s {b / a,7:F2}x");
    }

    /// <summary>Bytes a second as curl counts them.</summary>
    static async Task<double> SpeedAsync(Contender contender, string host, string file, bool tls, bool up)
    {
        string[] direction = up ? ["-T", file, "-w", "%{speed_upload}"] : ["-o", "/dev/null", "-w", "%{speed_download}"];
        var result = await CommandRunner.RunAsync(
            "curl",
            ["-sS", .. tls ? (string[])["--ssl-reqd", "-k"] : [], "-u", $"alice:{TestAccounts.Password}", .. direction, $"ftp://{host}:{contender.Server.Port}/file"],
            deadline: TimeSpan.FromMinutes(10));
        return double.Parse(result.EnsureSuccess().Output, CultureInfo.InvariantCulture);
    }

    static async Task WriteAsync(string path, int mebibytes)
    {
        await using var file = File.Create(path);
        var block = new byte[1 << 20];
        for (var written = 0; written < mebibytes; written++)
        {
            RandomNumberGenerator.Fill(block);
            await file.WriteAsync(block);
        }
    }
}
