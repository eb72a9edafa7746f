using ProftpdSharp.Configuration.Parsing;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md sections 2 and 3: words and variables.</summary>
public sealed class WordTests
{
    [Theory]
    [InlineData("a b\tc\vd\fe\rf", "a", "b", "c", "d", "e", "f")]
    [InlineData("a #b c", "a")]
    [InlineData("foo#bar baz", "foo#bar", "baz")]
    [InlineData("\"a b\" c", "a b", "c")]
    [InlineData("\"a\\n\\\\\\\"b\"", "an\\\"b")]
    [InlineData("\"a\"b", "a", "b")]
    [InlineData("\"a\"\"b\"", "a", "b")]
    [InlineData("\"a b ", "a b ")]
    [InlineData("a \"\" b", "a", "", "b")]
    [InlineData("zz\"a b\"", "zz\"a", "b\"")]
    [InlineData("a\\ b", "a\\", "b")]
    [InlineData("'a b'", "'a", "b'")]
    [InlineData("a=b", "a=b")]
    [InlineData("   ")]
    public void Lines_split_into_words(string line, params string[] words) => Assert.Equal(words, Words.Split(line));

    [Theory]
    [InlineData("<Directory /x>", "<Directory>", "/x")]
    [InlineData("<Directory \"/a b\">", "<Directory>", "/a b")]
    [InlineData("<Directory /x >", "<Directory>", "/x")]
    [InlineData("<Directory /x>>", "<Directory>", "/x>")]
    [InlineData("</IfModule> a b>", "</IfModule>", "a", "b")]
    [InlineData("<Global >", "<Global>")]
    [InlineData("< Directory /x>", "<>", "Directory", "/x")]
    [InlineData("<Directory /x", "<Directory", "/x")]
    [InlineData("<Global>", "<Global>")]
    public void Section_lines_are_set_right(string line, params string[] expected)
    {
        var words = Words.Split(line);
        Words.FixSection(words);

        Assert.Equal(expected, words);
    }

    [Theory]
    [InlineData("ServerName \"\"\n", "")]
    [InlineData("ServerName \"#a\" #b\n", "#a")]
    [InlineData("ServerName a b c\n", "a")]
    public void Quoted_words_count_as_arguments_even_empty_ones(string text, string name) => Assert.Equal(name, LoadAssert.Accepted(text).Main.Name);

    [Theory]
    [InlineData("<Directory /x> # comment\nUmask 022\n</Directory> # comment >\n")]
    [InlineData("<Directory \"/x\" >\nUmask 022\n</Directory >\n")]
    [InlineData("\"<Directory\" /x>\nUmask 022\n</DIRECTORY>\n")]
    public void Section_lines_may_end_in_comments_and_have_quotes(string text) =>
        Assert.Equal("/x", LoadAssert.Tree(LoadAssert.Accepted(text).Main.Root));

    [Fact]
    public void Quoted_words_have_variables_and_values_are_not_split_again()
    {
        var machine = new MemoryMachine();
        machine.Variables["A"] = "two \"words\"";

        Assert.Equal("x two \"words\" y", LoadAssert.Accepted(machine.Load("ServerName \"x %{env:A} y\"\n")).Main.Name);
    }

    [Theory]
    [InlineData("%{env:A}", "value")]
    [InlineData("x%{env:A}y%{env:A}z", "xvalueyvaluez")]
    [InlineData("x%{env:NONE}y", "xy")]
    [InlineData("%{env:NESTED}", "avalue")]
    [InlineData("%{ENV:A}", "%{ENV:A}")]
    [InlineData("%{env:A", "%{env:A")]
    [InlineData("%{env:}", "%{env:}")]
    [InlineData("%{env:TWO}", "two words")]
    public void Variables_are_replaced(string word, string expected) => Assert.Equal(expected, Variables.Expand(word, Lookup));

    [Fact]
    public void A_variable_that_holds_itself_ends() => Assert.Contains("%{env:SELF}", Variables.Expand("x%{env:SELF}", Lookup), StringComparison.Ordinal);

    [Fact]
    public void A_value_that_grows_is_bounded() => Assert.True(Variables.Expand("%{env:GROWING}", Lookup).Length < 200_000);

    [Fact]
    public void A_variable_that_doubles_with_every_line_is_bounded()
    {
        var machine = new MemoryMachine();
        machine.Load("SetEnv A 0123456789\n" + string.Concat(Enumerable.Repeat("SetEnv A %{env:A}%{env:A}\n", 40)));

        Assert.Equal(64 * 1024, machine.Variables["A"].Length);
    }

    [Fact]
    public void The_name_of_a_directive_is_a_word_like_any_other()
    {
        var machine = new MemoryMachine();
        machine.Variables["WHICH"] = "ServerName";

        Assert.Equal("b", LoadAssert.Accepted(machine.Load("%{env:WHICH} a\n\"ServerName\" b\n")).Main.Name);
    }

    [Fact]
    public void SetEnv_and_UnsetEnv_act_for_the_lines_that_follow()
    {
        var main = LoadAssert.Accepted("SetEnv PROBE a b\nServerName x%{env:PROBE}\nUnsetEnv PROBE\nServerAdmin y%{env:PROBE}\n").Main;

        Assert.Equal(("xa", "y"), (main.Name, main.Admin));
    }

    [Fact]
    public void Names_are_found_in_any_case_and_shown_in_the_right_one() =>
        Assert.Equal("fatal: Port: missing parameters on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused("pOrT\n"));

    static string? Lookup(string name) => name switch
    {
        "A" => "value",
        "NESTED" => "a%{env:A}",
        "SELF" => "%{env:SELF}",
        "GROWING" => "%{env:GROWING}%{env:A}%{env:GROWING}",
        "TWO" => "two words",
        _ => null,
    };
}
