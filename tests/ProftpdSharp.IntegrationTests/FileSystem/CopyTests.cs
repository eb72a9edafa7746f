using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.FileSystem;

/// <summary>Where mod_copy must not do as upstream does, and copies that find no room.</summary>
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

    [Theory]
    [InlineData("upstream", "", false)]
    [InlineData("ours", "", false)]
    [InlineData("upstream", "CopyOptions NoDeleteOnFailure\n", true)]
    [InlineData("ours", "CopyOptions NoDeleteOnFailure\n", true)]
    public async Task A_copy_that_finds_no_room_is_removed_unless_it_is_to_stay(string server, string options, bool stays)
    {
        var binary = ServerBinary.Of(server);
        using var small = new SmallFolder(binary.Path);
        await using var running = await TempServer.StartAsync(binary with { Path = small.Program }, "LoadModule mod_copy.c\n" + ServerTexts.Basic + options, root =>
        {
            ServerTexts.Homes(root);
            File.WriteAllBytes($"{root}/home/alice/large", new byte[1 << 20]);
            Directory.CreateDirectory($"{root}/home/alice/small");
        });
        await using var client = await running.LogInAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);

        (await client.CommandAsync("SITE CPFR large")).Expect(350);
        (await client.CommandAsync("SITE CPTO small/copy")).Expect(552);

        (await client.CommandAsync("SIZE small/copy")).Expect(stays ? 213 : 550);
    }

    /// <summary>A program that runs a server to which <c>home/alice/small</c> is a file system with hardly any room.</summary>
    sealed class SmallFolder : IDisposable
    {
        readonly string _folder = Directory.CreateTempSubdirectory("proftpd-small-").FullName;

        public SmallFolder(string server)
        {
            File.WriteAllText(Program, "#!/bin/sh\nexec unshare -m sh -c 'for last; do :; done; "
                + $"mount -t tmpfs -o size=64k,mode=777 none ${{last%/etc/*}}/home/alice/small; exec {server} \"$@\"' sh \"$@\"\n");
            File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public string Program => $"{_folder}/proftpd";

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
