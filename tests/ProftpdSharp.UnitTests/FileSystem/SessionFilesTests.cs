using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.FileSystem;

public sealed class SessionFilesTests : IDisposable
{
    readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Links_are_followed_by_Status_and_not_by_LinkStatus()
    {
        _tree.Write("file", "12345");
        _tree.Link("link", "file");
        var files = await _tree.JailedAsync();
        Assert.Equal(5, (await files.StatusAsync("/link")).Value.Size);
        Assert.True((await files.LinkStatusAsync("/link")).Value.IsSymbolicLink);
        Assert.Equal("file", (await files.ReadLinkAsync("/link")).Value);
        Assert.Equal(Errno.ENOENT, (await files.StatusAsync("/none")).Error);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../../../../etc")]
    [InlineData("/proc/self/root/etc")]
    public async Task A_link_cannot_leave_the_jail(string target)
    {
        _tree.Link("out", target);
        var files = await _tree.JailedAsync();
        Assert.Equal(Errno.ENOENT, (await files.StatusAsync("/out/passwd")).Error);
        Assert.Equal(Errno.ENOENT, (await files.OpenReadAsync("/out/passwd")).Error);
        Assert.Equal(Errno.ENOENT, await files.UnlinkAsync("/out/passwd"));
        Assert.Equal(Errno.ENOENT, (await files.StatusAsync("/../../etc/passwd")).Error);
    }

    [Fact]
    public async Task An_absolute_link_starts_at_the_jail()
    {
        _tree.Make("dir");
        _tree.Write("dir/file", "abc");
        _tree.Link("absolute", "/dir");
        var files = await _tree.JailedAsync();
        Assert.Equal(3, (await files.StatusAsync("/absolute/file")).Value.Size);
        Assert.Equal("/dir/file", (await files.RealPathAsync("/absolute/file")).Value);
        Assert.Equal(_tree["dir/file"], files.Jail.ToHost("/dir/file"));
        Assert.Equal("/dir/file", files.Jail.FromHost(_tree["dir/file"]));
        Assert.Null(files.Jail.FromHost(_tree.Root + "x"));
    }

    [Fact]
    public async Task The_real_path_of_the_root_is_the_root()
    {
        var files = await _tree.JailedAsync();
        Assert.Equal("/", (await files.RealPathAsync("/")).Value);
        Assert.Equal("/", (await _tree.Open.RealPathAsync("/")).Value);
        Assert.Equal(_tree.Root, (await _tree.Open.RealPathAsync(_tree.Root)).Value);
    }

    [Theory]
    [InlineData("/absolute/new", "/dir/new")]
    [InlineData("/absolute/new/newer", "/dir/new/newer")]
    [InlineData("/new", "/new")]
    [InlineData("/absolute", "/dir")]
    [InlineData("/dangling", "/dangling")]
    [InlineData("/", "/")]
    public async Task The_best_path_resolves_what_exists(string path, string expected)
    {
        _tree.Make("dir");
        _tree.Link("absolute", "/dir");
        _tree.Link("dangling", "nowhere");
        var files = await _tree.JailedAsync();
        Assert.Equal(expected, await files.BestPathAsync(path));
    }

    [Fact]
    public async Task Files_are_created_under_the_given_umask()
    {
        var files = await _tree.JailedAsync();
        using var file = (await files.OpenAsync("/new", OpenFlags.WriteOnly | OpenFlags.Create, SessionFiles.NewFileMode, 0x17)).Value.Descriptor; // 027
        Assert.Equal(Errno.None, await files.MakeDirectoryAsync("/dir", 0x3f)); // 077
        Assert.Equal(0x1a0u, (await files.StatusAsync("/new")).Value.Permissions); // 0640
        Assert.Equal(0x1c0u, (await files.StatusAsync("/dir")).Value.Permissions); // 0700
        Assert.Equal("022", Convert.ToString((int)ProcessUmask(), 8).PadLeft(3, '0'));
    }

    [Fact]
    public async Task Names_are_bytes()
    {
        var files = await _tree.JailedAsync();
        const string name = "/\u00ff\u0080 \n";
        Assert.Equal(Errno.None, await files.MakeDirectoryAsync(name, 0));
        Assert.True((await files.StatusAsync(name)).Value.IsDirectory);
        Assert.Equal(name, (await files.RealPathAsync(name)).Value);
        Assert.Equal(Errno.None, await files.RemoveDirectoryAsync(name));
        Assert.Equal(Errno.EINVAL, await files.MakeDirectoryAsync("/a\0b", 0));
    }

    [Fact]
    public async Task Changes_are_made()
    {
        _tree.Write("file");
        var files = await _tree.JailedAsync();
        Assert.Equal(Errno.None, await files.ChangeModeAsync("/file", 0x180)); // 0600
        Assert.Equal(Errno.None, await files.SetTimesAsync("/file", FileTime.Unchanged, new FileTime(1_000_000_000)));
        Assert.Equal(Errno.None, await files.RenameAsync("/file", "/other"));
        var status = (await files.StatusAsync("/other")).Value;
        Assert.Equal(0x180u, status.Permissions);
        Assert.Equal(1_000_000_000, status.Modified.Seconds);
        Assert.Equal(Errno.EISDIR, await files.UnlinkAsync("/"));
        Assert.Equal(Errno.EBUSY, await files.RemoveDirectoryAsync("/"));
        Assert.Equal(Errno.EEXIST, await files.MakeDirectoryAsync("/", 0));
        Assert.Equal(Errno.None, await files.UnlinkAsync("/other"));
        Assert.Equal(Errno.ENOENT, await files.UnlinkAsync("/other"));
    }

    [Fact]
    public async Task Removing_a_link_leaves_its_target()
    {
        _tree.Write("file");
        _tree.Link("link", "file");
        var files = await _tree.JailedAsync();
        Assert.Equal(Errno.None, await files.UnlinkAsync("/link"));
        Assert.True((await files.StatusAsync("/file")).Ok);
    }

    [Fact]
    public async Task A_fifo_does_not_hold_a_worker()
    {
        var files = await _tree.JailedAsync();
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", _tree["fifo"]);
        await mkfifo.WaitForExitAsync();
        var opened = await files.OpenReadAsync("/fifo");
        using var fifo = opened.Value.Descriptor;
        Assert.Equal(FileKind.Fifo, opened.Value.Status.Kind);
    }

    [Fact]
    public async Task Small_files_are_read_whole_up_to_a_limit()
    {
        _tree.Write("text", new string('x', 20_000));
        var files = await _tree.JailedAsync();
        Assert.Equal(20_000, (await files.ReadAllAsync("/text")).Value!.Length);
        Assert.Equal(9_000, (await files.ReadAllAsync("/text", 9_000)).Value!.Length);
        Assert.Equal(Errno.EISDIR, (await files.ReadAllAsync("/")).Error);
    }

    [Fact]
    public async Task A_directory_is_read_in_batches()
    {
        for (var i = 0; i < 3000; i++)
            _tree.Write($"a-rather-long-name-{i}", "", "600");
        var files = await _tree.JailedAsync();
        using var reader = (await files.OpenDirectoryAsync("/")).Value!;
        var names = new List<string>();
        var batches = 0;
        while ((await reader.ReadAsync()).Value is { Count: > 0 } entries)
        {
            batches++;
            names.AddRange(entries.Select(entry => entry.Name));
            Assert.All(entries, entry => Assert.True(entry.Status.Ok));
        }
        Assert.InRange(batches, 2, 100);
        Assert.Equal(3002, names.Distinct().Count());
    }

    static uint ProcessUmask()
    {
        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("Umask:", StringComparison.Ordinal));
        return Convert.ToUInt32(line[6..].Trim(), 8);
    }
}
