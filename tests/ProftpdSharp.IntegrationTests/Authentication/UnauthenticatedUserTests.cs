using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Authentication;

/// <summary>IfSessionOptions PerUnauthenticatedUser, which came after 1.3.8.</summary>
public sealed class UnauthenticatedUserTests
{
    const string Sections = """
        AccessDenyMsg "Not you"
        <IfUser alice>
          AccessDenyMsg "Not alice"
        </IfUser>

        """;

    [Theory]
    [InlineData("", "530 Not you", "530 Not you")]
    [InlineData("IfSessionOptions PerUnauthenticatedUser\n", "530 Not alice", "530 Not you")]
    public async Task Sections_hold_from_the_name_on(string options, string alice, string bob)
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + options + Sections, ServerTexts.Homes);

        Assert.Equal(alice, await RefusalAsync(server, "alice"));
        Assert.Equal(bob, await RefusalAsync(server, "bob"));
    }

    static async Task<string> RefusalAsync(TempServer server, string user)
    {
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        (await client.CommandAsync($"USER {user}")).Expect(331);
        return (await client.CommandAsync("PASS wrong")).Text;
    }
}
