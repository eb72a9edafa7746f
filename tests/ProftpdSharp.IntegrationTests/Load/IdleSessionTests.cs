using System.Collections.Concurrent;
using System.Globalization;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Load;

/// <summary>Many sessions at once.</summary>
public sealed class IdleSessionTests
{
    const int Sessions = 2000;

    /// <summary>How many log in at the same time.</summary>
    const int AtOnce = 16;

    /// <summary>Upstream needs 1.7 MB; ours is a fraction of this. The bound catches a buffer kept for each session, not noise.</summary>
    const long BytesPerSession = 150_000;

    const string Patience = """
        TimeoutLogin 0
        TimeoutIdle 0
        TimeoutNoTransfer 0
        MaxInstances none

        """;

    [Fact]
    public async Task Two_thousand_sessions_stay_over_TLS_and_none_is_lost()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Tls + Patience, root =>
        {
            ServerTexts.WithTls(root);
            // The logins are not what is measured: a cheap hash keeps them short.
            File.WriteAllText($"{root}/etc/passwd", $"alice:{CheapHash}:60001:60001::{root}/home/alice:/bin/bash\n");
        });
        var before = ResidentBytes(server.ProcessId);
        var clients = new ConcurrentBag<FtpClient>();
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Sessions), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) => clients.Add(await LogInAsync(server)));
            var grown = ResidentBytes(server.ProcessId) - before;

            await Parallel.ForEachAsync(
                clients, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (client, _) => (await client.CommandAsync("NOOP")).Expect(200));

            Assert.Equal(Sessions, clients.Count);
            Assert.InRange(grown / Sessions, 0, BytesPerSession);
        }
        finally
        {
            foreach (var client in clients)
                client.Reset();
        }
    }

    /// <summary>MD5-crypt of the usual password.</summary>
    const string CheapHash = "$1$integrat$amPaNDM9vCquHO7I/RJvU/";

    static async Task<FtpClient> LogInAsync(TempServer server)
    {
        var client = await server.ConnectAsync();
        client.Deadline = TimeSpan.FromMinutes(1);
        (await client.ReadReplyAsync()).Expect(220);
        await client.SecureAsync();
        (await client.CommandAsync("USER alice")).Expect(331);
        (await client.CommandAsync($"PASS {TestSupport.TestAccounts.Password}")).Expect(230);
        return client;
    }

    static long ResidentBytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
