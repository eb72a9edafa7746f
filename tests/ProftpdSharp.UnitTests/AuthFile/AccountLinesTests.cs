using System.Text;
using ProftpdSharp.Modules.AuthFile;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.AuthFile;

public sealed class AccountLinesTests
{
    [Fact]
    public void A_user_has_seven_fields()
    {
        var user = AccountLines.ReadUser("ann:$6$x$y:1001:100:Ann,,,:/home/ann:/bin/sh"u8, 1, out var complaint);

        Assert.Null(complaint);
        Assert.Equal(("ann", 1001u, 100u, "/home/ann", "/bin/sh"), (user!.Entry.Name, user.Entry.Uid, user.Entry.Gid, user.Entry.Home, user.Entry.Shell));
        Assert.Equal("$6$x$y", user.Hash);
        Assert.DoesNotContain("$6$", user.ToString());
    }

    [Theory]
    [InlineData("ann:x:1:1:/home/ann:/bin/sh", "Malformed entry in AuthUserFile file (field count 6 != 7, line 3)")]
    [InlineData("nonsense", "Malformed entry in AuthUserFile file (field count 1 != 7, line 3)")]
    [InlineData("ann:x:one:1::/:/bin/sh", "AuthUserFile: non-numeric UID field 'one' for user 'ann' (line 3), skipping")]
    [InlineData("ann:x:1:2x::/:/bin/sh", "AuthUserFile: non-numeric GID field '2x' for user 'ann' (line 3), skipping")]
    [InlineData("ann:x:::::", "AuthUserFile: missing UID/GID fields for user 'ann' (line 3), skipping")]
    public void What_is_no_user_is_told(string line, string expected)
    {
        Assert.Null(AccountLines.ReadUser(Encoding.Latin1.GetBytes(line), 3, out var complaint));
        Assert.Equal(expected, complaint);
    }

    [Theory]
    [InlineData("staff:x:50:ann,bob", "ann bob")]
    [InlineData("staff:x:50: ann , bob ,", "ann bob")]
    [InlineData("staff:x:50:", "")]
    [InlineData("staff:x:50", "")]
    public void A_group_has_members(string line, string members)
    {
        var group = AccountLines.ReadGroup(Encoding.Latin1.GetBytes(line), 1, out var complaint);

        Assert.Null(complaint);
        Assert.Equal(("staff", 50u, members), (group!.Name, group.Gid, string.Join(' ', group.Members)));
    }

    [Theory]
    [InlineData("staff:x", "Malformed entry in AuthGroupFile file (line 9)")]
    [InlineData("staff:x:fifty:ann", "AuthGroupFile: non-numeric GID field 'fifty' for group 'staff' (line 9)")]
    public void What_is_no_group_is_told(string line, string expected)
    {
        Assert.Null(AccountLines.ReadGroup(Encoding.Latin1.GetBytes(line), 9, out var complaint));
        Assert.Equal(expected, complaint);
    }

    [Theory]
    [InlineData("one\ntwo\nthree\n", "1 one|2 two|3 three")]
    [InlineData("one\r\ntwo", "1 one|2 two")]
    [InlineData("# comment\none\n\n#two\nthree", "2 one|3 |5 three")]
    [InlineData("", "")]
    public void Lines_are_counted_and_comments_left_out(string content, string expected) => Assert.Equal(expected, string.Join('|', Lines(content)));

    [Fact]
    public void Lines_across_the_buffers_end_arrive_whole()
    {
        var content = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"user{number}\n"));

        var lines = Lines(content);

        Assert.Equal(20_000, lines.Count);
        Assert.Equal("12346 user12345", lines[12345]);
    }

    [Fact]
    public void A_line_longer_than_any_buffer_is_cut_and_the_next_ones_arrive()
    {
        var lines = Lines("first\n" + new string('x', 3 << 20) + "\nlast\n");

        Assert.Equal("1 first", lines[0]);
        Assert.EndsWith(" last", lines[^1]);
        Assert.True(lines.TrueForAll(line => line.Length <= (2 << 20) + 10));
    }

    [Fact]
    public void Reading_stops_at_what_is_found()
    {
        using var file = FileOf("one\ntwo\nthree\n");
        var seen = 0;

        var found = AccountLines.Find(file, (line, number) =>
        {
            seen++;
            return line.SequenceEqual("two"u8) ? "found" : null;
        });

        Assert.Equal(("found", 2), (found, seen));
    }

    static List<string> Lines(string content)
    {
        using var file = FileOf(content);
        var lines = new List<string>();
        AccountLines.Find<string>(file, (line, number) =>
        {
            lines.Add($"{number} {Encoding.Latin1.GetString(line)}");
            return null;
        });
        return lines;
    }

    static Descriptor FileOf(string content)
    {
        var file = Files.InMemory("accounts").Value!;
        var bytes = Encoding.Latin1.GetBytes(content).AsSpan();
        for (var at = 0; at < bytes.Length;)
            at += Files.Pwrite(file, bytes[at..], at).Value;
        return file;
    }
}
