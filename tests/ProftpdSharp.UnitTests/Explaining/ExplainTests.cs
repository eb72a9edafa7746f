using System.Text;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Explaining;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Explaining;

/// <summary><c>--explain</c>: the serving code's own decision, with the line that decided and those that it beat.</summary>
public sealed class ExplainTests : IDisposable
{
    const int Allowed = 0;
    const int NoAnswer = 1;
    const int Denied = 2;

    readonly string _folder = Directory.CreateTempSubdirectory("explain-").FullName;

    public ExplainTests()
    {
        Directory.CreateDirectory($"{_folder}/home/in");
        File.WriteAllText($"{_folder}/home/file", "xy");
        var owner = $"{Identity.EffectiveUser}:{Identity.EffectiveGroup}";
        File.WriteAllText($"{_folder}/passwd", $"ann:x:{owner}::{_folder}/home:/bin/sh\nftp:x:{owner}::{_folder}/home:/bin/sh\nroot:x:0:0::/:/bin/sh\n");
        File.SetUnixFileMode($"{_folder}/passwd", UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_denial_names_the_line_and_what_it_beats()
    {
        var run = await ExplainAsync("<Limit STOR>\nDenyAll\n</Limit>\n<Directory @/home>\nUmask 077\n<Limit WRITE>\nAllowUser ann\n</Limit>\n</Directory>\n", "--user", "ann", "STOR", "new");

        Assert.Equal(Denied, run.Status);
        Assert.Contains("path         @/home/new, on the host @/home/new (not there)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("section      <Directory @/home> on line 4 of 'FILE'\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("setting      Umask 077 on line 5 of 'FILE'\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("asked        DenyAll in <Limit STOR> on line 2 of 'FILE': denies\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("not asked    AllowUser in <Limit WRITE> on line 7 of 'FILE', in <Directory @/home>: would allow\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("verdict      denied by DenyAll in <Limit STOR> on line 2 of 'FILE': 550 new: Operation not permitted\n", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists($"{_folder}/home/new"));
    }

    [Theory]
    [InlineData("", "allowed: no rule speaks against it", "--user", "ann", "DELE", "file")]
    [InlineData("<Limit ALL>\nAllowGroup web\n</Limit>\n", "allowed by AllowGroup in <Limit ALL> on line 2 of 'FILE'", "--user", "ann", "--group", "web", "DELE", "file")]
    [InlineData("<Limit ALL>\nAllow from 10.\n</Limit>\n", "allowed by Allow in <Limit ALL> on line 2 of 'FILE'", "--user", "ann", "--from", "10.1.2.3", "NOOP")]
    [InlineData("", "allowed: no rule is asked", "--user", "ann", "QUIT")]
    [InlineData("", "allowed: no rule speaks against it", "--user", "ann", "RNTO", "new")]
    [InlineData("", "allowed: no rule speaks against it", "--user", "ann", "LIST")]
    [InlineData("<Directory @/home/in>\n<Limit STOR>\nAllowAll\n</Limit>\n</Directory>\n", "allowed by AllowAll in <Limit STOR> on line 3 of 'FILE'", "--user", "ann", "--cwd", "in", "STOR", "x")]
    [InlineData("<VirtualHost 127.0.0.9>\nServerName other\nPort 2121\nUmask 022\n</VirtualHost>\n<Limit ALL>\nDenyAll\n</Limit>\n", "no rule is asked: 215 UNIX Type: L8", "--server", "other", "SYST")]
    public async Task What_is_allowed_is_not_carried_out(string rules, string verdict, params string[] words)
    {
        var run = await ExplainAsync(rules, words);

        Assert.EndsWith($"verdict      {verdict}\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(Allowed, run.Status);
        Assert.True(File.Exists($"{_folder}/home/file"));
    }

    [Theory]
    [InlineData("<Limit LOGIN>\nDenyAll\n</Limit>\n", "the connection is refused by DenyAll in <Limit LOGIN> on line 2 of 'FILE'", "--user", "ann", "NOOP")]
    [InlineData("<Limit LOGIN>\nDenyUser ann\n</Limit>\n", "the login is refused by DenyUser in <Limit LOGIN> on line 2 of 'FILE'", "--user", "ann", "NOOP")]
    [InlineData("", "the login is refused, see the log lines above", "--user", "nobody-has-this-name", "NOOP")]
    [InlineData("DenyFilter \\*\n", "denied by DenyFilter on line 1 of 'FILE': 550 a*: Forbidden command argument", "--user", "ann", "RETR", "a*")]
    [InlineData("PathDenyFilter \\.exe$\n", "denied by PathDenyFilter on line 1 of 'FILE': 550 a.exe: Forbidden filename", "--user", "ann", "STOR", "a.exe")]
    [InlineData("<Directory @/home/in>\nDenyAll\n</Directory>\n", "denied by DenyAll on line 2 of 'FILE': 550 in: No such file or directory", "--user", "ann", "CWD", "in")]
    [InlineData("<IfUser ann>\n<Limit READ>\nDenyAll\n</Limit>\n</IfUser>\n", "denied by DenyAll in <Limit READ> on line 3 of 'FILE': 550 file: Operation not permitted", "--user", "ann", "RETR", "file")]
    [InlineData("<Class lan>\nFrom 10.0.0.0/8\n</Class>\n<Limit SITE_CHMOD>\nDenyClass lan\n</Limit>\n", "denied by DenyClass in <Limit SITE_CHMOD> on line 5 of 'FILE': 550 CHMOD 644 file: Permission denied", "--user", "ann", "--from", "10.0.0.1", "SITE", "CHMOD", "644", "file")]
    [InlineData("<Anonymous @/home>\nUser ftp\n<Limit WRITE>\nDenyAll\n</Limit>\n</Anonymous>\n", "denied by DenyAll in <Limit WRITE> on line 4 of 'FILE': 550 file: Operation not permitted", "--user", "ftp", "DELE", "file")]
    [InlineData("", "denied by AllowOverwrite, which nothing sets: 550 file: Rename permission denied", "--user", "ann", "RNTO", "file")]
    [InlineData("AllowOverwrite off\n", "denied by AllowOverwrite off on line 1 of 'FILE': 550 file: Overwrite permission denied", "--user", "ann", "STOR", "file")]
    [InlineData("MaxRetrieveFileSize 1 B\n", "denied by MaxRetrieveFileSize 1 B on line 1 of 'FILE'", "--user", "ann", "RETR", "file")]
    [InlineData("AllowForeignAddress off\n", "denied by AllowForeignAddress off on line 1 of 'FILE': 500 Illegal PORT command", "--user", "ann", "PORT", "9,9,9,9,9,9")]
    [InlineData("<Limit STAT>\nDenyAll\n</Limit>\n", "denied by DenyAll in <Limit STAT> on line 2 of 'FILE': 213-Status of file:", "--user", "ann", "STAT", "file")]
    [InlineData("<Limit LIST>\nDenyAll\n</Limit>\n", "denied by DenyAll in <Limit LIST> on line 2 of 'FILE'", "--user", "ann", "LIST", "in")]
    [InlineData("", "refused: 550 nothing: No such file or directory", "--user", "ann", "CWD", "nothing")]
    public async Task What_is_denied_is_said_with_the_reply(string rules, string verdict, params string[] words)
    {
        var run = await ExplainAsync(rules, words);

        Assert.EndsWith($"verdict      {verdict}\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(Denied, run.Status);
    }

    [Theory]
    [InlineData("<Limit STOU>\nDenyAll\n</Limit>\n", "denied by DenyAll in <Limit STOU> on line 2 of 'FILE': 550 [^:]*: Operation not permitted")]
    [InlineData("<Limit ALL>\nDenyAll\n</Limit>\n", "denied by DenyAll in <Limit ALL> on line 2 of 'FILE': 550 [^:]*: Operation not permitted")]
    [InlineData("AllowOverwrite on\n<Directory @/home>\nDenyAll\n</Directory>\n", "denied by DenyAll on line 3 of 'FILE': 550 [^:]*: Permission denied")]
    [InlineData("", "denied by AllowOverwrite, which nothing sets: 550 [^:]*: Overwrite permission denied")]
    public async Task STOU_is_judged_by_the_file_that_it_would_make(string rules, string verdict)
    {
        var run = await ExplainAsync(rules, "--user", "ann", "STOU");

        Assert.Matches($"verdict      {verdict}\n$", run.Output);
        Assert.Equal(Denied, run.Status);
    }

    [Fact]
    public async Task The_sections_that_apply_are_named()
    {
        var run = await ExplainAsync(
            "<IfUser ann>\nUmask 077\n</IfUser>\n<IfUser bob>\nUmask 0\n</IfUser>\n<Class lan>\nFrom 127.0.0.1\n</Class>\nDefaultRoot ~\n<Directory ~/in>\nUmask 027\n</Directory>\n", "--user", "ann", "MKD", "/in/x");

        Assert.Contains("client       127.0.0.1, in class 'lan'\n".Replace("in class", "class", StringComparison.Ordinal), run.Output, StringComparison.Ordinal);
        Assert.Contains("root         @/home, begins in /\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("section      <IfUser ann> on line 1 of 'FILE'\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<IfUser bob>", run.Output, StringComparison.Ordinal);
        Assert.Contains("path         /in/x, on the host @/home/in/x (not there)\nsection      <Directory @/home/in> on line 11 of 'FILE'\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(Allowed, run.Status);
    }

    [Theory]
    [InlineData("--from", "nowhere", "NOOP")]
    [InlineData("--server", "nobody", "NOOP")]
    public async Task A_question_that_cannot_be_asked_has_no_answer(params string[] words) => Assert.Equal((NoAnswer, ""), await ExplainAsync("", words));

    async Task<(int Status, string Output)> ExplainAsync(string rules, params string[] words)
    {
        var path = $"{_folder}/proftpd.conf";
        const string Login = "UseReverseDNS off\nDefaultAddress 127.0.0.1\nAuthOrder mod_auth_file.c\nAuthUserFile @/passwd\nRequireValidShell off\nUseFtpUsers off\nRootLogin on\n";
        await File.WriteAllTextAsync(path, (rules + Login).Replace("@", _folder, StringComparison.Ordinal));
        await using var output = new StringWriter();
        using var errors = new MemoryStream();
        var told = new ErrorOutput(errors, TimeProvider.System);
        var invocation = new Invocation(ModuleCatalogue.All, ModuleCatalogue.Registry, output, told);
        Assert.True(invocation.Run(["--explain", "-c", path, .. words]) is null, Encoding.Latin1.GetString(errors.ToArray()));
        var status = await ExplainCommand.RunAsync(invocation.Options, ModuleCatalogue.Registry, output, told);
        return (status, output.ToString().Replace(path, "FILE", StringComparison.Ordinal).Replace(_folder, "@", StringComparison.Ordinal));
    }
}
