using Mono.Unix.Native;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Jail;

/// <summary>Files belong to who uploads them, and the kernel says who may read what.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public async Task What_a_user_makes_is_the_users()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "Umask 027 022\n", ServerTexts.Homes);
        await using var client = await server.LogInAsync();

        await client.UploadAsync("STOR file", "x"u8.ToArray());
        (await client.CommandAsync("MKD folder")).Expect(257);

        Assert.Equal("60001:60001 640", Describe($"{server.Root}/home/alice/file"));
        Assert.Equal("60001:60001 755", Describe($"{server.Root}/home/alice/folder"));
    }

    [Fact]
    public async Task What_others_may_not_read_is_refused()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, root =>
        {
            ServerTexts.Homes(root);
            foreach (var (name, id) in (ReadOnlySpan<(string, int)>)[("roots", 0), ("bobs", 60002)])
            {
                File.WriteAllText($"{root}/home/alice/{name}", "private\n");
                File.SetUnixFileMode($"{root}/home/alice/{name}", UnixFileMode.UserRead | UnixFileMode.UserWrite);
                ServerTexts.Own($"{root}/home/alice/{name}", id);
            }
        });
        await using var client = await server.LogInAsync();
        foreach (var name in (string[])["roots", "bobs"])
        {
            await using var data = await client.OpenPassiveAsync();
            Assert.Equal($"550 {name}: Permission denied", (await client.CommandAsync($"RETR {name}")).Text);
            Assert.Equal($"550 {name}: Permission denied", (await client.CommandAsync($"STOR {name}")).Text);
        }
        await using var other = await server.LogInAsync("bob");
        (await other.CommandAsync("TYPE I")).Expect(200);
        Assert.Equal("private\n"u8.ToArray(), await other.DownloadAsync($"RETR {server.Root}/home/alice/bobs"));
    }

    [Fact]
    public async Task Two_users_upload_at_once_and_nothing_is_mixed_up()
    {
        const int Files = 40;
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);

        await Task.WhenAll(UploadAsync("alice"), UploadAsync("bob"));

        foreach (var (name, id) in (ReadOnlySpan<(string, int)>)[("alice", 60001), ("bob", 60002)])
        {
            for (var number = 0; number < Files; number++)
            {
                var path = $"{server.Root}/home/{name}/file {number}";
                Assert.Equal($"{id}:{id} 644", Describe(path));
                Assert.Equal($"{name} {number}", File.ReadAllText(path).TrimEnd('\0'));
            }
        }

        async Task UploadAsync(string user)
        {
            await using var client = await server.LogInAsync(user);
            (await client.CommandAsync("TYPE I")).Expect(200);
            for (var number = 0; number < Files; number++)
            {
                var content = new byte[20_000 + number];
                System.Text.Encoding.ASCII.GetBytes($"{user} {number}", content);
                await client.UploadAsync($"STOR file {number}", content);
            }
        }
    }

    static string Describe(string path)
    {
        _ = Syscall.lstat(path, out var status);
        return $"{status.st_uid}:{status.st_gid} {Convert.ToString((int)status.st_mode & 0xFFF, 8)}";
    }
}
