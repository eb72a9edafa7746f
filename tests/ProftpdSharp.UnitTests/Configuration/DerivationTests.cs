using System.Text;
using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md sections 9.3 and 9.5: what sessions derive from their server's configuration.</summary>
public sealed class DerivationTests
{
    readonly MemoryMachine _machine = new();

    [Fact]
    public void Deferred_directories_are_settled_where_they_stand_and_inherit_nothing()
    {
        var server = LoadAssert.Accepted(
            "<Directory /home>\nUmask 077\n</Directory>\n<Directory ~/in>\nDenyAll\n</Directory>\n<Directory ~none>\nDenyAll\n</Directory>\n").Main;

        var derived = ServerDerivation.ResolveDeferred(server, name => name == "~/in" ? "/home/bob/in" : null);

        Assert.Equal("~none /home/bob/in /home", LoadAssert.Tree(derived.Root));
        Assert.Equal("022", DirectoryMatch.Find(derived, null, "/home/bob/in/f", null)?.Get(TypedDirectives.Umask));
        Assert.Equal("~none ~/in /home", LoadAssert.Tree(server.Root));
    }

    [Fact]
    public void A_ftpaccess_file_makes_them_nest_and_inherit_after_all()
    {
        var server = LoadAssert.Accepted("<Directory />\nUmask 077\n</Directory>\n<Directory ~>\nDenyAll\n</Directory>\n").Main;
        var resolved = ServerDerivation.ResolveDeferred(server, _ => "/home/bob");

        var derived = ServerDerivation.WithFtpAccess(resolved, null, "/elsewhere", Access("AllowOverwrite on\n"));

        Assert.Equal("077", DirectoryMatch.Find(derived, null, "/home/bob/f", null)?.Get(TypedDirectives.Umask));
    }

    [Fact]
    public void Without_deferred_directories_the_server_stays_the_same()
    {
        var server = LoadAssert.Accepted("Umask 027\n").Main;

        Assert.Same(server, ServerDerivation.ResolveDeferred(server, _ => null));
    }

    [Fact]
    public void A_ftpaccess_file_makes_a_Directory_that_inherits_and_is_inherited()
    {
        var server = LoadAssert.Accepted("AllowOverwrite on\n<Directory /h>\nUmask 027\n</Directory>\n<Directory /h/a/b>\nDenyAll\n</Directory>\n").Main;

        var derived = ServerDerivation.WithFtpAccess(server, null, "/h/a", Access("Umask 007\n<Limit STOR>\nDenyAll\n</Limit>\n"));

        Assert.Equal("/h(/h/a(/h/a/b))", LoadAssert.Tree(derived.Root));
        var made = LoadAssert.Section(derived.Root, "/h/a");
        Assert.Equal(("007", true), (made.Get(TypedDirectives.Umask), made.Get(TypedDirectives.AllowOverwrite)));
        Assert.Equal("STOR", made.SectionsOf(SectionKind.Limit).Single().Name);
    }

    [Fact]
    public void Of_a_static_Directory_the_parameter_wins_and_of_the_file_the_Limit()
    {
        var server = LoadAssert.Accepted("<Directory /h>\nUmask 027\n<Limit STOR>\nDenyAll\n</Limit>\n</Directory>\n").Main;

        var directory = ServerDerivation.WithFtpAccess(server, null, "/h", Access("Umask 007\n<Limit RETR>\nDenyAll\n</Limit>\n")).Root.Sections[0];

        Assert.Equal("027", directory.Get(TypedDirectives.Umask));
        Assert.Equal(["RETR", "STOR"], directory.SectionsOf(SectionKind.Limit).Select(limit => limit.Name));
    }

    [Fact]
    public void In_an_Anonymous_the_file_belongs_to_its_tree()
    {
        var server = LoadAssert.Accepted("<Anonymous /srv>\nUmask 027\n</Anonymous>\n").Main;
        var anonymous = server.Root.Sections[0];

        var derived = ServerDerivation.WithFtpAccess(server, anonymous, "/in", Access("AllowOverwrite on\n"));

        var counterpart = ServerDerivation.Counterpart(derived, anonymous);
        Assert.Equal("/in", counterpart?.Sections[0].Name);
        Assert.Equal("027", counterpart?.Sections[0].Get(TypedDirectives.Umask));
    }

    [Theory]
    [InlineData("</IfUser>\n</IfGroup>\nUmask 077\n")]
    [InlineData("</Limit>\n</Directory>\n</Anonymous>\n</Global>\n</VirtualHost>\n</Class>\nUmask 077\n")]
    public void Stray_closing_tags_in_a_ftpaccess_file_close_nothing(string text)
    {
        var content = FtpAccessFile.Parse("/x/.ftpaccess", Encoding.Latin1.GetBytes(text), TestRegistry.Make(), MemoryMachine.Options(new MemoryMachine()), []);

        Assert.Equal("Umask 077", Assert.Single(content.Settings.Records).Text);
    }

    [Fact]
    public void Bad_lines_of_a_ftpaccess_file_are_skipped_with_a_warning()
    {
        var content = FtpAccessFile.Parse(
            "/h/.ftpaccess", Encoding.Latin1.GetBytes("Umask 999\nBogus\nPidFile /x\nInclude /y\nUmask 007\n<Limit ALL>\nInclude /z\nDenyAll\n</Limit>\n"),
            TestRegistry.Make(), MemoryMachine.Options(_machine), []);

        Assert.Equal("007", content.Settings.Get(TypedDirectives.Umask));
        Assert.Equal(
            [
                "warning: Umask: '999' is not a valid umask on line 1 of '/h/.ftpaccess'",
                "warning: unknown configuration directive 'Bogus' on line 2 of '/h/.ftpaccess'",
                "warning: PidFile: directive not allowed in .ftpaccess context on line 3 of '/h/.ftpaccess'",
                "warning: Include: directive not allowed in .ftpaccess context on line 4 of '/h/.ftpaccess'",
                "warning: Include: directive not allowed in <Limit> context on line 7 of '/h/.ftpaccess'",
            ],
            content.Diagnostics.Select(message => message.Text));
    }

    [Fact]
    public void A_merged_If_section_replaces_what_anybody_else_said()
    {
        var server = LoadAssert.Accepted(
            "Umask 027\n<Directory /a>\nUmask 077\n</Directory>\n<IfUser x>\nUmask 007\n</IfUser>\n<IfGroup y>\nUmask 000\nAllowOverwrite on\n</IfGroup>\n").Main;
        var user = server.Root.SectionsOf(SectionKind.IfUser).Single();
        var group = server.Root.SectionsOf(SectionKind.IfGroup).Single();

        var derived = ServerDerivation.MergeSessionSections(server, [user, group]);

        Assert.Equal(("007", true), (derived.Root.Get(TypedDirectives.Umask), derived.Root.Get(TypedDirectives.AllowOverwrite)));
        Assert.Equal("007", LoadAssert.Section(derived.Root, "/a").Get(TypedDirectives.Umask));
        Assert.Empty(derived.Root.SectionsOf(SectionKind.IfUser));
    }

    /// <summary>So it is in upstream: Directory sections of IfClass stand beside those of the server, those of the others nest with them.</summary>
    [Theory]
    [InlineData(true, "/h/docs(/h/docs/*)")]
    [InlineData(false, "/h/docs /h/docs/*")]
    public void Its_Directory_nests_unless_it_is_merged_at_the_connection(bool nests, string tree)
    {
        var server = LoadAssert.Accepted("<Directory /h/docs/*>\nUmask 077\n</Directory>\n<IfClass a>\n<Directory /h/docs>\nUmask 022\n</Directory>\n</IfClass>\n").Main;

        Assert.Equal(tree, LoadAssert.Tree(ServerDerivation.MergeSessionSections(server, [.. server.Root.SectionsOf(SectionKind.IfClass)], nests).Root));
    }

    [Fact]
    public void A_Directory_in_it_replaces_the_one_of_the_same_path()
    {
        var server = LoadAssert.Accepted(
            "<Directory /a>\nDenyAll\n</Directory>\n<IfUser x>\n<Directory /a/b>\nUmask 000\n</Directory>\n</IfUser>\n"
            + "<IfUser y>\n<Directory /a/b>\nUmask 007\n</Directory>\n</IfUser>\n").Main;

        var derived = ServerDerivation.MergeSessionSections(server, [.. server.Root.SectionsOf(SectionKind.IfUser).Reverse()]);

        Assert.Equal("/a(/a/b)", LoadAssert.Tree(derived.Root));
        Assert.Equal("007", LoadAssert.Section(derived.Root, "/a/b").Get(TypedDirectives.Umask));
    }

    ConfigScope Access(string text) =>
        FtpAccessFile.Parse("/h/.ftpaccess", Encoding.Latin1.GetBytes(text), TestRegistry.Make(), MemoryMachine.Options(_machine), []).Settings;
}
