using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Logs;

/// <summary>fail2ban with Debian's filter finds every kind of failed login in our log.</summary>
public sealed class FailToBanTests
{
    const string Filter = "/etc/fail2ban/filter.d/proftpd.conf";

    const string Refusals = """
        RootLogin off
        MaxLoginAttempts 2
        <Limit LOGIN>
          DenyUser bob
        </Limit>

        """;

    [Fact]
    [Trait("pains", "18")]
    public async Task Every_kind_of_failed_login_is_found()
    {
        await using var server = await BackgroundServer.StartAsync(await ServerFolder.CreateAsync(ServerTexts.Basic + Refusals, ServerTexts.Homes));
        await FailAsync(server, "nobody-knows-me", "x");
        await FailAsync(server, "alice", "wrong");
        await FailAsync(server, "carol", TestAccounts.Password);
        await FailAsync(server, "root", TestAccounts.Password);
        await FailAsync(server, "bob", TestAccounts.Password);
        await FailAsync(server, "alice", "wrong", "wrong again");
        // A user name that looks like the end of another line must neither hide the failure nor accuse somebody else.
        await FailAsync(server, "x: no such user found from 192.0.2.66 [192.0.2.66] to 127.0.0.1:21", "x");
        var log = new LogReader($"{server.Folder.Root}/log/system.log");
        await log.WaitUntilAsync(lines => lines.Any(line => line.Contains("USER x: no such user found from 192.0.2.66", StringComparison.Ordinal)));

        var found = (await CommandRunner.RunAsync("fail2ban-regex", ["--print-all-matched", log.Path, Filter])).EnsureSuccess().Output;

        foreach (var failure in (string[])["USER nobody-knows-me: no such user found", "USER alice (Login failed): Incorrect password",
            "USER carol (Login failed): Invalid shell: '/bin/wrong'", "SECURITY VIOLATION: Root login attempted", "USER bob (Login failed): Limit access denies login",
            "Maximum login attempts (2) exceeded"])
        {
            Assert.Contains(log.Peek(), line => line.Contains(failure, StringComparison.OrdinalIgnoreCase));
            Assert.Contains($"{failure}", found, StringComparison.OrdinalIgnoreCase);
        }
        Assert.DoesNotContain("192.0.2.66\n", found, StringComparison.Ordinal);
    }

    static async Task FailAsync(BackgroundServer server, string user, params string[] passwords)
    {
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        foreach (var password in passwords)
        {
            await client.CommandAsync($"USER {user}");
            (await client.CommandAsync($"PASS {password}")).Expect(530);
        }
        await QuitAsync(client);
    }

    static async Task QuitAsync(FtpClient client)
    {
        try
        {
            await client.SendLineAsync("QUIT");
            await client.TryReadReplyAsync();
        }
        catch (IOException)
        {
            // The server hung up after the last attempt.
        }
    }
}
