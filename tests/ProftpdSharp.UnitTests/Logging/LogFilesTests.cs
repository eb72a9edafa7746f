using System.Text;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Native;
using Xunit;

namespace ProftpdSharp.UnitTests.Logging;

public sealed class LogFilesTests : IDisposable
{
    readonly LogDirectory logs = new();
    readonly LogFiles files = new();

    public void Dispose()
    {
        files.Dispose();
        logs.Dispose();
    }

    [Fact]
    public async Task Lines_are_appended_byte_for_char_and_mean_nothing_as_templates()
    {
        File.WriteAllText(logs.PathOf("a.log"), "before\n");
        using var log = await files.OpenedAsync(logs.PathOf("a.log"));
        log.Write("caf\u00e9 {Name} {0} }{");
        await files.FlushAsync();
        Assert.Equal(["before", "caf\u00e9 {Name} {0} }{"], logs.Lines("a.log"));
    }

    [Theory]
    [InlineData(LogFiles.PrivateMode, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead)]
    [InlineData(LogFiles.ReadableMode, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    public async Task New_files_have_the_mode_asked_for(uint mode, UnixFileMode expected)
    {
        using var log = await files.OpenedAsync(logs.PathOf("a.log"), mode);
        Assert.Equal(expected, File.GetUnixFileMode(logs.PathOf("a.log")));
    }

    [Fact]
    public async Task World_writable_directories_are_refused()
    {
        Directory.CreateDirectory(logs.PathOf("open"));
        File.SetUnixFileMode(logs.PathOf("open"), (UnixFileMode)0x1FF);
        var opening = await files.OpenAsync(logs.PathOf("open/a.log"));
        Assert.Null(opening.File);
        Assert.Equal($"error: {logs.PathOf("open")} is a world-writable directory", opening.DirectoryNotice);
        Assert.Equal("parent directory is world-writable", opening.Reason);
        Assert.False(File.Exists(logs.PathOf("open/a.log")));
    }

    [Fact]
    public async Task Symbolic_links_need_permission()
    {
        File.CreateSymbolicLink(logs.PathOf("link"), logs.PathOf("target"));
        var refused = await files.OpenAsync(logs.PathOf("link"));
        Assert.Equal($"{logs.PathOf("link")} is a symbolic link", refused.Reason);
        Assert.False(File.Exists(logs.PathOf("target")));
        using var log = await files.OpenedAsync(logs.PathOf("link"), allowSymlinks: true);
        log.Write("through");
        await files.FlushAsync();
        Assert.Equal(["through"], logs.Lines("target"));
    }

    [Theory]
    [InlineData("missing/a.log", "No such file or directory")]
    [InlineData("", "Is a directory")]
    public async Task What_the_kernel_refuses_has_the_kernels_words(string name, string reason)
    {
        var opening = await files.OpenAsync(logs.PathOf(name));
        Assert.Equal(LogRefusal.System, opening.Refusal);
        Assert.Equal(reason, opening.Reason);
    }

    [Fact]
    public async Task A_fifo_needs_a_reader_and_loses_nothing_while_it_has_one()
    {
        using var fifo = new Fifo(logs.PathOf("fifo"));
        Assert.Equal("FIFO reader process must be running first", (await files.OpenAsync(fifo.Path)).Reason);
        fifo.OpenReader();
        using var log = await files.OpenedAsync(fifo.Path);
        log.Write("one");
        await files.FlushAsync();
        Assert.Equal("one\n", fifo.Read());
    }

    [Fact]
    public async Task A_full_fifo_holds_up_no_other_log_and_the_lost_lines_are_counted()
    {
        var lost = new List<(string Path, long Count, Errno Why)>();
        files.LinesLost = (path, count, why) => lost.Add((path, count, why));
        using var fifo = new Fifo(logs.PathOf("fifo"));
        fifo.OpenReader();
        using var stuck = await files.OpenedAsync(fifo.Path);
        using var other = await files.OpenedAsync(logs.PathOf("a.log"));
        var kilobyte = new string('x', 1023);
        for (var i = 0; i < 100; i++)
            stuck.Write(kilobyte);
        other.Write("free");
        await files.FlushAsync();
        Assert.Equal(["free"], logs.Lines("a.log"));
        Assert.Equal(65536, fifo.Read().Length);
        stuck.Write("again");
        await files.FlushAsync();
        Assert.Equal([(fifo.Path, 36L, Errno.EAGAIN)], lost);
    }

    [Fact]
    public async Task Two_holders_share_one_file_and_the_last_one_closes_it()
    {
        var path = logs.PathOf("a.log");
        var first = await files.OpenedAsync(path);
        using var second = await files.OpenedAsync(path);
        first.Write("one");
        first.Dispose();
        first.Dispose();
        second.Write("two");
        await files.FlushAsync();
        Assert.Equal(["one", "two"], logs.Lines("a.log"));
        Assert.Single(OpenDescriptors(path));
        second.Dispose();
        await files.FlushAsync();
        Assert.Empty(OpenDescriptors(path));
    }

    [Fact]
    public async Task Who_opens_after_a_rename_gets_a_new_file()
    {
        using var first = await files.OpenedAsync(logs.PathOf("a.log"));
        first.Write("old");
        await files.FlushAsync();
        File.Move(logs.PathOf("a.log"), logs.PathOf("a.log.1"));
        using var second = await files.OpenedAsync(logs.PathOf("a.log"));
        first.Write("new");
        await files.FlushAsync();
        Assert.Equal(["old"], logs.Lines("a.log.1"));
        Assert.Equal(["new"], logs.Lines("a.log"));
    }

    [Fact]
    public async Task Reopening_finishes_the_old_file_first()
    {
        using var log = await files.OpenedAsync(logs.PathOf("a.log"));
        File.Move(logs.PathOf("a.log"), logs.PathOf("a.log.1"));
        log.Write("old");
        await files.ReopenAsync();
        log.Write("new");
        await files.FlushAsync();
        Assert.Equal(["old"], logs.Lines("a.log.1"));
        Assert.Equal(["new"], logs.Lines("a.log"));
    }

    [Fact]
    public async Task No_line_is_lost_at_the_end()
    {
        var log = await files.OpenedAsync(logs.PathOf("a.log"));
        for (var i = 0; i < 20_000; i++)
            log.Write($"line {i}");
        files.Dispose();
        var lines = logs.Lines("a.log");
        Assert.Equal(20_000, lines.Length);
        Assert.Equal("line 19999", lines[^1]);
    }

    static IEnumerable<string> OpenDescriptors(string path) =>
        Directory.EnumerateFiles("/proc/self/fd").Where(link => new FileInfo(link).LinkTarget == path);

    /// <summary>A FIFO and its reading end.</summary>
    sealed class Fifo : IDisposable
    {
        Descriptor? _reader;

        public Fifo(string path)
        {
            Path = path;
            using var made = System.Diagnostics.Process.Start("mkfifo", path);
            made.WaitForExit();
        }

        public string Path { get; }

        public void OpenReader() => _reader = Files.Open(Path, OpenFlags.ReadOnly | OpenFlags.NonBlocking).Value;

        public string Read()
        {
            var bytes = new byte[1 << 20];
            var count = Files.Read(_reader!, bytes);
            return Encoding.Latin1.GetString(bytes, 0, count.Value);
        }

        public void Dispose() => _reader?.Dispose();
    }
}
