using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 6: sections, their arguments and nesting.</summary>
public sealed class SectionTests
{
    const string File = " of '/etc/proftpd.conf'";

    [Theory]
    [InlineData("<VirtualHost>\n", "<VirtualHost>: wrong number of parameters on line 1")]
    [InlineData("<VirtualHost nosuch>\n", "<VirtualHost>: error resolving 'nosuch': No such file or directory on line 1")]
    [InlineData("<VirtualHost 127.0.0.2:2121>\n", "<VirtualHost>: error resolving '127.0.0.2:2121': No such file or directory on line 1")]
    [InlineData("<VirtualHost 127.0.0.2>\n<VirtualHost 127.0.0.3>\n", "<VirtualHost>: directive not allowed in <VirtualHost> context on line 2")]
    [InlineData("<Global>\n<VirtualHost 127.0.0.3>\n", "<VirtualHost>: directive not allowed in <Global> context on line 2")]
    [InlineData("<Global x>\n", "<Global>: Too many parameters on line 1")]
    [InlineData("<Global>\n<Global>\n", "<Global>: directive not allowed in <Global> context on line 2")]
    [InlineData("<Anonymous>\n", "<Anonymous>: missing parameters on line 1")]
    [InlineData("<Anonymous srv>\n", "<Anonymous>: (srv) absolute pathname required on line 1")]
    [InlineData("<Anonymous />\n", "<Anonymous>: '/' not permitted for anonymous root directory on line 1")]
    [InlineData("<Anonymous /srv/*>\n", "<Anonymous>: (/srv/*) wildcards not allowed in pathname on line 1")]
    [InlineData("<Anonymous /a>\n<Anonymous /b>\n", "<Anonymous>: directive not allowed in <Anonymous> context on line 2")]
    [InlineData("<Directory>\n", "<Directory>: missing parameters on line 1")]
    [InlineData("<Directory x>\n", "<Directory>: relative path not allowed in non-<Anonymous> sections on line 1")]
    [InlineData("<Directory /a>\n<Directory /b>\n", "<Directory>: directive not allowed in <Directory> context on line 2")]
    [InlineData("<Limit>\n", "<Limit>: directive requires one or more commands on line 1")]
    [InlineData("<Limit ALL>\n<Limit READ>\n", "<Limit>: directive not allowed in <Limit> context on line 2")]
    [InlineData("<Limit ALL>\n<Directory /b>\n", "<Directory>: directive not allowed in <Limit> context on line 2")]
    [InlineData("<VirtualHost 127.0.0.2>\n<Class a>\n", "<Class>: directive not allowed in <VirtualHost> context on line 2")]
    [InlineData("<Class a>\n<Limit ALL>\n", "<Limit>: directive not allowed in <Class> context on line 2")]
    [InlineData("<Class a>\nSatisfy maybe\n", "Satisfy: invalid parameter: 'maybe' on line 2")]
    [InlineData("<Class a>\nFrom 10.0.0.0/99\n", "From: bad ACL definition '10.0.0.0/99': Invalid argument on line 2")]
    [InlineData("<IfUser>\n", "<IfUser>: wrong number of parameters on line 1")]
    [InlineData("<IfUser regex a b>\n", "<IfUser>: wrong number of parameters on line 1")]
    [InlineData("<IfUser regex (>\n", "<IfUser>: : '(' failed regex compilation: missing closing parenthesis on line 1")]
    [InlineData("<IfAuthenticated x>\n", "<IfAuthenticated>: wrong number of parameters on line 1")]
    [InlineData("<Directory /x>\n<IfUser a>\n", "<IfUser>: directive not allowed in <Directory> context on line 2")]
    public void Openings_are_refused(string text, string message) =>
        Assert.Equal($"fatal: {message}{File}", LoadAssert.Refused(text));

    [Theory]
    [InlineData("</Directory>\n", "</Directory>: directive not allowed in server config context on line 1")]
    [InlineData("<Directory /x>\nDenyAll\n</Directory x>\n", "</Directory>: wrong number of parameters on line 3")]
    [InlineData("<Directory /x>\n<Limit ALL>\n</Directory>\n", "</Directory>: directive not allowed in <Limit> context on line 3")]
    [InlineData("<VirtualHost 127.0.0.2>\n<Directory /x>\n</VirtualHost>\n", "</VirtualHost>: directive not allowed in <Directory> context on line 3")]
    [InlineData("<IfUser a>\n</Directory>\n", "</Directory>: directive not allowed in 1 context on line 2")]
    [InlineData("<VirtualHost 127.0.0.2>\n<IfUser a>\nOrder a\n", "Order: directive not allowed in 16 context on line 3")]
    [InlineData("<IfUser a>\n<VirtualHost 127.0.0.2>\n</VirtualHost>\n</IfUser>\n", "</VirtualHost>: directive not allowed in 1 context on line 3")]
    [InlineData("<Global>\n<IfUser a>\nOrder a\n", "Order: directive not allowed in <Global> context on line 3")]
    public void Closings_close_the_innermost_section_alone(string text, string message) =>
        Assert.Equal($"fatal: {message}{File}", LoadAssert.Refused(text));

    [Theory]
    [InlineData("<Directory /x>\nUmask 022\n")]
    [InlineData("<Anonymous /x>\n")]
    [InlineData("<Limit ALL>\n")]
    [InlineData("<VirtualHost 127.0.0.2>\n")]
    [InlineData("<IfUser a>\nUmask 022\n")]
    [InlineData("<VirtualHost 127.0.0.2>\n<IfUser x>\nUmask 022\n</VirtualHost>\n")]
    public void What_is_open_at_the_end_is_fatal(string text) =>
        Assert.Equal("fatal: error processing configuration file '/etc/proftpd.conf': unclosed configuration section", LoadAssert.Refused(text));

    [Fact]
    public void Empty_sections_disappear_but_for_those_of_mod_ifsession()
    {
        var result = new MemoryMachine().Load(
            "<Directory /x>\n</Directory>\n<Limit ALL>\n</Limit>\n<Anonymous /y>\n</Anonymous>\n<Global>\n</Global>\n<IfUser a>\n</IfUser>\n");

        Assert.Equal([SectionKind.IfUser], LoadAssert.Accepted(result).Main.Root.Sections.Select(section => section.Kind));
        Assert.Contains("</Directory>: ignoring empty section", LoadAssert.Texts(result, Severity.Debug));
    }

    [Fact]
    public void Any_closing_tag_of_mod_ifsession_closes_what_is_innermost()
    {
        var result = new MemoryMachine().Load("<IfUser bob>\nUmask 077\n</IfGroup>\nPidFile /x\n<Directory /x>\nDenyAll\n</IfUser>\nPidFile /y\n");

        Assert.Equal("/y", LoadAssert.Accepted(result).Process.Get(TypedDirectives.PidFile));
    }

    [Fact]
    public void A_kind_of_section_that_its_own_tag_never_closed_is_named_at_the_end()
    {
        var result = new MemoryMachine().Load("<IfUser bob>\nUmask 077\n</IfGroup>\n");

        LoadAssert.Accepted(result);
        Assert.Equal(["error: unclosed <IfUser> context in config file"], LoadAssert.Texts(result, Severity.Error));
        Assert.Empty(LoadAssert.Texts(new MemoryMachine().Load("<IfAuthenticated>\nUmask 077\n</IfUser>\n"), Severity.Error));
    }

    [Theory]
    [InlineData("<Directory /x>\nDenyAll\n</Directory>\n<Directory /x>\n", true)]
    [InlineData("<Directory /x>\nDenyAll\n</Directory>\n<Global>\n<Directory /x>\n", true)]
    [InlineData("<Directory /x>\nDenyAll\n</Directory>\n<IfUser a>\n<Directory /x>\n", true)]
    [InlineData("<Global>\n<Directory /x>\nDenyAll\n</Directory>\n</Global>\n<Directory /x>\nDenyAll\n</Directory>\n", false)]
    [InlineData("<Global>\n<Directory /x>\nDenyAll\n</Directory>\n<Directory /x>\nDenyAll\n</Directory>\n</Global>\n", false)]
    [InlineData("<Directory /x>\n</Directory>\n<Directory /x>\nDenyAll\n</Directory>\n", false)]
    [InlineData("<Directory /x>\nDenyAll\n</Directory>\n<Directory /x/>\nDenyAll\n</Directory>\n", false)]
    [InlineData("<Anonymous /a>\n<Directory /x>\nDenyAll\n</Directory>\n<Directory /x>\nDenyAll\n</Directory>\n</Anonymous>\n", false)]
    public void A_second_Directory_of_the_same_path_is_refused_at_the_top_of_a_server(string text, bool isRefused)
    {
        var result = new MemoryMachine().Load(text);

        Assert.Equal(isRefused, LoadAssert.Texts(result, Severity.Fatal).Any(line =>
            line.StartsWith("fatal: <Directory>: <Directory> section already configured for '/x' on line", StringComparison.Ordinal)));
        Assert.Equal(isRefused, result.Configuration is null);
    }

    [Fact]
    public void Limits_know_the_counterparts_of_their_commands()
    {
        var root = LoadAssert.Accepted("<Limit mkd,Pwd STOR>\nDenyAll\n</Limit>\n").Main.Root;

        Assert.Equal(["MKD", "PWD", "STOR", "XMKD", "XPWD"], root.Sections[0].Arguments);
    }

    [Fact]
    public void Classes_stand_in_the_order_of_the_file_and_empty_ones_are_dropped_with_a_warning()
    {
        var result = new MemoryMachine().Load(
            "<Class b>\nFrom 10.0.0.0/8,.example.com\nSatisfy all\n</Class>\n<Global>\n<Class a>\nFrom all\n</Class>\n</Global>\n<Class c>\nFrom\n</Class>\n");

        var classes = LoadAssert.Accepted(result).Classes;
        Assert.Equal(["b", "a"], classes.Select(section => section.Name));
        Assert.Equal(["10.0.0.0/8", ".example.com"], classes[0].Get(LanguageDirectives.From).Select(element => element.Text));
        Assert.Equal((ClassSatisfy.All, ClassSatisfy.Any), (classes[0].Get(LanguageDirectives.Satisfy), classes[1].Get(LanguageDirectives.Satisfy)));
        Assert.Equal(["warning: empty <Class> definition"], LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void A_class_that_is_empty_for_an_error_is_not_called_empty()
    {
        var result = new MemoryMachine().Load("UseIPv6 off\n<Class a>\nFrom !::1\n</Class>\n");

        Assert.StartsWith("fatal: From: bad ACL definition '!::1': Address family not supported by protocol", LoadAssert.Refused(result), StringComparison.Ordinal);
        Assert.Equal(
            ["warning: possibly using IPv6 match '::1' when IPv6 support is disabled, which will not work as expected"],
            LoadAssert.Texts(result, Severity.Warning));
    }

    /// <summary>The first class of the file that a client belongs to is its own, so both stay.</summary>
    [Fact]
    public void Two_classes_may_have_one_name()
    {
        var classes = LoadAssert.Accepted("<Class a>\nFrom 10.0.0.1\n</Class>\n<Class a>\nFrom 10.0.0.2\n</Class>\n").Classes;

        Assert.Equal(["a", "a"], classes.Select(section => section.Name));
    }

    [Theory]
    [InlineData("From all 10.0.0.1", "all")]
    [InlineData("From none 10.0.0.1", "none")]
    [InlineData("From 10.0.0.1,ALL,10.0.0.2", "10.0.0.1")]
    [InlineData("From 10.0.0.1 none", "10.0.0.1")]
    [InlineData("From 10.0.0.1,!none", "10.0.0.1", "!none")]
    public void Everybody_and_nobody_end_the_list_of_a_class(string line, params string[] elements) => Assert.Equal(
        elements, LoadAssert.Accepted($"<Class a>\n{line}\n</Class>\n").Classes[0].Get(LanguageDirectives.From).Select(element => element.Text));

    [Theory]
    [InlineData("Order allow,deny\n", "Order", "server config", 1)]
    [InlineData("<VirtualHost 127.0.0.2>\nPidFile /x\n", "PidFile", "<VirtualHost>", 2)]
    [InlineData("<Global>\nPidFile /x\n", "PidFile", "<Global>", 2)]
    [InlineData("<Anonymous /a>\nPidFile /x\n", "PidFile", "<Anonymous>", 2)]
    [InlineData("<Directory /a>\nPidFile /x\n", "PidFile", "<Directory>", 2)]
    [InlineData("<Limit ALL>\nPidFile /x\n", "PidFile", "<Limit>", 2)]
    [InlineData("<Class a>\nPidFile /x\n", "PidFile", "<Class>", 2)]
    [InlineData("<Class a>\nInclude /x\n", "Include", "<Class>", 2)]
    [InlineData("<VirtualHost 127.0.0.2>\n<Directory /x>\nPidFile /x\n", "PidFile", "<Directory>", 3)]
    public void Directives_are_refused_in_the_words_of_the_innermost_context(string text, string name, string context, int line) =>
        Assert.Equal($"fatal: {name}: directive not allowed in {context} context on line {line}{File}", LoadAssert.Refused(text));

    [Theory]
    [InlineData("<Directory ~/x>", "<Directory ~/x>: deferring resolution of path", true)]
    [InlineData("<Directory /home/%u>", "<Directory /home/%u>: deferring resolution of path", true)]
    [InlineData("<Directory /x/../y//>", "<Directory /x/../y//>: adding section for resolved path '/x/../y//'", false)]
    public void Paths_that_depend_on_the_user_wait_for_the_login(string opening, string message, bool isDeferred)
    {
        var result = new MemoryMachine().Load($"{opening}\nDenyAll\n</Directory>\n");

        Assert.Equal(isDeferred, LoadAssert.Accepted(result).Main.Root.Sections[0].IsDeferred);
        Assert.Contains(message, LoadAssert.Texts(result, Severity.Debug));
    }

    [Fact]
    public void Inside_Anonymous_a_relative_path_is_one_below_its_root()
    {
        var anonymous = LoadAssert.Accepted("<Anonymous /srv>\n<Directory x>\nDenyAll\n</Directory>\n</Anonymous>\n").Main.Root.Sections[0];

        Assert.Equal(("/srv/", "/x"), (anonymous.Name, anonymous.Sections[0].Name));
    }

    [Fact]
    public void The_opening_line_is_known_with_the_files_it_was_included_from()
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/a"] = "Include /etc/b\n";
        machine.Files["/etc/b"] = "\n<Directory /x>\nUmask 022\n</Directory>\n";

        var source = LoadAssert.Accepted(machine.Load("\n\nInclude /etc/a\n")).Main.Root.Sections[0].Records[0].Source;

        Assert.Equal("line 3 of '/etc/b'", source.ToString());
        Assert.Equal(["line 1 of '/etc/a'", "line 3 of '/etc/proftpd.conf'"], source.Chain().Select(from => from.ToString()));
    }
}
