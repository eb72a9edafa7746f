using ProftpdSharp.Core.FileSystem;
using Xunit;

namespace ProftpdSharp.UnitTests.FileSystem;

public sealed class VirtualPathTests
{
    [Theory]
    [InlineData("/", "", "/")]
    [InlineData("/", "a", "/a")]
    [InlineData("/a/b", "../c", "/a/c")]
    [InlineData("/a/b", "../../../..", "/")]
    [InlineData("/a", "/x//y/./z/", "/x/y/z")]
    [InlineData("/a", "...", "/a/...")]
    [InlineData("/a", ".b/..c", "/a/.b/..c")]
    [InlineData("/a", "b\u00ff c", "/a/b\u00ff c")]
    public void Combine_makes_a_path_absolute_and_clean(string directory, string path, string expected) =>
        Assert.Equal(expected, VirtualPath.Combine(directory, path));

    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/a", "/", "a")]
    [InlineData("/a/b", "/a", "b")]
    public void A_path_has_a_parent_and_a_name(string path, string parent, string name)
    {
        Assert.Equal(parent, VirtualPath.Parent(path));
        Assert.Equal(name, VirtualPath.Name(path));
    }

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/ab", "/", true)]
    [InlineData("/", "/a", false)]
    public void Within_stops_at_a_component(string path, string directory, bool expected) =>
        Assert.Equal(expected, VirtualPath.IsWithin(path, directory));
}
