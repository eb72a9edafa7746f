using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.IntegrationTests.Running;

/// <summary>Clients that have logged in.</summary>
static class Logins
{
    /// <summary>Connects, reads the greeting and logs in.</summary>
    public static async Task<FtpClient> LogInAsync(this TempServer server, string user = "alice") => await LogInAsync(await server.ConnectAsync(), user);

    /// <summary>Reads the greeting and logs in.</summary>
    public static async Task<FtpClient> LogInAsync(FtpClient client, string user = "alice", string password = TestAccounts.Password)
    {
        // The tests share the machine with each other.
        client.Deadline = TimeSpan.FromSeconds(30);
        (await client.ReadReplyAsync()).Expect(220);
        (await client.CommandAsync($"USER {user}")).Expect(331);
        (await client.CommandAsync($"PASS {password}")).Expect(230);
        return client;
    }
}
