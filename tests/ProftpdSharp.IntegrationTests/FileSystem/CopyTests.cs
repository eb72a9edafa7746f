using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.FileSystem;

/// <summary>Where mod_copy must not do as upstream does.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task A_tree_is_not_copied_below_itself()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, "LoadModule mod_copy.c\n" + ServerTexts.Basic, ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("MKD tree")).Expect(257);
        (await client.CommandAsync("MKD tree/sub")).Expect(257);
        (await client.CommandAsync("SITE CPFR tree")).Expect(350);

        Assert.Equal("550 CPTO: Invalid argument", (await client.CommandAsync("SITE CPTO tree/sub/copy")).Text);

        Assert.False(Directory.Exists($"{server.Root}/home/alice/tree/sub/copy"));
    }
}
