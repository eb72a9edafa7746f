using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 5: IfDefine, IfModule, IfVersion.</summary>
public sealed class ConditionTests
{
    static bool IsUsed(string opening, string closing, string before = "", string[]? defines = null)
    {
        var result = new MemoryMachine().Load(
            $"{before}\n{opening}\nServerName used\n{closing}\n", options => options with { Defines = defines ?? [] });
        return LoadAssert.Accepted(result).Main.Name == "used";
    }

    [Theory]
    [InlineData("A", true)]
    [InlineData("a", false)]
    [InlineData("!A", false)]
    [InlineData("!B", true)]
    [InlineData("!!A", true)]
    [InlineData("A B", true)]
    public void IfDefine_asks_for_a_name(string condition, bool isUsed) =>
        Assert.Equal(isUsed, IsUsed($"<IfDefine {condition}>", "</IfDefine>", "Define A ignored"));

    [Fact]
    public void IfDefine_knows_the_command_line() => Assert.True(IsUsed("<IfDefine A>", "</IfDefine>", defines: ["A"]));

    [Fact]
    public void Define_counts_from_its_line_on_in_any_context()
    {
        Assert.True(IsUsed("<IfDefine A>", "</IfDefine>", "<Directory /x>\nDefine A\n</Directory>"));
        Assert.False(LoadAssert.Accepted("<IfDefine A>\nServerName used\n</IfDefine>\nDefine A\n").Main.Name == "used");
    }

    [Theory]
    [InlineData("mod_core.c", true)]
    [InlineData("!mod_core.c", false)]
    [InlineData("mod_core", false)]
    [InlineData("MOD_CORE.C", false)]
    [InlineData("mod_copy.c", false)]
    public void IfModule_asks_for_the_exact_name_of_a_loaded_module(string condition, bool isUsed) =>
        Assert.Equal(isUsed, IsUsed($"<IfModule {condition}>", "</IfModule>"));

    [Fact]
    public void IfModule_is_true_after_LoadModule() =>
        Assert.True(IsUsed("<IfModule mod_copy.c>", "</IfModule>", "LoadModule mod_copy.c"));

    [Theory]
    [InlineData("1.3.8", true)]
    [InlineData("= 1.3.8", true)]
    [InlineData("1.3", false)]
    [InlineData("== 1.3.8", true)]
    [InlineData("=< 2", false)]
    [InlineData("> 1.3.7z", true)]
    [InlineData("< 1.3.9rc1", true)]
    [InlineData("<= 1.3.8", true)]
    [InlineData(">= 1", true)]
    [InlineData(">> 1", true)]
    [InlineData("!= 1.3.8", false)]
    [InlineData("!> 1.3.8", true)]
    [InlineData("= 1.3.8a", true)]
    [InlineData("< 1.3.8b", true)]
    [InlineData("> 1.3.8rc4", true)]
    [InlineData("~ 1\\.3", true)]
    [InlineData("= /1\\.3/", true)]
    [InlineData("!~ 1", false)]
    [InlineData("/1.3/", true)]
    public void IfVersion_compares(string condition, bool isUsed) => Assert.Equal(isUsed, IsUsed($"<IfVersion {condition}>", "</IfVersion>"));

    [Theory]
    [InlineData("1.3.8 x", "unknown comparison operator '1.3.8'")]
    [InlineData("foo 1.3", "unknown comparison operator 'foo'")]
    [InlineData("! 1.3", "unknown comparison operator '!'")]
    [InlineData("> x.y", "badly formatted configured version 'x.y'")]
    [InlineData("> 1.3.8.0", "badly formatted configured version '1.3.8.0'")]
    [InlineData("!1.3.8", "badly formatted configured version '!1.3.8'")]
    [InlineData("> /1.4/", "badly formatted configured version '/1.4/'")]
    [InlineData("~ 1.4", "server version '1.3.8' failed to match pattern '1.4'")]
    [InlineData("!= /1.4/", "server version '1.3.8' failed to match pattern '1.4'")]
    [InlineData("~ (", "unable to compile pattern '(': missing closing parenthesis")]
    [InlineData("a b c", "wrong number of parameters")]
    public void IfVersion_refuses(string condition, string error) =>
        Assert.Equal($"fatal: <IfVersion>: {error} on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused($"<IfVersion {condition}>\n</IfVersion>\n"));

    [Theory]
    [InlineData("</IfDefine> ")]
    [InlineData("</IfDefine> # comment")]
    [InlineData("</IfDefine >")]
    [InlineData("foo \\\n</IfDefine>")]
    public void A_skipped_section_ends_only_at_the_bare_tag(string closing)
    {
        var text = $"<IfDefine A>\n{closing}\nServerName x\n";

        Assert.Equal(
            $"fatal: <IfDefine>: unclosed <IfDefine> context on line {text.Count(letter => letter == '\n')} of '/etc/proftpd.conf'",
            LoadAssert.Refused(text));
    }

    [Theory]
    [InlineData("  </ifdefine>")]
    [InlineData("</IfDefine>\r")]
    public void Case_and_blanks_before_it_do_not_matter(string closing) =>
        LoadAssert.Accepted($"<IfDefine A>\nBogus\n{closing}\nServerName x\n");

    [Fact]
    public void Whatever_begins_like_an_opening_counts_as_one() =>
        Assert.Equal(
            "fatal: <IfDefine>: unclosed <IfDefine> context on line 3 of '/etc/proftpd.conf'",
            LoadAssert.Refused("<IfDefine A>\n<IfDefineXYZ foo>\n</IfDefine>\n"));

    [Theory]
    [InlineData("<IfDefine !A>", "</IfDefine> # comment")]
    [InlineData("<IfDefine !A>", "</IfDefine >")]
    [InlineData("<IfModule mod_core.c>", "</IfModule> ")]
    [InlineData("<IfVersion 1.3.8>", "</IfVersion> # comment")]
    public void Where_the_condition_holds_those_tags_end_it(string opening, string closing) => Assert.True(IsUsed(opening, closing));

    [Theory]
    [InlineData("IfModule nope.c", "IfModule", "<IfModule>: unclosed <IfModule> context")]
    [InlineData("IfVersion > 9", "IfVersion", "<IfVersion>: unclosed <IfVersion> section")]
    public void The_other_conditions_count_likewise(string opening, string tag, string error)
    {
        LoadAssert.Accepted($"<{opening}>\n<{tag} again>\n</{tag}>\nBogus\n</{tag}>\n");
        Assert.Equal($"fatal: {error} on line 4 of '/etc/proftpd.conf'", LoadAssert.Refused($"<{opening}>\n<{tag}X\n</{tag}>\nBogus\n"));
    }

    [Fact]
    public void Other_text_is_not_looked_at() =>
        LoadAssert.Accepted("<IfDefine A>\n<IfModule x>\n</Global>\n\"\n<IfDefine B>\n</IfDefine>\n</IfDefine>\n");

    [Fact]
    public void Skipping_ends_with_the_file()
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/a"] = "<IfDefine A>\nBogus\n";

        Assert.Equal(
            "fatal: <IfDefine>: unclosed <IfDefine> context on line 2 of '/etc/a'",
            LoadAssert.Refused(machine.Load("Include /etc/a\n</IfDefine>\n")));
    }

    [Theory]
    [InlineData("</IfDefine>")]
    [InlineData("</IfDefine> x y")]
    [InlineData("</IfModule>")]
    [InlineData("<IfDefine !A>")]
    public void Stray_tags_are_accepted(string line) => LoadAssert.Accepted(line + "\n");

    [Fact]
    public void Except_a_closing_IfModule_with_arguments() =>
        Assert.Equal(
            "fatal: </IfModule>: wrong number of parameters: x y on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused("</IfModule x y>\n"));

    [Fact]
    public void Conditions_may_straddle_sections() =>
        LoadAssert.Accepted("<IfModule mod_core.c>\n<Global>\nUmask 022\n</IfModule>\n</Global>\n");

    [Theory]
    [InlineData("<IfDefine !A>", "<IfDefine>: using '!!A' section at line 1")]
    [InlineData("<IfDefine A>", "<IfDefine>: skipping 'A' section at line 1")]
    public void The_decision_is_told_at_debug_level_3(string opening, string text)
    {
        var messages = new MemoryMachine().Load(opening + "\n</IfDefine>\n").Diagnostics;

        Assert.Contains(messages, message => message is { Severity: Severity.Debug, DebugLevel: 3 } && message.Text == text);
    }
}
