using ProftpdSharp.Core.Listing;
using Xunit;

namespace ProftpdSharp.UnitTests.Listing;

public sealed class WildcardPatternTests
{
    [Theory]
    [InlineData("*", "anything")]
    [InlineData("*", "")]
    [InlineData("a*c", "abbbc")]
    [InlineData("a*b*c", "aXbXbXc")]
    [InlineData("*.txt", "a.b.txt")]
    [InlineData("?x", "\u00ffx")]
    [InlineData("[ab]1", "b1")]
    [InlineData("[a-c]", "b")]
    [InlineData("[!a-c]", "d")]
    [InlineData("[^a]", "b")]
    [InlineData("[]x]", "]")]
    [InlineData("[a-]", "-")]
    [InlineData("[", "[")]
    [InlineData("[]", "[]")]
    [InlineData("a\\*b", "a*b")]
    [InlineData("a\\", "a\\")]
    [InlineData("**", "x")]
    public void A_pattern_matches(string pattern, string name) => Assert.True(WildcardPattern.Matches(pattern, name));

    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "")]
    [InlineData("a*c", "abcd")]
    [InlineData("?", "")]
    [InlineData("[ab]", "c")]
    [InlineData("[!a]", "a")]
    [InlineData("[a-c]", "-")]
    [InlineData("a\\*b", "axb")]
    [InlineData("{a,b}", "a")]
    [InlineData("A", "a")]
    public void A_pattern_does_not_match(string pattern, string name) => Assert.False(WildcardPattern.Matches(pattern, name));

    [Fact]
    public void Many_stars_take_no_exponential_time()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 100)) + "b";
        Assert.False(WildcardPattern.Matches(pattern, new string('a', 5000)));
    }
}
