using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Native;

public class RegularExpressionTests
{
    [Theory]
    [InlineData("^a", "abc", true)]
    [InlineData("^a", "bac", false)]
    [InlineData("b", "abc", true)]
    [InlineData(@"\.(exe|com)$", "x.exe", true)]
    [InlineData(@"\.(exe|com)$", "x.exe.txt", false)]
    [InlineData("(?=a)a", "a", true)]
    [InlineData("", "", true)]
    [InlineData("x", "", false)]
    [InlineData("[\u0080-\u00ff]", "caf\u00e9", true)]
    [InlineData("^[\u0000-\u007f]*$", "caf\u00e9", false)]
    public void Search_finds_bytes_anywhere(string pattern, string text, bool found) =>
        Assert.Equal(found, Compile(pattern, ignoreCase: false).IsMatch(text));

    [Fact]
    public void Case_matters_unless_told_otherwise()
    {
        Assert.False(Compile("abc", ignoreCase: false).IsMatch("ABC"));
        Assert.True(Compile("abc", ignoreCase: true).IsMatch("ABC"));
    }

    [Fact]
    public void Runaway_search_has_not_matched() =>
        Assert.False(Compile("^(a+)+$", ignoreCase: false).IsMatch(new string('a', 40) + "b"));

    [Theory]
    [InlineData("(", "missing closing parenthesis", "unbalanced () at offset 1     ")]
    [InlineData("[", "missing terminating ] for character class", "unbalanced [] at offset 1     ")]
    [InlineData("*", "quantifier does not follow a repeatable item", "? * + invalid at offset 0     ")]
    [InlineData("a{2,1}", "numbers out of order in {} quantifier", "invalid repeat counts in {} at offset 5     ")]
    [InlineData("\\", "\\ at end of pattern", "bad escape sequence at offset 1     ")]
    [InlineData("[[:foo:]]", "unknown POSIX class name", "bad class at offset 3     ")]
    [InlineData("[b-a]", "range out of order in character class", "bad range inside [] at offset 3     ")]
    [InlineData("(?<n", "syntax error in subpattern name (missing terminator?)", "pattern error at offset 4     ")]
    [InlineData("\\8", "reference to non-existent subpattern", "bad back reference at offset 1     ")]
    [InlineData("(?<a>b)(?<a>c)", "two named subpatterns have the same name (PCRE2_DUPNAMES not set)", "pattern error at offset 12    ")]
    public void Malformed_pattern_is_explained_in_both_wordings(string pattern, string text, string posixText)
    {
        Assert.False(RegularExpression.TryCompile(pattern, false, out _, out var error));
        Assert.Equal(text, error.Text);
        Assert.Equal(posixText, error.PosixText);
    }

    static RegularExpression Compile(string pattern, bool ignoreCase)
    {
        Assert.True(RegularExpression.TryCompile(pattern, ignoreCase, out var compiled, out _));
        return compiled;
    }
}
