using System.Diagnostics;
using System.Text.Json;
using ProftpdSharp.Core.Scoreboard;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Scoreboard;

public sealed class ScoreboardFileTests : IDisposable
{
    static readonly DateTimeOffset Started = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000);

    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("proftpd-scoreboard-");
    readonly string path;
    readonly ScoreboardFile scoreboard;

    public ScoreboardFileTests()
    {
        path = $"{directory.FullName}/run/proftpd/scoreboard";
        var made = ScoreboardFile.Create(path, path + ".lck", new ScoreboardHeader(77, Started), Timeout.InfiniteTimeSpan);
        scoreboard = made.Value ?? throw new InvalidOperationException(made.Error.Describe());
        scoreboard.Publish();
    }

    public void Dispose()
    {
        scoreboard.Dispose();
        directory.Delete(recursive: true);
    }

    [Fact]
    public void It_is_made_with_its_directory_and_its_lock_file()
    {
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path));
        Assert.True(File.Exists(path + ".lck"));
        Assert.Equal(new ScoreboardHeader(77, Started), Read().Header);
    }

    [Fact]
    public void A_second_one_takes_its_place_only_when_it_is_published()
    {
        scoreboard.Add(Entry(4194305));
        scoreboard.WriteChanges();
        using (var second = ScoreboardFile.Create(path, path + ".lck", new ScoreboardHeader(78, Started), Timeout.InfiniteTimeSpan).Value!)
        {
            second.Add(Entry(4194399));
            second.WriteChanges();
            Assert.Equal([4194305u], Read().Entries.Select(entry => entry.Number));
        }
        Assert.Equal([4194305u], Read().Entries.Select(entry => entry.Number));
        Assert.Equal(["scoreboard", "scoreboard.lck"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName).Order());

        using var third = ScoreboardFile.Create(path, path + ".lck", new ScoreboardHeader(79, Started), Timeout.InfiniteTimeSpan).Value!;
        third.Add(Entry(4194500));
        third.WriteChanges();
        third.Publish();
        Assert.Equal([4194500u], Read().Entries.Select(entry => entry.Number));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        scoreboard.Add(Entry(4194305));
        scoreboard.WriteChanges();
        Assert.Equal(Entry(4194305), Assert.Single(Read().Entries));
        Assert.Equal(ScoreboardFormat.HeaderSize + ScoreboardFormat.EntrySize, new FileInfo(path).Length);
    }

    [Fact]
    public void Freed_slots_are_empty_and_taken_again()
    {
        var first = scoreboard.Add(Entry(4194305));
        scoreboard.Add(Entry(4194306));
        scoreboard.WriteChanges();
        first.Dispose();
        scoreboard.WriteChanges();
        Assert.Equal([4194306u], Read().Entries.Select(entry => entry.Number));
        scoreboard.Add(Entry(4194307));
        scoreboard.WriteChanges();
        Assert.Equal([4194307u, 4194306u], Read().Entries.Select(entry => entry.Number));
    }

    [Fact]
    public void Long_texts_are_cut_and_always_ended()
    {
        scoreboard.Add(Entry(4194305) with { User = new string('u', 100), Argument = new string('\u00e9', 200), Class = "\u4e16" });
        scoreboard.WriteChanges();
        var entry = Assert.Single(Read().Entries);
        Assert.Equal(new string('u', 31), entry.User);
        Assert.Equal(new string('\u00e9', 79), entry.Argument);
        Assert.Equal("?", entry.Class);
    }

    [Fact]
    public void A_transfer_under_way_is_asked_how_far_it_is()
    {
        var slot = scoreboard.Add(Entry(4194305) with { Command = "RETR" });
        slot.Progress = () => new TransferProgress(1000, 250);
        scoreboard.WriteChanges();
        var entry = Assert.Single(Read().Entries);
        Assert.Equal((1000, 250), (entry.TransferSize, entry.TransferDone));
    }

    [Fact]
    public void What_another_program_scrubs_is_mended()
    {
        scoreboard.Add(Entry(4194305));
        scoreboard.WriteChanges();
        // The distribution's tool asks the kernel for our session numbers and finds no such process.
        Run("ftpscrub", "-f", path);
        Assert.Empty(Read().Entries);
        scoreboard.Mend();
        Assert.Equal([4194305u], Read().Entries.Select(entry => entry.Number));
    }

    [Fact]
    public void A_removed_file_is_made_anew()
    {
        scoreboard.Add(Entry(4194305));
        Directory.Delete($"{directory.FullName}/run", recursive: true);
        scoreboard.Mend();
        Assert.Equal([4194305u], Read().Entries.Select(entry => entry.Number));
    }

    [Fact]
    public void At_the_end_it_is_removed()
    {
        scoreboard.Dispose();
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Processes_under_inetd_share_one_and_leave_it()
    {
        var shared = $"{directory.FullName}/shared/scoreboard";
        var header = new ScoreboardHeader(0, Started);
        using var first = ScoreboardFile.Join(shared, shared + ".lck", header).Value;
        using var second = ScoreboardFile.Join(shared, shared + ".lck", header).Value;
        using var one = first!.Add(Entry(4194305));
        second!.Add(Entry(4194306));
        Assert.Equal([4194305u, 4194306u], ScoreboardReader.Read(shared).Entries.Select(entry => entry.Number));
        one.Dispose();
        first.Dispose();
        Assert.Equal([4194306u], ScoreboardReader.Read(shared).Entries.Select(entry => entry.Number));
    }

    [Fact]
    public void Other_files_are_no_scoreboards()
    {
        File.WriteAllBytes($"{directory.FullName}/other", new byte[100]);
        Assert.Equal(ScoreboardFault.Corrupted, ScoreboardReader.Read($"{directory.FullName}/other").Fault);
        Assert.Equal(Errno.ENOENT, ScoreboardReader.Read($"{directory.FullName}/missing").Error);
    }

    [Fact]
    public void Upstreams_ftpwho_reads_every_field()
    {
        scoreboard.Add(Entry(4194305));
        scoreboard.WriteChanges();
        using var shown = JsonDocument.Parse(Run("ftpwho", "-o", "json", "-f", path));
        var connection = shown.RootElement.GetProperty("connections")[0];
        Assert.Equal(77, shown.RootElement.GetProperty("server").GetProperty("pid").GetInt32());
        Assert.Equal(Started.ToUnixTimeMilliseconds(), shown.RootElement.GetProperty("server").GetProperty("started_ms").GetInt64());
        Assert.Equal(
            [
                "4194305", "1700000100000", "client.example", "192.0.2.9", "192.0.2.1", "2121", "alice", "lan", "ftps", "/pub", "RETR", "a file",
                "True", "25", "250",
            ],
            connection.EnumerateObject().Where(property => property.Name != "transfer_duration_ms").Select(property => property.Value.ToString()));
        Assert.Contains("\tserver: 192.0.2.1:2121 (My server)\n", Run("ftpwho", "-v", "-f", path));
    }

    [Fact]
    public void Upstreams_ftpcount_counts_by_class()
    {
        scoreboard.Add(Entry(4194305));
        scoreboard.Add(Entry(4194306));
        scoreboard.Add(Entry(4194307) with { Class = "" });
        scoreboard.WriteChanges();
        Assert.Equal(
            "Master proftpd process 77:\nService class lan                  -   2 users\nService class                      -   1 user\n",
            Run("ftpcount", "-f", path));
    }

    static ScoreboardEntry Entry(uint number) => new()
    {
        Number = number,
        Uid = 33,
        Gid = 34,
        User = "alice",
        ServerPort = 2121,
        ServerAddress = "192.0.2.1:2121",
        ServerLabel = "My server",
        ClientAddress = "192.0.2.9",
        ClientName = "client.example",
        Class = "lan",
        Protocol = "ftps",
        Directory = "/pub",
        Command = "RETR",
        Argument = "a file",
        IdleSince = Started.AddSeconds(200),
        Connected = Started.AddSeconds(100),
        TransferSize = 1000,
        TransferDone = 250,
        TransferLength = 77,
        TransferElapsed = TimeSpan.FromMilliseconds(1500),
    };

    ScoreboardSnapshot Read() => ScoreboardReader.Read(path);

    static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException(program);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
