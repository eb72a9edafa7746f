using ProftpdSharp.Configuration.Patterns;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>fnmatch(3), with the flags that configurations and listings use.</summary>
public sealed class GlobTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "a/b", true)]
    [InlineData("a*c", "abc", true)]
    [InlineData("a*c", "abcb", false)]
    [InlineData("a**c", "ac", true)]
    [InlineData("?", "/", true)]
    [InlineData("?", "", false)]
    [InlineData("[abc]x", "bx", true)]
    [InlineData("[!abc]", "b", false)]
    [InlineData("[^abc]", "d", true)]
    [InlineData("[a-c]", "b", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData("[!]a]", "]", false)]
    [InlineData("[[:digit:]x]", "7", true)]
    [InlineData("[[:nosuch:]]", "7", false)]
    [InlineData("[\\]]", "]", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("[a", "a", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("a\\", "a\\", false)]
    [InlineData("[a-\\c]", "b", true)]
    [InlineData("[[.a.]]", "a", true)]
    [InlineData("[[=a=]]", "a", true)]
    [InlineData("{a,b}", "a", false)]
    [InlineData(".*", ".a", true)]
    [InlineData("/h/*/b", "/h/x/y/b", true)]
    public void Without_flags_a_star_crosses_slashes(string pattern, string text, bool matches) => Assert.Equal(matches, Glob.Matches(pattern, text));

    [Theory]
    [InlineData("*", "a/b", false)]
    [InlineData("*/b", "a/b", true)]
    [InlineData("?b", "/b", false)]
    [InlineData("[/]b", "/b", false)]
    [InlineData("a/*", "a/", true)]
    public void Pathname_stops_at_slashes(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Glob.Matches(pattern, text, GlobOptions.Pathname));

    [Theory]
    [InlineData("*", ".a", false)]
    [InlineData("?a", ".a", false)]
    [InlineData("[.]a", ".a", false)]
    [InlineData(".*", ".a", true)]
    [InlineData("\\.*", ".a", true)]
    [InlineData("a*", "a.b", true)]
    [InlineData("a/*", "a/.b", true)]
    public void A_leading_period_must_be_written_out(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Glob.Matches(pattern, text, GlobOptions.LeadingPeriod));

    [Fact]
    public void With_pathname_it_must_be_written_out_after_every_slash() =>
        Assert.False(Glob.Matches("a/*", "a/.b", GlobOptions.LeadingPeriod | GlobOptions.Pathname));

    [Theory]
    [InlineData("A[B-D]", "ac", true)]
    [InlineData("ä", "Ä", false)]
    public void Case_can_be_ignored(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Glob.Matches(pattern, text, GlobOptions.IgnoreCase));

    [Fact]
    public void Without_escapes_a_backslash_is_itself() => Assert.True(Glob.Matches("\\*", "\\abc", GlobOptions.NoEscape));

    [Fact]
    public void Many_stars_take_no_exponential_time() =>
        Assert.False(Glob.Matches(string.Concat(Enumerable.Repeat("*a", 60)) + "b", new string('a', 2000)));

    [Theory]
    [InlineData("a*", true)]
    [InlineData("a?", true)]
    [InlineData("[a]", true)]
    [InlineData("[a", false)]
    [InlineData("a]", false)]
    [InlineData("a\\*", false)]
    [InlineData("{a,b}", false)]
    public void A_text_is_a_pattern_when_it_holds_a_wildcard(string text, bool isPattern) => Assert.Equal(isPattern, Glob.IsPattern(text));
}
