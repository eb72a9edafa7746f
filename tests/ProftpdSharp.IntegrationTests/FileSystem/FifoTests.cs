using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.FileSystem;

/// <summary>An upload into a FIFO goes to the program that reads it.</summary>
public sealed class FifoTests
{
    const int Size = 1_000_000;
    const string Overwriting = "AllowOverwrite on\nAllowStoreRestart on\n";

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task Stor_into_a_fifo_reaches_its_reader(string name)
    {
        await using var server = await StartAsync(name);
        var fifo = await MakeAsync(server);
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        var reading = Task.Run(() => File.ReadAllBytes(fifo));

        await client.UploadAsync("STOR fifo", new byte[Size]);

        Assert.Equal(Size, (await reading.WaitAsync(TimeSpan.FromSeconds(30))).Length);
    }

    [Theory]
    [InlineData("upstream", "APPE fifo", 0, "550 fifo: Operation not permitted")]
    [InlineData("ours", "APPE fifo", 0, "550 fifo: Operation not permitted")]
    [InlineData("upstream", "STOR fifo", 5, "550 fifo: Illegal seek")]
    [InlineData("ours", "STOR fifo", 5, "550 fifo: Illegal seek")]
    public async Task A_fifo_has_no_place_to_go_on_from(string name, string command, int offset, string reply)
    {
        await using var server = await StartAsync(name);
        var fifo = await MakeAsync(server);
        await using var client = await server.LogInAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        (await client.CommandAsync($"REST {offset}")).Expect(350);
        await using var data = await client.OpenExtendedPassiveAsync();
        var reading = Task.Run(() => File.ReadAllBytes(fifo));

        Assert.Equal(reply, (await client.CommandAsync(command)).Text);
        Assert.Empty(await reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_fifo_that_nobody_reads_is_waited_for_a_while(string name)
    {
        await using var server = await StartAsync(name);
        await MakeAsync(server);
        await using var client = await server.LogInAsync();
        await using var data = await client.OpenExtendedPassiveAsync();

        Assert.Equal("550 fifo: Interrupted system call", (await client.CommandAsync("STOR fifo")).Text);
        (await client.CommandAsync("NOOP")).Expect(200);
    }

    /// <summary>ProFTPD waits for somebody who writes, and then sends nothing.</summary>
    [Fact]
    public async Task Retr_of_a_fifo_is_refused_at_once()
    {
        await using var server = await StartAsync("ours");
        await MakeAsync(server);
        await using var client = await server.LogInAsync();
        await using var data = await client.OpenExtendedPassiveAsync();

        Assert.Equal("550 fifo: Not a regular file", (await client.CommandAsync("RETR fifo")).Text);
    }

    static Task<TempServer> StartAsync(string name) => TempServer.StartAsync(ServerBinary.Of(name), ServerTexts.Basic + Overwriting, ServerTexts.Homes);

    static async Task<string> MakeAsync(TempServer server)
    {
        var path = $"{server.Root}/home/alice/fifo";
        (await CommandRunner.RunAsync("mkfifo", ["-m", "666", path])).EnsureSuccess();
        return path;
    }
}
