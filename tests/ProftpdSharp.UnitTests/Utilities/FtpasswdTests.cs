using System.Text;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Utilities;

public sealed class FtpasswdTests : IDisposable
{
    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("proftpd-ftpasswd-");

    string Passwd => $"{directory.FullName}/passwd";

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void A_user_is_created_changed_locked_and_deleted()
    {
        var run = Change("--name bob --uid 5 --home /tmp --shell /bin/sh");
        Assert.Equal(
            $"ftpasswd: using alternate file: {Passwd}\nftpasswd: --passwd: missing --gid argument: default gid set to uid\n"
            + "ftpasswd: creating passwd entry for user bob\nftpasswd: entry created\n",
            run.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, File.GetUnixFileMode(Passwd));
        var fields = Entry();
        Assert.Equal(["bob", "5", "5", "", "/tmp", "/bin/sh"], fields.Where((_, index) => index != 1));
        Assert.StartsWith("$5$", fields[1]);
        Assert.True(Crypt.Verify("secret"u8, fields[1]));

        Assert.EndsWith("ftpasswd: updating passwd entry for user bob\nftpasswd: entry updated\n", Change("--name bob --change-home --home /var").Output);
        Assert.Equal("/var", Entry()[5]);
        Change("--name bob --lock");
        Change("--name bob -l");
        Assert.Equal("!" + fields[1], Entry()[1]);
        Change("--name bob --unlock");
        Assert.Equal(fields[1], Entry()[1]);

        Assert.Equal(2, Change("--name bob --change-password").Status);
        Assert.Equal(0, Change("--name bob --change-password --sha512", "other\n").Status);
        Assert.StartsWith("$6$", Entry()[1]);

        Assert.EndsWith("ftpasswd: entry deleted\n", Change("--name bob --delete-user").Output);
        Assert.Empty(File.ReadAllText(Passwd));
        Assert.Equal(1, Change("--name bob --lock").Status);
    }

    [Theory]
    [InlineData("", "missing required --passwd or --group\nftpasswd: use ftpasswd --help for details on usage\n", 255)]
    [InlineData("--passwd --group", "please use *one*: --passwd, --group, or --hash", 255)]
    [InlineData("--passwd", "--passwd: missing required argument: --name", 255)]
    [InlineData("--passwd --name bob", "--passwd: missing required argument: --home", 255)]
    [InlineData("--passwd --name bob --home /tmp", "--passwd: missing required argument: --shell", 255)]
    [InlineData("--passwd --name bob --home /tmp --shell /bin/sh", "--passwd: missing required argument: --uid", 255)]
    [InlineData("--passwd --name bob --home /nosuch --shell /bin/sh", "--home /nosuch does not exist", 2)]
    [InlineData("--passwd --name bob --home . --shell /bin/sh", "--home: relative path given for home directory", 8)]
    [InlineData("--group --name g", "--group: missing required argument: --gid", 255)]
    public void What_is_missing_is_named(string arguments, string message, int status)
    {
        var run = UtilityRun.Ours("ftpasswd", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((status, $"ftpasswd: {message}\n"), (run.Status, run.Output));
    }

    [Fact]
    public void A_group_has_members()
    {
        var path = $"{directory.FullName}/group";
        UtilityRun Group(string arguments) => UtilityRun.Ours("ftpasswd", ["--group", $"--file={path}", .. arguments.Split(' ')]);
        Group("--name g --gid 5");
        Assert.Equal("g:x:5:\n", File.ReadAllText(path));
        Group("--name g --gid 6 --member a -m b");
        Assert.Equal("g:x:6:a,b\n", File.ReadAllText(path));
        Group("--name g --add-member=c");
        Assert.Equal("g:x:6:a,b,c\n", File.ReadAllText(path));
        Group("--name h --gid 7");
        Group("--name g --delete-group");
        Assert.Equal("h:x:7:\n", File.ReadAllText(path));
        Group("--force --name i --gid 8");
        Assert.Equal("i:x:8:\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("--sha512", "$6$")]
    [InlineData("--sha256", "$5$")]
    [InlineData("--md5", "$1$")]
    [InlineData("--des", "")]
    [InlineData("--stdin", "$5$")]
    public void Hashes_are_of_the_kind_asked_for(string kind, string beginning)
    {
        var run = UtilityRun.Ours("ftpasswd", ["--hash", "--stdin", kind], "secret\n");
        var hash = run.Output["ftpasswd: ".Length..].TrimEnd('\n');
        Assert.StartsWith(beginning, hash);
        Assert.True(Crypt.Verify("secret"u8, hash));
    }

    [Fact]
    public void Passwords_are_bytes()
    {
        var run = UtilityRun.Ours("ftpasswd", ["--hash", "--stdin"], "p\u00e4ss\n");
        Assert.True(Crypt.Verify(Encoding.UTF8.GetBytes("p\u00e4ss"), run.Output["ftpasswd: ".Length..].TrimEnd('\n')));
    }

    [Fact]
    public void Help_and_version_need_nothing_else()
    {
        Assert.Contains("--not-system-password", UtilityRun.Ours("ftpasswd", ["--help"]).Output);
        Assert.Equal("1.3.0\n", UtilityRun.Ours("ftpasswd", ["--version"]).Output);
        Assert.Contains("Unknown option: nonsense\n", UtilityRun.Ours("ftpasswd", ["--nonsense"]).Errors);
    }

    [Theory]
    [InlineData("-Z", "Unknown option: z\n")]
    [InlineData("-s", "Option s is ambiguous (sha256, sha512, shell, stdin)\n")]
    [InlineData("-c /nonexistent", "Option c is ambiguous (change-home, change-password)\n")]
    [InlineData("--change", "Option change is ambiguous (change-home, change-password)\n")]
    public void Options_that_cannot_be_told_are_named_in_small_letters(string arguments, string message) =>
        Assert.StartsWith(message, UtilityRun.Ours("ftpasswd", arguments.Split(' ')).Errors, StringComparison.Ordinal);

    [Fact]
    public void Options_may_be_in_capitals()
    {
        var file = $"{directory.FullName}/capitals";
        UtilityRun.Ours("ftpasswd", ["--PASSWD", "--Name=bob", "--UID=7", "--home=/tmp", "--shell=/bin/sh", "--STDIN", $"--file={file}"], "secret\n");
        UtilityRun.Ours("ftpasswd", ["--passwd", "--name=bob", "-L", $"--file={file}"]);
        Assert.StartsWith("bob:!$5$", File.ReadAllText(file), StringComparison.Ordinal);
    }

    UtilityRun Change(string arguments, string input = "secret\n") =>
        UtilityRun.Ours("ftpasswd", ["--passwd", "--file", Passwd, "--stdin", .. arguments.Split(' ')], input);

    string[] Entry() => File.ReadAllLines(Passwd)[0].Split(':');
}
