using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Logs;

/// <summary>Lines of the TraceLog that stand among others which only one of the two servers writes.</summary>
public sealed class TraceTests
{
    public static TheoryData<string> Servers => [ServerBinary.Oracle.Name, ServerBinary.Ours.Name];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Logins_and_ftpaccess_files(string name)
    {
        const string Text = ServerTexts.Basic + "TraceLog {ROOT}/log/trace.log\nTrace auth:9 ftpaccess:6\nAllowOverride on\n";
        await using var server = await TempServer.StartAsync(ServerBinary.Of(name), Text, Files);
        var lines = new LogReader($"{server.Root}/log/trace.log");
        await using (var client = await server.ConnectAsync())
        {
            await client.ReadReplyAsync();
            await client.CommandAsync("USER alice");
            (await client.CommandAsync("PASS wrong")).Expect(530);
        }
        await ExpectAsync("<auth:9>: obtained ERROR (BADPWD) for authenticating user 'alice'");
        await using var alice = await server.LogInAsync();
        await ExpectAsync("<auth:9>: obtained HANDLED (OK) for authenticating user 'alice'");
        (await alice.CommandAsync($"CWD {server.Root}/home/alice")).Expect(250);
        await ExpectAsync($"<ftpaccess:3>: parsing '{server.Root}/home/alice/.ftpaccess'");
        (await alice.CommandAsync($"CWD {server.Root}/home/alice")).Expect(250);
        await ExpectAsync($"<ftpaccess:6>: checking for .ftpaccess file '{server.Root}/home/.ftpaccess'");

        Task ExpectAsync(string end) => lines.WaitForAsync(line => line.EndsWith(end, StringComparison.Ordinal));
    }

    static void Files(string root)
    {
        ServerTexts.Homes(root);
        File.WriteAllText($"{root}/home/alice/.ftpaccess", "HideFiles x\n");
    }
}
