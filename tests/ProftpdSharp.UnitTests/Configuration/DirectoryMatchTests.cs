using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 9.4: which Directory governs a path.</summary>
public sealed class DirectoryMatchTests
{
    [Theory]
    [InlineData("/h/a", "/h/a", "/h/a")]
    [InlineData("/h/a/b/c", "/h/a", "/h/a")]
    [InlineData("/h/ab", null, "/h/a")]
    [InlineData("/h/a/b", "/h/a/b", "/h/a", "/h/a/b")]
    [InlineData("/h/a/b", "/h/a/b", "/h/a/b", "/h/a")]
    [InlineData("/h/x/b", "/h/*/b", "/h/*/b")]
    [InlineData("/h/a/b", "/h/a", "/h/*/b", "/h/a")]
    [InlineData("/h/a/b", "/h/*/b", "/h/a", "/h/*/b")]
    [InlineData("/h/a/f", "/h/a/*", "/h/a/*")]
    [InlineData("/h/a", null, "/h/a/*")]
    [InlineData("/x/f", "/x/", "/x", "/x/")]
    [InlineData("/x/f", "/x/", "/x/", "/x")]
    [InlineData("/x/f", "/x/*", "/x/", "/x/*")]
    [InlineData("/x/f", "/x/", "/x/*", "/x/")]
    [InlineData("/anything", "/", "/")]
    [InlineData("/", "/", "/")]
    [InlineData("/h/a/", "/h/a", "/h/a")]
    [InlineData("/h/[ab]", "/h/[ab]", "/h/[ab]")]
    [InlineData("/h/b/c", "/h/[ab]", "/h/[ab]")]
    public void The_section_of_a_path(string path, string? expected, params string[] directories)
    {
        var server = LoadAssert.Accepted(Directories(directories)).Main;

        Assert.Equal(expected, DirectoryMatch.Find(server, null, path, null)?.Name);
    }

    [Fact]
    public void Deferred_sections_match_nothing() =>
        Assert.Null(DirectoryMatch.Find(LoadAssert.Accepted(Directories("~/x", "/home/%u")).Main, null, "/home/bob", null));

    [Theory]
    [InlineData("/srv/x/y", "/x")]
    [InlineData("/srv/other", null)]
    [InlineData("/srv", null)]
    [InlineData("/elsewhere", "/")]
    public void Below_an_anonymous_root_only_the_sections_of_the_Anonymous_count(string path, string? expected)
    {
        var server = LoadAssert.Accepted($"<Anonymous /srv>\n{Directories("x")}</Anonymous>\n{Directories("/", "/srv/other")}").Main;
        var anonymous = server.Root.SectionsOf(SectionKind.Anonymous).Single();

        Assert.Equal(expected, DirectoryMatch.Find(server, anonymous, path, "/srv")?.Name);
    }

    static string Directories(params string[] paths) => string.Concat(paths.Select(path => $"<Directory {path}>\nDenyAll\n</Directory>\n"));
}
