using System.Text;
using Mono.Unix.Native;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Jail;

/// <summary>DefaultRoot: outside lies a directory that everybody may read and write, with a secret in it.</summary>
public sealed class JailTests : IAsyncLifetime
{
    const string Secret = "outside\n";

    TempServer? _server;
    FtpClient? _client;

    FtpClient Client => _client!;

    string Outside => $"{_server!.Root}/open";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        _server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "DefaultRoot ~\n", Prepare);
        _client = await _server.LogInAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server!.DisposeAsync();
    }

    [Theory]
    [InlineData("../../open/secret.txt")]
    [InlineData("/../../open/secret.txt")]
    [InlineData("absolute")]
    [InlineData("relative")]
    [InlineData("process")]
    [InlineData("thread")]
    [InlineData("up/open/secret.txt")]
    [InlineData("up/../../open/secret.txt")]
    [InlineData("all/secret.txt")]
    [InlineData("chain")]
    public async Task Nothing_outside_can_be_read_or_asked_about(string path)
    {
        await using var data = await Client.OpenPassiveAsync();
        (await Client.CommandAsync($"RETR {path}")).Expect(550);
        (await Client.CommandAsync($"SIZE {path}")).Expect(550);
        (await Client.CommandAsync($"MDTM {path}")).Expect(550);
        (await Client.CommandAsync($"MLST {path}")).Expect(550);
    }

    [Theory]
    [InlineData("absolute-new")]
    [InlineData("relative-new")]
    [InlineData("up/open/new")]
    [InlineData("all/new")]
    [InlineData("../../open/new")]
    public async Task Nothing_outside_can_be_made_or_changed(string path)
    {
        await using (var data = await Client.OpenPassiveAsync())
        {
            var reply = await Client.CommandAsync($"STOR {path}");
            if (reply.IsPreliminary)
            {
                await data.SendAsync("x"u8.ToArray());
                await data.CloseAsync();
                await Client.ReadReplyAsync();
            }
        }
        await Client.CommandAsync($"MKD {path}");
        await Client.CommandAsync($"DELE {path}");
        (await Client.CommandAsync("RNFR hello.txt")).Expect(350);
        await Client.CommandAsync($"RNTO {path}");

        Assert.Equal([$"{Outside}/secret.txt"], Directory.GetFileSystemEntries(Outside));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../../..")]
    [InlineData("up")]
    [InlineData("root")]
    [InlineData("/")]
    public async Task The_top_is_the_home_from_everywhere(string path)
    {
        await Client.CommandAsync($"CWD {path}");
        await Client.CommandAsync("CWD ..");
        await Client.CommandAsync("CDUP");

        Assert.Equal("257 \"/\" is the current directory", (await Client.CommandAsync("PWD")).Text);
        var names = Encoding.Latin1.GetString(await Client.DownloadAsync("NLST")).Split("\r\n");
        Assert.Contains("hello.txt", names);
        Assert.DoesNotContain("open", names);
        Assert.DoesNotContain("etc", names);
    }

    [Fact]
    [Trait("pains", "20.2256")]
    public async Task A_directory_that_becomes_a_link_while_it_is_used_leads_nowhere()
    {
        using var ended = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var home = $"{_server!.Root}/home/alice";
        var swapping = Task.Run(() => Swap(home, ended.Token));
        var tries = 0;
        while (!ended.IsCancellationRequested)
        {
            await using (var data = await Client.OpenPassiveAsync())
                await FinishAsync(await Client.CommandAsync("RETR swap/secret.txt"), data, []);
            await using (var data = await Client.OpenPassiveAsync())
                await FinishAsync(await Client.CommandAsync("STOR swap/new"), data, "x"u8.ToArray());
            await Client.CommandAsync("DELE swap/secret.txt");
            tries++;
        }
        await swapping;

        Assert.True(tries > 0);
        Assert.Equal([$"{Outside}/secret.txt"], Directory.GetFileSystemEntries(Outside));
        Assert.Equal(Secret, File.ReadAllText($"{Outside}/secret.txt"));
    }

    async Task FinishAsync(FtpReply reply, DataConnection data, byte[] bytes)
    {
        if (!reply.IsPreliminary)
            return;
        if (bytes.Length == 0)
        {
            Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(await data.ReceiveToEndAsync()), StringComparison.Ordinal);
        }
        else
        {
            await data.SendAsync(bytes);
            await data.CloseAsync();
        }
        await Client.ReadReplyAsync();
    }

    /// <summary>Puts a link to the outside in the place of a directory, and back.</summary>
    static void Swap(string home, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            _ = Stdlib.rename($"{home}/swap", $"{home}/aside");
            _ = Stdlib.rename($"{home}/trap", $"{home}/swap");
            _ = Stdlib.rename($"{home}/swap", $"{home}/trap");
            _ = Stdlib.rename($"{home}/aside", $"{home}/swap");
        }
    }

    static void Prepare(string root)
    {
        ServerTexts.Homes(root);
        Directory.CreateDirectory($"{root}/open");
        File.SetUnixFileMode($"{root}/open", (UnixFileMode)0b111_111_111);
        File.WriteAllText($"{root}/open/secret.txt", Secret);
        File.SetUnixFileMode($"{root}/open/secret.txt", (UnixFileMode)0b110_110_110);
        var home = $"{root}/home/alice";
        foreach (var (name, target) in (ReadOnlySpan<(string, string)>)[
            ("absolute", $"{root}/open/secret.txt"), ("relative", "../../open/secret.txt"), ("process", $"/proc/self/root{root}/open/secret.txt"),
            ("thread", $"/proc/thread-self/root{root}/open/secret.txt"), ("up", "../.."), ("all", $"{root}/open"), ("chain", "relative"), ("root", "/"),
            ("absolute-new", $"{root}/open/new"), ("relative-new", "../../open/new"), ("trap", "../../open")])
            File.CreateSymbolicLink($"{home}/{name}", target);
        Directory.CreateDirectory($"{home}/swap");
        ServerTexts.Own($"{home}/swap", 60001);
    }
}
