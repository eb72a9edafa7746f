using ProftpdSharp.Native;
using Xunit;
using static ProftpdSharp.UnitTests.Native.TempDirectory;

namespace ProftpdSharp.UnitTests.Native;

/// <summary>Shadow and group databases of the machine that runs the tests.</summary>
public class AccountsTests
{
    [Fact]
    public void Shadow_rows_are_those_of_the_file()
    {
        if (Identity.EffectiveUser != 0)
        {
            // "daemon", because systemd answers for root itself.
            Assert.Contains(Shadow.Find("daemon").Error, new[] { Errno.EACCES, Errno.ENOENT });
            return;
        }
        foreach (var row in File.ReadLines("/etc/shadow").Take(5).Select(line => line.Split(':')))
        {
            var entry = Must(Shadow.Find(row[0]));
            Assert.Equal(row[0], entry.Name);
            Assert.Equal(row[1], entry.Hash);
            Assert.Equal(
                row[2..8].Select(field => field.Length == 0 ? -1 : long.Parse(field)),
                [entry.LastChange, entry.Minimum, entry.Maximum, entry.Warning, entry.Inactive, entry.Expires]);
            Assert.Equal($"shadow entry of {row[0]}", entry.ToString());
        }
    }

    [Theory]
    [InlineData("no-such-user-here")]
    [InlineData("")]
    [InlineData("root\0x")]
    public void Unknown_users_have_no_row(string name) =>
        Assert.Contains(Shadow.Find(name).Error, new[] { Errno.ENOENT, Errno.EACCES });

    [Fact]
    public void Groups_are_those_of_the_file_and_the_given_one()
    {
        var rows = File.ReadLines("/etc/group").Select(line => line.Split(':')).Where(row => row.Length == 4).ToArray();
        var member = rows.SelectMany(row => row[3].Split(',')).FirstOrDefault(name => name.Length > 0) ?? "root";
        var wanted = rows.Where(row => row[3].Split(',').Contains(member)).Select(row => uint.Parse(row[2])).Append(77777u);
        Assert.Equal(wanted.Order(), GroupList.Of(member, 77777).Order());
    }

    [Theory]
    [InlineData("no-such-user-here")]
    [InlineData("a\0b")]
    public void Unknown_users_have_the_given_group_alone(string name) => Assert.Equal([4711u], GroupList.Of(name, 4711));
}
