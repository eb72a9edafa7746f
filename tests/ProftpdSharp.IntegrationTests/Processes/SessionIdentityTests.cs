using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Processes;

/// <summary>Who the server's threads are.</summary>
public sealed class SessionIdentityTests
{
    [Fact]
    public async Task At_rest_no_thread_has_the_identity_of_a_user()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        foreach (var user in (string[])["alice", "bob", "alice"])
        {
            await using var client = await server.LogInAsync(user);
            await client.DownloadAsync("LIST");
            await client.DownloadAsync("RETR hello.txt");
            await client.UploadAsync("STOR new.txt", new byte[100_000]);
            (await client.CommandAsync("QUIT")).Expect(221);
        }

        await Waiting.UntilAsync(() => Identities(server.ProcessId).All(identity => identity == "0 0"), "rest");
        Assert.NotEmpty(Identities(server.ProcessId));
    }

    [Fact]
    public async Task Capabilities_that_serving_does_not_need_are_given_up()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        const int SysResource = 24;
        const int SysAdmin = 21;
        foreach (var task in Directory.GetDirectories($"/proc/{server.ProcessId}/task"))
        {
            var line = File.ReadLines($"{task}/status").First(text => text.StartsWith("CapPrm:", StringComparison.Ordinal));
            var set = Convert.ToUInt64(line["CapPrm:".Length..].Trim(), 16);
            Assert.Equal(0UL, set & (1UL << SysResource | 1UL << SysAdmin));
        }
    }

    /// <summary>The file-system uid and gid of every thread.</summary>
    static List<string> Identities(int pid)
    {
        var identities = new List<string>();
        foreach (var task in Directory.GetDirectories($"/proc/{pid}/task"))
        {
            try
            {
                var lines = File.ReadAllLines($"{task}/status");
                identities.Add($"{Last("Uid:")} {Last("Gid:")}");

                string Last(string field) => lines.First(line => line.StartsWith(field, StringComparison.Ordinal)).Split('\t')[^1];
            }
            catch (IOException)
            {
                // The thread has ended.
            }
        }
        return identities;
    }
}
