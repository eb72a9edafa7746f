using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 7: Include and IncludeOptions.</summary>
public sealed class InclusionTests
{
    readonly MemoryMachine _machine = new();

    [Fact]
    public void A_relative_path_is_fatal() =>
        Assert.Equal(
            "fatal: Include: unable to use path for configuration file 'a' on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused("Include a\n"));

    [Fact]
    public void Further_arguments_are_ignored_and_links_to_files_followed()
    {
        _machine.Files["/etc/a"] = "ServerName x\n";
        _machine.Links["/etc/l"] = "/etc/a";

        Assert.Equal("x", LoadAssert.Accepted(_machine.Load("Include /etc/l /etc/b\n")).Main.Name);
    }

    [Fact]
    public void A_section_may_be_opened_in_one_file_and_closed_in_another()
    {
        _machine.Files["/etc/a"] = "<Directory /x>\nUmask 022\n";

        Assert.Equal("/x", LoadAssert.Tree(LoadAssert.Accepted(_machine.Load("Include /etc/a\n</Directory>\n")).Main.Root));
    }

    [Fact]
    public void A_missing_file_is_a_warning() =>
        Notices("Include /none\n", "warning: unable to include '/none': No such file or directory");

    [Fact]
    public void A_directory_gives_every_file_in_the_order_of_bytes_hidden_ones_too()
    {
        _machine.Files["/etc/d/b"] = "SetEnv ORDER %{env:ORDER}b\n";
        _machine.Files["/etc/d/.a"] = "SetEnv ORDER %{env:ORDER}a\n";
        _machine.Files["/etc/d/Z"] = "SetEnv ORDER %{env:ORDER}Z\n";
        _machine.Files["/etc/d/sub/x"] = "Bogus\n";

        Notices("Include /etc/d/\nServerName %{env:ORDER}\n", "error: unable to open parse file '/etc/d/sub': Is a directory");
        Assert.Equal("aZb", _machine.Variables["ORDER"]);
    }

    [Fact]
    public void A_link_to_a_directory_is_not_followed()
    {
        _machine.Files["/etc/d/a"] = "Bogus\n";
        _machine.Links["/etc/l"] = "/etc/d";

        Notices("Include /etc/l\n", "warning: unable to include '/etc/l': Is a directory");
        Notices("Include /etc/l/\n", "warning: unable to include '/etc/l/': Is a directory");
    }

    [Fact]
    public void A_pattern_matches_entries_without_a_leading_period_and_may_match_none()
    {
        _machine.Files["/etc/d/a.conf"] = "ServerName x\n";
        _machine.Files["/etc/d/.b.conf"] = "Bogus\n";
        _machine.Files["/etc/d/c.txt"] = "Bogus\n";

        Notices("Include /etc/d/*.conf\nInclude /etc/d/*.none\nInclude /etc/d/[x-z]?\n");
    }

    [Fact]
    public void A_pattern_in_a_missing_directory_is_a_warning() =>
        Notices(
            "Include /none/*.conf\n",
            "error: failed to check configuration path '/none': No such file or directory",
            "warning: unable to include '/none/*.conf': No such file or directory");

    [Fact]
    public void A_pattern_in_a_file_is_fatal()
    {
        _machine.Files["/etc/f"] = "";

        Assert.Equal(
            "fatal: Include: error including '/etc/f/*': Invalid argument on line 1 of '/etc/proftpd.conf'",
            LoadAssert.Refused(_machine.Load("Include /etc/f/*\n")));
    }

    [Fact]
    public void A_pattern_in_a_linked_directory_needs_AllowSymlinks()
    {
        _machine.Files["/etc/d/a"] = "ServerName x\n";
        _machine.Links["/etc/l"] = "/etc/d";

        Notices(
            "Include /etc/l/*\n",
            "error: cannot read configuration path '/etc/l/*': Symbolic link",
            "warning: unable to include '/etc/l/*': Not a directory");
        Assert.Equal("x", LoadAssert.Accepted(_machine.Load("IncludeOptions AllowSymlinks\nInclude /etc/l/*\n")).Main.Name);
    }

    [Fact]
    public void Patterns_before_the_last_component_are_expanded_in_order()
    {
        _machine.Files["/x/a/f"] = "SetEnv ORDER %{env:ORDER}a\n";
        _machine.Files["/x/b/f"] = "SetEnv ORDER %{env:ORDER}b\n";
        _machine.Files["/x/.h/f"] = "Bogus\n";

        Notices("Include /x/*/f\nInclude /x/*/f*\n");
        Assert.Equal("abab", _machine.Variables["ORDER"]);
    }

    [Fact]
    public void A_directory_in_which_a_pattern_is_expanded_is_named()
    {
        _machine.Files["/x/a/f"] = "";
        _machine.Files["/x/b/c/f"] = "";

        Assert.Equal(
            ["processing configuration directory '/x' using pattern 'a*', suffix 'f'"], LoadAssert.Texts(_machine.Load("Include /x/a*/f\n"), Severity.Notice));
        Assert.Equal(
            ["processing configuration directory '/' using pattern '[x]', suffix 'b/*/f'", "processing configuration directory '/x/b' using pattern '*', suffix 'f'"],
            LoadAssert.Texts(_machine.Load("Include /[x]/b/*/f\n"), Severity.Notice));
    }

    [Fact]
    public void A_linked_directory_needs_AllowSymlinks_there_too()
    {
        _machine.Files["/etc/d/a/f"] = "ServerName x\n";
        _machine.Links["/etc/l"] = "/etc/d";

        Notices(
            "Include /etc/l/*/f\n",
            "error: cannot read configuration path '/etc/l': Symbolic link",
            "warning: unable to include '/etc/l/*/f': Not a directory");
        Assert.Equal("x", LoadAssert.Accepted(_machine.Load("IncludeOptions AllowSymlinks\nInclude /etc/l/*/f\n")).Main.Name);
    }

    [Fact]
    public void Such_a_pattern_without_a_match_is_a_warning()
    {
        _machine.Files["/x/a/f"] = "";

        Notices(
            "Include /x/q*/f\n",
            "error: no matches found for wildcard directory '/x/q*/f'",
            "warning: unable to include '/x/q*/f': No such file or directory");
    }

    [Fact]
    public void The_first_of_its_files_that_is_missing_ends_it()
    {
        _machine.Files["/x/a/f"] = "";
        _machine.Files["/x/b/g"] = "";
        _machine.Files["/x/c/f"] = "Bogus\n";

        Notices("Include /x/*/f\n", "warning: unable to include '/x/*/f': No such file or directory");
    }

    [Fact]
    public void IgnoreWildcards_forbids_it()
    {
        _machine.Files["/x/a/f"] = "";

        Assert.Equal(
            "fatal: Include: error including '/x/*/f': Invalid argument on line 2 of '/etc/proftpd.conf'",
            LoadAssert.Refused(_machine.Load("IncludeOptions IgnoreWildcards\nInclude /x/*/f\n")));
    }

    [Fact]
    public void IgnoreTempFiles_passes_over_what_editors_leave_but_not_hidden_files()
    {
        _machine.Files["/etc/d/a~"] = "Bogus\n";
        _machine.Files["/etc/d/b.swp"] = "Bogus\n";
        _machine.Files["/etc/d/c"] = "ServerName x\n";

        Notices("IncludeOptions IgnoreTempFiles\nInclude /etc/d\nInclude /etc/d/*\n");
        _machine.Files["/etc/d/.d.swp"] = "Bogus\n";
        Assert.NotNull(LoadAssert.Refused(_machine.Load("IncludeOptions IgnoreTempFiles\nInclude /etc/d\n")));
    }

    [Theory]
    [InlineData("IncludeOptions\n", "wrong number of parameters on line 1")]
    [InlineData("IncludeOptions ignoretempfiles\n", "unknown IncludeOption 'ignoretempfiles' on line 1")]
    [InlineData("<Global>\nIncludeOptions AllowSymlinks\n", "directive not allowed in <Global> context on line 2")]
    public void IncludeOptions_refuses(string text, string message) =>
        Assert.Equal($"fatal: IncludeOptions: {message} of '/etc/proftpd.conf'", LoadAssert.Refused(text));

    [Fact]
    public void Class_has_no_Include() =>
        Assert.Equal(
            "fatal: Include: directive not allowed in <Class> context on line 2 of '/etc/proftpd.conf'", LoadAssert.Refused("<Class x>\nInclude /a\n"));

    [Fact]
    public void A_file_that_includes_itself_ends_with_a_warning()
    {
        var result = _machine.Load("Include /etc/proftpd.conf\nServerName x\n");

        Assert.Equal("x", LoadAssert.Accepted(result).Main.Name);
        Assert.Equal(["warning: unable to include '/etc/proftpd.conf': Too many open files"], LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void A_file_that_includes_itself_twice_ends_too() =>
        LoadAssert.Accepted(_machine.Load("Include /etc/proftpd.conf\nInclude /etc/proftpd.conf\n"));

    [Fact]
    public void A_file_that_everybody_may_write_is_a_warning()
    {
        _machine.Files["/etc/a"] = "ServerName x\n";
        _machine.WorldWritable.Add("/etc/a");

        Notices("Include /etc/a\n", "warning: config file '/etc/a' is world-writable");
    }

    [Fact]
    [Trait("pains", "9")]
    public void An_error_in_an_included_file_is_fatal_and_says_how_it_came_there()
    {
        _machine.Files["/etc/a"] = "\nInclude /etc/b\n";
        _machine.Files["/etc/b"] = "Port 70000\n";

        var result = _machine.Load("\n\nInclude /etc/a\nServerName never\n");

        Assert.Equal(
            [
                "fatal: Port: value must be between 0 and 65535 on line 1 of '/etc/b'",
                "included from line 2 of '/etc/a'",
                "included from line 3 of '/etc/proftpd.conf'",
            ],
            LoadAssert.Texts(result, Severity.Fatal));
    }

    [Fact]
    public void All_errors_are_reported_when_asked_for()
    {
        _machine.Files["/etc/a"] = "Port 70000\n";

        var result = _machine.Load("<Directory x>\nUmask 999\n</Directory>\nInclude /etc/a\nBogus\n", options => options with { ReportAll = true });

        Assert.Equal(
            [
                "fatal: <Directory>: relative path not allowed in non-<Anonymous> sections on line 1 of '/etc/proftpd.conf'",
                "fatal: Umask: '999' is not a valid umask on line 2 of '/etc/proftpd.conf'",
                "fatal: Port: value must be between 0 and 65535 on line 1 of '/etc/a'",
                "included from line 4 of '/etc/proftpd.conf'",
                "fatal: unknown configuration directive 'Bogus' on line 5 of '/etc/proftpd.conf'",
            ],
            LoadAssert.Texts(result, Severity.Fatal));
    }

    void Notices(string text, params string[] expected)
    {
        var result = _machine.Load(text);

        LoadAssert.Accepted(result);
        Assert.Equal(expected, result.Diagnostics.Where(message => message.Severity is Severity.Warning or Severity.Error).Select(message => message.Text));
    }
}
