using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md sections 9.1 and 9.2: storage, Global, nesting, merging.</summary>
public sealed class TreeTests
{
    static string Umask(ConfigScope scope) => scope.Get(TypedDirectives.Umask);

    [Fact]
    public void Of_a_repeated_parameter_the_first_counts()
    {
        var root = LoadAssert.Accepted("Umask 027\nUmask 077\n").Main.Root;

        Assert.Equal("027", Umask(root));
        Assert.Equal(["027", "077"], root.All(TypedDirectives.Umask).Select(record => record.Value));
        Assert.Equal("line 1 of '/etc/proftpd.conf'", root.Find(TypedDirectives.Umask)?.Source.ToString());
    }

    [Fact]
    public void Of_a_value_of_the_process_the_last_counts()
    {
        var configuration = LoadAssert.Accepted("PidFile /a\nPidFile /b\n");

        Assert.Equal("/b", configuration.Process.Get(TypedDirectives.PidFile));
        Assert.False(configuration.Main.Root.Has(TypedDirectives.PidFile));
    }

    [Theory]
    [InlineData("AuthOrder a\nAuthOrder b\n", true)]
    [InlineData("<VirtualHost 127.0.0.2>\nAuthOrder a\nAuthOrder b\n</VirtualHost>\n", true)]
    [InlineData("AuthOrder a\n<VirtualHost 127.0.0.2>\nAuthOrder b\n</VirtualHost>\n", false)]
    [InlineData("<Global>\nAuthOrder a\nAuthOrder b\n</Global>\nAuthOrder c\n", false)]
    [InlineData("AuthOrder a\n<IfUser x>\nAuthOrder b\n</IfUser>\n", false)]
    public void AuthOrder_stands_once_in_a_server(string text, bool isRefused)
    {
        var result = new MemoryMachine().Load(text);

        Assert.Equal(isRefused, result.Configuration is null);
        if (isRefused)
            Assert.Contains("AuthOrder: AuthOrder has already been configured on line", LoadAssert.Refused(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_sibling_sections_the_last_declared_comes_first() =>
        Assert.Equal("/c /b /a", LoadAssert.Tree(LoadAssert.Accepted(Directories("/a", "/b", "/c")).Main.Root));

    [Fact]
    public void The_absent_parameter_has_its_default() => Assert.Equal("022", Umask(LoadAssert.Accepted("").Main.Root));

    [Fact]
    public void A_servers_own_value_beats_Global_wherever_it_stands() =>
        Assert.Equal("077", Umask(LoadAssert.Accepted("<Global>\nUmask 027\n</Global>\nUmask 077\n").Main.Root));

    [Fact]
    public void Of_several_Globals_the_last_wins() =>
        Assert.Equal("077", Umask(LoadAssert.Accepted("<Global>\nUmask 027\n</Global>\n<Global>\nUmask 077\n</Global>\n").Main.Root));

    [Fact]
    public void Global_inside_a_VirtualHost_is_for_all_servers()
    {
        var servers = LoadAssert.Accepted(
            "<VirtualHost 127.0.0.2>\n<Global>\nUmask 027\n<Directory /g>\nDenyAll\n</Directory>\n</Global>\n</VirtualHost>\n").Servers;

        Assert.All(servers, server => Assert.Equal(("027", "/g"), (Umask(server.Root), LoadAssert.Tree(server.Root))));
    }

    [Fact]
    public void VirtualHosts_inherit_nothing_from_the_main_server() =>
        Assert.Equal("022", Umask(LoadAssert.Accepted("Umask 027\n<VirtualHost 127.0.0.2>\n</VirtualHost>\n").Servers[1].Root));

    [Theory]
    [InlineData("/a(/a/b(/a/b/c))", "/a/b", "/a", "/a/b/c")]
    [InlineData("/ab /a", "/a", "/ab")]
    [InlineData("/(/*(/a))", "/", "/a", "/*")]
    [InlineData("/*(/(/a))", "/*", "/a", "/")]
    [InlineData("/a(/a/*(/a/b))", "/a/b", "/a/*", "/a")]
    [InlineData("~/x /a(/a/b)", "/a/b", "/a", "~/x")]
    public void Directories_nest_under_the_longest_that_leads_to_them(string tree, params string[] paths) =>
        Assert.Equal(tree, LoadAssert.Tree(LoadAssert.Accepted(Directories(paths)).Main.Root));

    [Fact]
    public void Star_inside_Anonymous_is_the_Anonymous_itself()
    {
        var anonymous = LoadAssert.Accepted(
            "<Anonymous /srv>\nUmask 027\n<Directory *>\nUmask 077\n<Limit ALL>\nDenyAll\n</Limit>\n</Directory>\n</Anonymous>\n").Main.Root.Sections[0];

        Assert.Equal("077", Umask(anonymous));
        Assert.Equal([SectionKind.Limit], anonymous.Sections.Select(section => section.Kind));
    }

    [Fact]
    public void A_merged_parameter_reaches_every_Directory_and_Anonymous_that_has_none_of_its_own()
    {
        var root = LoadAssert.Accepted("Umask 027\n<Anonymous /srv>\nDenyAll\n</Anonymous>\n" + Directories("/a", "/a/b")
            + "<Directory /c>\nUmask 077\n</Directory>\n<Limit ALL>\nDenyAll\n</Limit>\n").Main.Root;

        Assert.Equal(
            ("027", "027", "027", "077"),
            (Umask(LoadAssert.Section(root, "/srv/")), Umask(LoadAssert.Section(root, "/a")), Umask(LoadAssert.Section(root, "/a/b")),
                Umask(LoadAssert.Section(root, "/c"))));
        Assert.False(LoadAssert.Section(root, "ALL").Has(TypedDirectives.Umask));
    }

    [Fact]
    public void A_merged_copy_keeps_its_line_and_its_context()
    {
        var record = LoadAssert.Section(LoadAssert.Accepted("Umask 027\n" + Directories("/a")).Main.Root, "/a").Find(TypedDirectives.Umask);

        Assert.Equal(("line 1 of '/etc/proftpd.conf'", ConfigContext.Server), (record?.Source.ToString(), record?.Context));
    }

    [Fact]
    public void A_parameter_that_is_not_merged_stays_where_it_is() =>
        Assert.False(LoadAssert.Section(LoadAssert.Accepted("DeferWelcome on\n" + Directories("/a")).Main.Root, "/a").Has(TypedDirectives.DeferWelcome));

    [Fact]
    public void A_multi_parameter_is_added_to_those_below() =>
        Assert.Equal(
            [false, true],
            LoadAssert.Section(LoadAssert.Accepted("AllowOverride on\n<Directory /a>\nAllowOverride off\n</Directory>\n").Main.Root, "/a")
                .All(TypedDirectives.AllowOverride).Select(record => record.Value));

    [Fact]
    public void If_sections_wait_for_the_session()
    {
        var root = LoadAssert.Accepted("Umask 027\n<IfUser a>\n<Directory /a/b>\nDenyAll\n</Directory>\n<Directory /a>\nDenyAll\n</Directory>\n</IfUser>\n").Main.Root;

        Assert.Equal("/a /a/b", LoadAssert.Tree(root.Sections[0]));
        Assert.Equal("022", Umask(LoadAssert.Section(root, "/a")));
    }

    static string Directories(params string[] paths) => string.Concat(paths.Select(path => $"<Directory {path}>\nDenyAll\n</Directory>\n"));
}
