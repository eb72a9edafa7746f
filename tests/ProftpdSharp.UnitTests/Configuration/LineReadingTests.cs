using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 1: physical lines → logical lines.</summary>
public sealed class LineReadingTests
{
    const string Truncated = "warning: handling possibly truncated configuration data at line ";

    static string Name(string text) => LoadAssert.Accepted(text).Main.Name;

    [Theory]
    [InlineData(4095, false)]
    [InlineData(4096, true)]
    public void Rule_1_the_buffer_holds_4096_bytes_line_feed_included(int length, bool isCut)
    {
        var result = new MemoryMachine().Load("#" + new string('x', length - 1) + "\nServerName y\n");

        Assert.Equal(isCut, LoadAssert.Texts(result, Severity.Warning).Contains(Truncated + "0 of '/etc/proftpd.conf'"));
        Assert.Equal("y", LoadAssert.Accepted(result).Main.Name);
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    public void Rule_1_in_skipped_sections_it_holds_1024(int length, bool isCut)
    {
        var result = new MemoryMachine().Load($"<IfDefine A>\n{new string('x', length)}\n</IfDefine>\n");

        Assert.Equal(isCut, LoadAssert.Texts(result, Severity.Warning).Length == 1);
        LoadAssert.Accepted(result);
    }

    [Theory]
    [InlineData("Server\\\nName x\n", "x")]
    [InlineData("ServerName a\\\n b\n", "a")]
    [InlineData("ServerName \"a\\\n b\"\n", "a b")]
    [InlineData("ServerName a\\\nb\\\nc\n", "abc")]
    public void Rule_2_a_backslash_before_the_line_feed_joins_verbatim(string text, string name) => Assert.Equal(name, Name(text));

    [Theory]
    [InlineData("ServerName \\ \nServerAdmin b\n", "\\")]
    [InlineData("ServerName \\\r\nServerAdmin b\n", "\\")]
    public void Rule_2_nothing_may_stand_between(string text, string name) => Assert.Equal(name, Name(text));

    [Fact]
    public void Rule_2_of_two_backslashes_only_the_last_goes() => Assert.Equal("a\\b", Name("ServerName a\\\\\nb\n"));

    [Fact]
    public void Rule_2_a_comment_is_never_continued() => Assert.Equal("x", Name("  # comment \\\nServerName x\n"));

    [Fact]
    public void Rule_2_a_joined_line_may_begin_an_inline_comment() => Assert.Equal("x", Name("ServerName x \\\n# foo \\\nBogus\n"));

    [Fact]
    public void Rule_2_at_the_end_of_the_file_what_was_gathered_counts()
    {
        var result = new MemoryMachine().Load("ServerName x\\\n");

        Assert.Equal("x", LoadAssert.Accepted(result).Main.Name);
        Assert.Equal([Truncated + "1 of '/etc/proftpd.conf'"], LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void Rule_3_a_last_line_without_line_feed_is_used_and_reported_with_the_number_before_it()
    {
        var result = new MemoryMachine().Load("\nServerName x");

        Assert.Equal("x", LoadAssert.Accepted(result).Main.Name);
        Assert.Equal([Truncated + "1 of '/etc/proftpd.conf'"], LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void Rule_3_a_carriage_return_before_the_line_feed_goes() => Assert.Equal("x", Name("ServerName \"x\"\r\n\r\n"));

    [Fact]
    public void Rule_4_the_rest_of_a_cut_line_is_a_line_of_its_own()
    {
        var result = new MemoryMachine().Load("#" + new string('x', 4096) + "\n");

        Assert.Equal("fatal: unknown configuration directive 'x' on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused(result));
        Assert.Equal([Truncated + "0 of '/etc/proftpd.conf'"], LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void Rule_4_joined_lines_share_the_buffer()
    {
        var refused = LoadAssert.Refused("ServerName " + new string('a', 3000) + "\\\n" + new string('b', 3000) + "\n");

        Assert.Equal(1915, refused.Count(letter => letter == 'b'));
        Assert.EndsWith("on line 2 of '/etc/proftpd.conf'", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_5_blanks_before_a_line_go() => Assert.Equal("x", Name(" \t\v\f\rServerName x\n   \n\t# comment\n"));

    [Theory]
    [InlineData(";")]
    [InlineData("//")]
    public void Rule_5_only_the_hash_begins_a_comment(string sign) =>
        Assert.Equal($"fatal: unknown configuration directive '{sign}' on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused(sign + " no comment\n"));

    [Fact]
    public void Rule_6_a_continued_line_has_the_number_of_its_last_line() =>
        Assert.Equal("fatal: unknown configuration directive 'Bogus' on line 3 of '/etc/proftpd.conf'", LoadAssert.Refused("Bo\\\ngu\\\ns\n"));

    [Fact]
    public void Rule_7_a_nul_hides_the_rest_of_its_line_and_the_line_feed() => Assert.Equal("xy", Name("ServerName x\0 hidden\ny\n"));

    [Fact]
    public void Rule_7_a_byte_order_mark_belongs_to_the_name()
    {
        var result = new MemoryMachine().Load("\u00EF\u00BB\u00BFServerName x\n");

        Assert.Equal(
            [
                "fatal: unknown configuration directive '\u00EF\u00BB\u00BFServerName' on line 1 of '/etc/proftpd.conf'",
                "fatal: malformed directive name '\u00EF\u00BB\u00BFServerName' (contains non-ASCII characters)",
            ],
            LoadAssert.Texts(result, Severity.Fatal));
    }
}
