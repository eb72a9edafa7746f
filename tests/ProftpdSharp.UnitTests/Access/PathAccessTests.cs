using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Access;

/// <summary>Decisions on real paths, and the replies to refusals, as upstream 1.3.8 was seen to make them.</summary>
public class PathAccessTests
{
    const string DenyInD = "<Directory @/d>\n<Limit ALL>\nDenyAll\n</Limit>\n</Directory>\n";

    [Theory]
    [InlineData("RETR d/f", PathUse.Target, "550 d/f: Operation not permitted")]
    [InlineData("STOR d/new", PathUse.Target, "550 d/new: Operation not permitted")]
    [InlineData("DELE d/f", PathUse.Entry, "550 d/f: Operation not permitted")]
    [InlineData("MKD d/new", PathUse.Target, "550 d/new: Permission denied")]
    [InlineData("CWD d", PathUse.Existing, "550 d: No such file or directory")]
    [InlineData("MFMT d/f", PathUse.Lexical, "550 Unable to handle command")]
    [InlineData("RETR link", PathUse.Target, "550 link: Operation not permitted")]
    [InlineData("DELE link", PathUse.Entry, "")]
    [InlineData("MFMT link", PathUse.Lexical, "")]
    [InlineData("RETR dlink/f", PathUse.Target, "550 dlink/f: Operation not permitted")]
    [InlineData("RETR d/none", PathUse.Target, "550 d/none: Operation not permitted")]
    [InlineData("SIZE d/none", PathUse.Existing, "550 d/none: No such file or directory")]
    [InlineData("SIZE f/x", PathUse.Existing, "550 f/x: No such file or directory")]
    [InlineData("CWD none", PathUse.Existing, "550 none: No such file or directory")]
    [InlineData("RETR f", PathUse.Target, "")]
    public async Task Limit_of_a_directory_refuses_in_each_commands_words(string line, PathUse use, string reply)
    {
        using var session = Make(DenyInD);
        Assert.Equal(reply, await session.ReplyAsync(line, use));
    }

    [Fact]
    public async Task Directory_names_the_path_before_the_jail()
    {
        using var session = Make(DenyInD);
        await session.EnterAsync();
        var decision = await session.DecideAsync("RETR /d/f");
        Assert.Equal(Refusal.Limit, decision.Reason);
        Assert.Equal("/d/f", decision.RealPath);
        Assert.Equal(session.Tree["d/f"], decision.FullPath);
        Assert.Equal(SectionKind.Directory, decision.Scope.Kind);
        Assert.Equal(3, decision.Decider?.Source.Line);
    }

    [Theory]
    [InlineData("RETR d/f", PathUse.Target, "550 d/f: Permission denied")]
    [InlineData("CWD d", PathUse.Existing, "550 d: No such file or directory")]
    [InlineData("STOR d/new", PathUse.Target, "")]
    [InlineData("RETR d/none", PathUse.Target, "")]
    public async Task Bare_DenyAll_denies_what_exists(string line, PathUse use, string reply)
    {
        using var session = Make("<Directory @/d>\nDenyAll\n</Directory>\n");
        Assert.Equal(reply, await session.ReplyAsync(line, use));
    }

    [Fact]
    public async Task AllowAll_beside_a_bare_DenyAll_takes_it_back()
    {
        using var session = Make("<Directory @/d>\nDenyAll\nAllowAll\n</Directory>\n");
        Assert.Equal("", await session.ReplyAsync("RETR d/f"));
    }

    [Fact]
    public async Task Star_means_what_is_below_and_not_the_directory_itself()
    {
        using var session = Make(DenyInD.Replace("/d>", "/d/*>", StringComparison.Ordinal));
        Assert.Equal("", await session.ReplyAsync("CWD d", PathUse.Existing));
        Assert.Equal("550 d/f: Operation not permitted", await session.ReplyAsync("RETR d/f"));
    }

    [Theory]
    [InlineData("PathDenyFilter ^d/f$", "DELE d/f", "550 d/f: Forbidden filename")]
    [InlineData("PathDenyFilter ^d/f$", "STOR d/f", "")]
    [InlineData("PathDenyFilter ^/.*/d/f$", "DELE d/f", "")]
    [InlineData("PathDenyFilter ^/.*/d/f$", "STOR d/f", "550 d/f: Forbidden filename")]
    [InlineData("PathDenyFilter D/F$ [NC]", "DELE d/f", "550 d/f: Forbidden filename")]
    [InlineData("PathAllowFilter ^[a-e/]+$", "MKD d/f", "550 d/f: Forbidden filename")]
    [InlineData("PathDenyFilter f$", "MFMT d/f", "550 d/f: Permission denied")]
    [InlineData("PathDenyFilter f$", "RETR d/f", "")]
    [InlineData("PathDenyFilter f$", "CWD d/f", "")]
    public async Task Path_filters_judge_the_argument_and_uploads_by_their_path(string filter, string line, string reply)
    {
        using var session = Make(filter + "\n");
        Assert.Equal(reply, await session.ReplyAsync(line));
    }

    [Fact]
    public async Task Path_filter_comes_before_the_limit_except_for_uploads()
    {
        using var session = Make("PathDenyFilter f$\n" + DenyInD);
        Assert.Equal("550 d/f: Forbidden filename", await session.ReplyAsync("DELE d/f"));
        Assert.Equal("550 d/f: Operation not permitted", await session.ReplyAsync("STOR d/f"));
    }

    [Fact]
    public async Task First_path_filter_is_that_of_the_directory_looked_at_last()
    {
        using var session = Make("<Directory @/d>\nPathDenyFilter f$\n</Directory>\n");
        Assert.Equal("", await session.ReplyAsync("DELE d/f"));
        Assert.Equal("550 d/f: Forbidden filename", await session.ReplyAsync("DELE d/f"));
        Assert.Equal("550 e/f: Forbidden filename", await session.ReplyAsync("DELE e/f"));
        Assert.Equal("", await session.ReplyAsync("CWD e", PathUse.Existing));
        Assert.Equal("", await session.ReplyAsync("DELE e/f"));
    }

    [Theory]
    [InlineData("RETR d/f", PathUse.Target, "550 d/f: No such file or directory")]
    [InlineData("DELE d/f", PathUse.Entry, "550 d/f: No such file or directory")]
    [InlineData("MKD d/f", PathUse.Target, "550 d/f: Permission denied")]
    [InlineData("RETR d/g", PathUse.Target, "")]
    public async Task IgnoreHidden_hides_what_HideFiles_hides(string line, PathUse use, string reply)
    {
        using var session = Make("<Directory @/d>\nHideFiles ^f\n<Limit ALL>\nIgnoreHidden on\n</Limit>\n</Directory>\n");
        Assert.Equal(reply, await session.ReplyAsync(line, use));
    }

    [Fact]
    public async Task HideFiles_alone_does_not_stop_commands()
    {
        using var session = Make("<Directory @/d>\nHideFiles ^f\n</Directory>\n");
        Assert.Equal("", await session.ReplyAsync("RETR d/f"));
        Assert.Equal("g s", await session.ListAsync(session.Tree["d"]));
    }

    [Theory]
    [InlineData("", "d dlink e f link")]
    [InlineData(DenyInD, "e f")]
    [InlineData("<Directory @/d>\nDenyAll\n</Directory>\n", "e f")]
    [InlineData("<Directory @/d>\n<Limit LIST>\nDenyAll\n</Limit>\n</Directory>\n", "e f")]
    [InlineData("<Directory @/d>\n<Limit CWD>\nDenyAll\n</Limit>\n</Directory>\n", "d dlink e f link")]
    [InlineData("<Directory @/d/f>\n<Limit ALL>\nDenyAll\n</Limit>\n</Directory>\n", "d dlink e f")]
    [InlineData("<Directory @>\nHideNoAccess on\n</Directory>\n", "d dlink e f link")]
    public async Task Listing_leaves_out_entries_that_the_command_may_not_touch(string text, string shown)
    {
        using var session = Make(text);
        Assert.Equal(shown, await session.ListAsync(session.Tree.Root));
    }

    [Theory]
    [InlineData("LIST", "<Directory @/link>\nDenyAll\n</Directory>\n", "d dlink e f")]
    [InlineData("NLST", "<Directory @/link>\nDenyAll\n</Directory>\n", "d dlink e f link")]
    [InlineData("NLST", "<Directory @/d/f>\nDenyAll\n</Directory>\n", "d dlink e f")]
    [InlineData("LIST", "<Directory @>\nHideFiles ^(f|l)\n</Directory>\n", "d dlink e")]
    [InlineData("LIST", "<Directory @/d>\nHideFiles ^f\n</Directory>\n", "d dlink e f")]
    [InlineData("NLST", "<Directory @>\nHideFiles ^l\n</Directory>\n", "d dlink e f link")]
    public async Task Link_is_judged_by_itself_and_by_what_it_leads_to(string verb, string text, string shown)
    {
        using var session = Make(text);
        Assert.Equal(shown, await session.ListAsync(session.Tree.Root, verb));
    }

    [Theory]
    [InlineData("d/")]
    [InlineData("d")]
    [InlineData("[d]")]
    public async Task Slash_at_the_end_of_a_section_changes_nothing(string name)
    {
        using var session = Make($"<Directory @/{name}>\n<Limit CWD>\nDenyAll\n</Limit>\n</Directory>\n");
        Assert.Equal("550 d: No such file or directory", await session.ReplyAsync("CWD d", PathUse.Existing));
    }

    [Fact]
    public async Task HideNoAccess_hides_what_the_user_may_not_read_or_enter()
    {
        using var session = Make("<Directory @>\nHideNoAccess on\n</Directory>\n");
        session.Tree.Write("secret", mode: "600");
        session.Tree.Make("closed", mode: "744");
        session.Tree.Make("open", mode: "711");
        session.Tree.Link("tosecret", "secret");
        var expected = ProftpdSharp.UnitTests.FileSystem.TemporaryTree.IsRoot ? "d dlink e f link open" : "closed d dlink e f link open secret tosecret";
        Assert.Equal(expected, await session.ListAsync(session.Tree.Root));
    }

    [Fact]
    public async Task Ftpaccess_is_noticed_when_it_comes_changes_and_goes()
    {
        using var session = Make("");
        Assert.Equal("", await session.ReplyAsync("RETR d/f"));
        session.Tree.Write("d/.ftpaccess", "<Limit RETR>\nDenyAll\n</Limit>\n");
        Assert.Equal("550 d/f: Operation not permitted", await session.ReplyAsync("RETR d/f"));
        Assert.Equal("", await session.ReplyAsync("RETR e/f"));
        Assert.Equal("", await session.ReplyAsync("STOR d/f"));
        session.Tree.Write("d/.ftpaccess", "<Limit STOR WRITE>\nDenyAll\n</Limit>\n");
        Assert.Equal("", await session.ReplyAsync("RETR d/f"));
        Assert.Equal("550 d/s/x: Operation not permitted", await session.ReplyAsync("STOR d/s/x"));
        System.IO.File.Delete(session.Tree["d/.ftpaccess"]);
        Assert.Equal("", await session.ReplyAsync("STOR d/f"));
    }

    [Fact]
    public async Task Ftpaccess_works_inside_a_jail()
    {
        using var session = Make("");
        await session.EnterAsync();
        session.Tree.Write(".ftpaccess", "<Limit RETR>\nDenyAll\n</Limit>\n");
        session.Tree.Write("d/.ftpaccess", "<Limit RETR>\nAllowAll\n</Limit>\n");
        Assert.Equal("550 f: Operation not permitted", await session.ReplyAsync("RETR f"));
        Assert.Equal("", await session.ReplyAsync("RETR d/f"));
    }

    [Fact]
    public async Task Bad_line_of_ftpaccess_is_skipped()
    {
        using var session = Make("");
        session.Tree.Write("d/.ftpaccess", "Bogus\n<Directory x>\n<Limit RETR>\nDenyAll\n</Limit>\n");
        Assert.Equal("550 d/f: Operation not permitted", await session.ReplyAsync("RETR d/f"));
    }

    [Theory]
    [InlineData("AllowOverride off\n", "")]
    [InlineData("AllowOverride off\n<Directory @/d>\nAllowOverride on\n</Directory>\n", "550 d/f: Operation not permitted")]
    [InlineData("<Directory @/d>\nAllowOverride off\n</Directory>\n", "")]
    [InlineData("<Global>\nAllowOverride off\n</Global>\nAllowOverride on\n", "550 d/f: Operation not permitted")]
    public async Task AllowOverride_of_the_innermost_section_says_whether_ftpaccess_is_read(string text, string reply)
    {
        using var session = Make(text);
        session.Tree.Write("d/.ftpaccess", "<Limit RETR>\nDenyAll\n</Limit>\n");
        Assert.Equal(reply, await session.ReplyAsync("RETR d/f"));
    }

    [Fact]
    public async Task Ftpaccess_is_read_as_the_user()
    {
        using var session = Make("");
        session.Tree.Write("d/.ftpaccess", "<Limit RETR>\nDenyAll\n</Limit>\n", mode: "000");
        Assert.Equal(ProftpdSharp.UnitTests.FileSystem.TemporaryTree.IsRoot ? "" : "550 d/f: Operation not permitted", await session.ReplyAsync("RETR d/f"));
    }

    [Theory]
    [InlineData("RETR ~/d/f", PathUse.Target, "/d/f")]
    [InlineData("CWD ~", PathUse.Existing, "")]
    [InlineData("MFMT ~/f", PathUse.Lexical, "/e/~/f")]
    [InlineData("RETR ~nosuch", PathUse.Target, "/e/~nosuch")]
    [InlineData("RETR ../e/../d/./f", PathUse.Target, "/d/f")]
    [InlineData("LIST", PathUse.Target, "/e")]
    public async Task Tilde_is_the_home_where_it_names_one(string line, PathUse use, string path)
    {
        using var session = Make("");
        session.Session.WorkingDirectory = session.Tree["e"];
        Assert.Equal(session.Tree.Root + path, (await session.DecideAsync(line, use)).Path);
    }

    [Fact]
    public async Task Tilde_alone_is_a_name_inside_a_jail()
    {
        using var session = Make("");
        await session.EnterAsync();
        Assert.Equal("/d/f", (await session.DecideAsync("RETR ~/d/f")).Path);
        Assert.Equal(Errno.ENOENT, (await session.DecideAsync("CWD ~", PathUse.Existing)).Error);
    }

    [Fact]
    public async Task Commands_without_a_path_follow_the_rules_of_the_working_directory()
    {
        using var session = Make("<Directory @/d>\n<Limit NOOP PASV>\nDenyAll\n</Limit>\n</Directory>\n");
        Assert.Equal("", await session.ReplyAsync("NOOP"));
        session.Session.WorkingDirectory = session.Tree["d"];
        Assert.Equal("550 Operation not permitted", await session.ReplyAsync("NOOP"));
        Assert.Equal("501 PASV: Operation not permitted", await session.ReplyAsync("PASV"));
    }

    static AccessSession Make(string text)
    {
        var session = new AccessSession(text);
        foreach (var directory in new[] { "d", "d/s", "e" })
            session.Tree.Make(directory);
        foreach (var file in new[] { "f", "d/f", "d/g", "e/f" })
            session.Tree.Write(file);
        session.Tree.Link("link", "d/f");
        session.Tree.Link("dlink", "d");
        return session;
    }
}
