using ProftpdSharp.Core.Scoreboard;
using Xunit;

namespace ProftpdSharp.UnitTests.Utilities;

/// <summary>The distribution's ftpwho and ftpcount beside ours, on the same scoreboards.</summary>
public sealed class ScoreboardUtilitiesTests : IDisposable
{
    // Half a minute into their minutes, so that no shown value changes while two programs run.
    static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    static readonly DateTimeOffset Connected = Now.AddHours(-3).AddMinutes(-7).AddSeconds(-30);
    static readonly DateTimeOffset Idle = Now.AddHours(-1).AddMinutes(-2).AddSeconds(-30);

    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("proftpd-utilities-");

    public void Dispose() => directory.Delete(recursive: true);

    public static TheoryData<string, string> Runs()
    {
        var runs = new TheoryData<string, string>();
        foreach (var board in new[] { "busy", "empty", "inetd", "corrupted", "old", "short" })
        {
            foreach (var arguments in new[] { "", "-v", "-o oneline", "-v -o oneline", "-o json", "-S main", "-S nobody", "--server=main", "-x", "-h" })
                runs.Add(board, $"ftpwho {arguments}");
            foreach (var arguments in new[] { "", "-S main", "-S nobody", "--help", "-q" })
                runs.Add(board, $"ftpcount {arguments}");
        }
        runs.Add("busy", "ftpwho -o xml");
        runs.Add("busy", "ftpwho word");
        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void They_say_the_same(string board, string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] arguments = ["-f", Make(board), .. words[1..]];
        Assert.Equal(UtilityRun.Upstreams(words[0], arguments), UtilityRun.Ours(words[0], arguments));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(3630)]
    [InlineData(5 * 3600 + 90)]
    [InlineData(86_430)]
    [InlineData(86_400 + 3630)]
    [InlineData(78 * 86_400 + 28 * 60 + 30)]
    public void Uptimes_are_worded_alike(int seconds)
    {
        var path = Write($"up{seconds}", new ScoreboardHeader(77, Now.AddSeconds(-seconds)));
        Assert.Equal(UtilityRun.Upstreams("ftpwho", "-f", path), UtilityRun.Ours("ftpwho", ["-f", path]));
    }

    [Fact]
    public void The_configuration_names_the_scoreboard()
    {
        var path = Make("busy");
        var configuration = $"{directory.FullName}/proftpd.conf";
        File.WriteAllText(configuration, $"ServerName x\nscoreboardfile {path}\nScoreboardFile /nowhere/else\n");
        Assert.Equal(UtilityRun.Ours("ftpcount", ["-f", path]), UtilityRun.Ours("ftpcount", ["-c", configuration]));
        Assert.StartsWith("Master proftpd process 77:\n", UtilityRun.Ours("ftpcount", ["--config", configuration]).Output);
    }

    [Fact]
    public void Without_a_scoreboard_they_explain()
    {
        var run = UtilityRun.Ours("ftpwho", ["-f", "nowhere"], change: console => new()
        {
            Output = console.Output,
            Errors = console.Errors,
            Input = console.Input,
            ConfigurationFile = "/nowhere/proftpd.conf",
            ScoreboardFile = "/nowhere/proftpd.scoreboard",
        });
        Assert.Equal(
            new UtilityRun(
                1,
                "",
                "/nowhere/proftpd.scoreboard: No such file or directory\n"
                + "(Perhaps you need to specify the ScoreboardFile with -f, or change\n the compile-time default directory?)\n"),
            run);
    }

    [Fact]
    public void Names_that_are_no_utf8_do_not_stop_the_json()
    {
        var path = Write("latin1", new ScoreboardHeader(77, Now), Entry(5) with { Command = "RETR", User = "caf\u00e9", Argument = "a\"b\\c\t\u0001\u00c3\u00a9" });
        var output = UtilityRun.Ours("ftpwho", ["-f", path, "-o", "json"]).Output;
        Assert.Contains("\"user\": \"caf\u00ef\u00bf\u00bd\"", output);
        Assert.Contains("\"command_args\": \"a\\\"b\\\\c\\t\\u0001\u00c3\u00a9\"", output);
    }

    [Fact]
    public void Ftptop_in_batch_mode_shows_rows()
    {
        var lines = UtilityRun.Ours("ftptop", ["-b", "-n", "1", "-d", "0", "-i", "-f", Make("busy")]).Output.Split('\n');
        Assert.Matches("^ftptop/1.0: \\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}, up for 78 days, 28 min$", lines[0]);
        Assert.Equal("7 Total FTP Sessions: 1 downloading, 2 uploading, 1 idle", lines[1]);
        Assert.Equal("PID   S USER     CLIENT                SERVER          TIME COMMAND", lines[3]);
        Assert.Equal("101   D alice host.example 192.0.2.1:21 3h7m   RETR some file", lines[4]);
        Assert.Equal("103   A (none) host.example 192.0.2.1:21 3h7m   (authenticating)", lines[6]);
        Assert.DoesNotContain(lines, line => line.EndsWith("idle") && line.StartsWith("105"));
    }

    [Fact]
    public void Ftptop_refuses_what_it_cannot_do()
    {
        Assert.Equal(new UtilityRun(1, "", "ftptop: bad iterations argument 'x'\n"), UtilityRun.Ours("ftptop", ["-n", "x"]));
        Assert.Equal(new UtilityRun(1, "", "ftptop: bad iterations argument '-1'\n"), UtilityRun.Ours("ftptop", ["-n", "-1"]));
        Assert.Equal(new UtilityRun(1, "", "ftptop: delay of 0-15 seconds only supported\n"), UtilityRun.Ours("ftptop", ["-d", "20"]));
        Assert.Equal(new UtilityRun(0, "ftptop/1.0\n", "ftptop: invalid option -- '-'\n"), UtilityRun.Ours("ftptop", ["--V"]));
        Assert.Equal(new UtilityRun(0, "ftptop/1.0\n", ""), UtilityRun.Ours("ftptop", ["-d", "nan", "-n", "1x", "-V"]));
        Assert.Equal(
            new UtilityRun(1, "", "ftptop: unable to use scoreboard './nope': No such file or directory\n"), UtilityRun.Ours("ftptop", ["-f", "./nope"]));
        Assert.StartsWith("ftptop: option requires an argument -- 'd'\n", UtilityRun.Ours("ftptop", ["-d"]).Errors, StringComparison.Ordinal);
        Assert.Equal(new UtilityRun(1, "", "ftptop: negative delay illegal: -1\n"), UtilityRun.Ours("ftptop", ["-d", "-1"]));
        Assert.Equal(new UtilityRun(0, "ftptop/1.0\n", ""), UtilityRun.Ours("ftptop", ["-V"]));
        Assert.Equal(
            new UtilityRun(1, "", "ftptop: unable to use scoreboard './nope': No such file or directory\n"),
            UtilityRun.Ours("ftptop", ["-b", "-f", "./nope"]));
    }

    [Fact]
    public void Ftpscrub_empties_slots_of_the_dead_only()
    {
        var own = Environment.ProcessId;
        var path = Write("scrub", new ScoreboardHeader(own, Now), Entry(1), Entry((uint)own), Entry(4194400), Entry(4194303));
        var run = UtilityRun.Ours("ftpscrub", ["-v", "-f", path]);
        Assert.Equal(new UtilityRun(0, $"scrubbing ScoreboardFile {path}\nscrubbing scoreboard slot for PID 4194303\n", ""), run);
        Assert.Equal([1u, (uint)own, 4194400u], ScoreboardReader.Read(path).Entries.Select(entry => entry.Number));
        var orphaned = Write("orphaned", new ScoreboardHeader(4194302, Now), Entry(4194400));
        Assert.Equal(0, UtilityRun.Ours("ftpscrub", ["-f", orphaned]).Status);
        Assert.Empty(ScoreboardReader.Read(orphaned).Entries);
    }

    /// <summary>ProFTPD's ftpscrub makes zeros of two thirds of an /etc/passwd.</summary>
    [Fact]
    public void Ftpscrub_leaves_a_file_alone_that_is_no_scoreboard()
    {
        var content = Enumerable.Range(0, 5000).Select(number => (byte)number).ToArray();
        var path = Raw("other", content);
        Assert.Equal(new UtilityRun(1, "", "error scrubbing scoreboard: bad/corrupted file\n"), UtilityRun.Ours("ftpscrub", ["-f", path]));
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal(0, UtilityRun.Ours("ftpscrub", ["-f", Raw("empty", [])]).Status);
    }

    string Make(string board)
    {
        var header = new ScoreboardHeader(77, Now.AddDays(-78).AddMinutes(-28).AddSeconds(-30));
        return board switch
        {
            "busy" => Write(board, header, Busy()),
            "inetd" => Write(board, header with { ProcessId = 0 }, Busy()[..2]),
            "corrupted" => Raw(board, new byte[100]),
            "old" => Raw(board, Old(File.ReadAllBytes(Write("new", header)))),
            "short" => Raw(board, [1, 2, 3]),
            _ => Write(board, header),
        };
    }

    static byte[] Old(byte[] scoreboard)
    {
        scoreboard[8]--;
        return scoreboard;
    }

    static ScoreboardEntry[] Busy() =>
    [
        Entry(101) with { Command = "RETR", Argument = "some file", TransferSize = 1000, TransferDone = 333, Class = "local", TransferElapsed = TimeSpan.FromSeconds(5) },
        Entry(102) with
        {
            Command = "STOR", Argument = "up load", TransferDone = 500_000, TransferLength = 500_000, TransferElapsed = TimeSpan.FromSeconds(2),
        },
        Entry(103) with { User = ScoreboardEntry.NoUser, Directory = "", Command = "", Argument = "", IdleSince = null },
        Entry(4194400) with { Command = "LIST", Argument = "-la /x", Class = "local", User = "longer-than-eight" },
        Entry(105) with { Class = "other", TransferDone = 7, TransferLength = 7 },
        Entry(106) with { Command = "APPE", Argument = "" },
        Entry(107) with { Command = "MLSD", Argument = "d/e", ServerAddress = "2001:db8::1:21", ServerLabel = "second", Protocol = "ftps" },
        Entry(108) with { User = ScoreboardEntry.NoUser, Directory = "", Command = "", Argument = "", IdleSince = null, Class = "local" },
    ];

    static ScoreboardEntry Entry(uint number) => new()
    {
        Number = number,
        User = "alice",
        ServerPort = 21,
        ServerAddress = "192.0.2.1:21",
        ServerLabel = "main",
        ClientAddress = "192.0.2.9",
        ClientName = "host.example",
        Protocol = "ftp",
        Directory = "/",
        Command = ScoreboardEntry.Idle,
        IdleSince = Idle,
        Connected = Connected,
    };

    string Write(string name, ScoreboardHeader header, params ScoreboardEntry[] entries)
    {
        var bytes = new byte[ScoreboardFormat.OffsetOf(entries.Length)];
        ScoreboardFormat.Write(header, bytes);
        for (var slot = 0; slot < entries.Length; slot++)
            ScoreboardFormat.Write(entries[slot], bytes.AsSpan((int)ScoreboardFormat.OffsetOf(slot)));
        return Raw(name, bytes);
    }

    string Raw(string name, byte[] bytes)
    {
        File.WriteAllBytes($"{directory.FullName}/{name}", bytes);
        return $"{directory.FullName}/{name}";
    }
}
