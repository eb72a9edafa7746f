using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.FileSystem;

/// <summary>Who the kernel is told is asking. Where the tests do not run as root nobody can be switched, and the server stays who it is.</summary>
public sealed class IdentityTests : IDisposable
{
    static readonly FileIdentity Stranger = new(TemporaryTree.Stranger, TemporaryTree.Stranger, [TemporaryTree.Stranger]);

    readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_kernel_checks_permissions_for_the_user()
    {
        _tree.Write("private", "x", "600");
        _tree.Make("closed", "700");
        var files = await _tree.JailedAsync(Stranger);
        var expected = TemporaryTree.IsRoot ? Errno.EACCES : Errno.None;
        Assert.Equal(expected, (await files.OpenReadAsync("/private")).Error);
        Assert.Equal(expected, (await files.OpenDirectoryAsync("/closed")).Error);
        Assert.Equal(expected, await files.MakeDirectoryAsync("/new", 0));
        Assert.Equal(TemporaryTree.IsRoot ? Errno.EPERM : Errno.None, await files.ChangeModeAsync("/private", 0x180));
        Assert.Equal(Errno.None, (await files.AsServer().OpenReadAsync("/private")).Error);
    }

    [Fact]
    public async Task What_is_created_belongs_to_the_user()
    {
        var dropbox = _tree.Make("dropbox", "777");
        var files = await _tree.JailedAsync(Stranger);
        Assert.Equal(Errno.None, await files.MakeDirectoryAsync("/dropbox/mine", 0x12));
        var status = (await files.StatusAsync("/dropbox/mine")).Value;
        var expected = TemporaryTree.IsRoot ? TemporaryTree.Stranger : Identity.EffectiveUser;
        Assert.Equal(expected, status.Uid);
        Assert.Equal(Errno.None, await files.AsServer().ChangeOwnerAsync("/dropbox/mine", SessionFiles.UnchangedOwner, Identity.EffectiveGroup));
        Assert.NotEmpty(dropbox);
    }

    [Fact]
    public async Task A_supplementary_group_opens_what_belongs_to_it()
    {
        const uint group = 61299;
        _tree.Write("shared", "x", "640");
        if (TemporaryTree.IsRoot)
            Assert.Equal(Errno.None, await _tree.Open.ChangeOwnerAsync(_tree["shared"], SessionFiles.UnchangedOwner, group));
        var member = await _tree.JailedAsync(Stranger with { Groups = [TemporaryTree.Stranger, group] });
        Assert.Equal(Errno.None, (await member.OpenReadAsync("/shared")).Error);
    }

    [Fact]
    public async Task Root_s_files_cannot_be_reached_and_no_thread_keeps_an_identity()
    {
        _tree.Write("private", "x", "600");
        var files = await _tree.JailedAsync(Stranger);
        var server = files.AsServer();
        var calls = Enumerable.Range(0, 2000).Select(i => (i % 2 == 0 ? files : server).OpenReadAsync("/private")).ToList();
        var results = await Task.WhenAll(calls);
        for (var i = 0; i < results.Length; i++)
        {
            Assert.Equal(i % 2 == 0 && TemporaryTree.IsRoot ? Errno.EACCES : Errno.None, results[i].Error);
            results[i].Value.Descriptor?.Dispose();
        }
        Assert.Empty(ThreadsOfOthers());
    }

    /// <summary>Names of threads whose file-system user is not the server's.</summary>
    static List<string> ThreadsOfOthers() =>
        [.. Directory.GetDirectories("/proc/self/task").Select(Status)
            .Where(status => status.Count > 0 && Words(status, "Uid:")[4] != $"{Identity.EffectiveUser}")
            .Select(status => Words(status, "Name:")[1])];

    /// <summary>The lines about a thread; none when it has just ended.</summary>
    static List<string> Status(string thread)
    {
        try
        {
            return [.. File.ReadLines(thread + "/status")];
        }
        catch (IOException)
        {
            return [];
        }
    }

    static string[] Words(List<string> status, string label) =>
        status.Find(line => line.StartsWith(label, StringComparison.Ordinal))!.Split('\t');

    [Fact]
    public async Task A_call_leaves_nobody_its_umask()
    {
        // Threads that the runtime makes when a call is completed share it.
        using var workers = new FileWorkers(threads: 1);
        var before = await UmaskAsync(workers);
        Assert.Equal(0x1ffu, await workers.RunAsync(null, 0x1ff, 0, static _ => Umask()));
        Assert.Equal(before, await UmaskAsync(workers));
    }

    static Task<uint> UmaskAsync(FileWorkers workers) => workers.RunAsync(null, null, 0, static _ => Umask());

    static uint Umask()
    {
        var present = Identity.Umask(0);
        _ = Identity.Umask(present);
        return present;
    }
}
