using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.FileSystem;

/// <summary>MoveAcrossAsync copies even where rename(2) would do, so one file system is enough to test it.</summary>
public sealed class MovingTests : IDisposable
{
    readonly TemporaryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    [Trait("pains", "20.2256")]
    public async Task A_file_moves_with_its_content_and_mode()
    {
        var content = new string('x', 3_000_000);
        _tree.Write("file", content, "640");
        _tree.Write("target", "old");
        var files = await _tree.JailedAsync();
        Assert.Equal(Errno.None, (await files.MoveAcrossAsync("/file", "/target", ".moving")).Error);
        Assert.Equal(content, await File.ReadAllTextAsync(_tree["target"]));
        Assert.Equal(0x1a0u, (await files.StatusAsync("/target")).Value.Permissions); // 0640
        Assert.Equal(["target"], Directory.EnumerateFileSystemEntries(_tree.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_link_moves_itself_and_a_link_at_the_target_is_replaced()
    {
        _tree.Write("secret", "s");
        _tree.Link("link", "secret");
        _tree.Link("target", "secret");
        var files = await _tree.JailedAsync();
        Assert.Equal(Errno.None, (await files.MoveAcrossAsync("/link", "/target", ".moving")).Error);
        Assert.Equal("secret", (await files.ReadLinkAsync("/target")).Value);
        Assert.Equal("s", await File.ReadAllTextAsync(_tree["secret"]));
        Assert.False(File.Exists(_tree["link"]));
    }

    [Fact]
    public async Task A_directory_stays()
    {
        _tree.Make("dir");
        var files = await _tree.JailedAsync();
        Assert.Equal(Errno.EISDIR, (await files.MoveAcrossAsync("/dir", "/other", ".moving")).Error);
        Assert.True(Directory.Exists(_tree["dir"]));
        Assert.False(Directory.Exists(_tree["other"]));
    }

    [Fact]
    public async Task The_parent_of_the_jail_s_root_is_the_root_in_listings()
    {
        _tree.Make("dir");
        var files = await _tree.JailedAsync();
        using var reader = (await files.OpenDirectoryAsync("/")).Value!;
        var entries = (await reader.ReadAsync()).Value!;
        var self = entries.Find(entry => entry.Name == ".").Status.Value;
        Assert.True(entries.Find(entry => entry.Name == "..").Status.Value.IsSameFileAs(self));
    }
}
