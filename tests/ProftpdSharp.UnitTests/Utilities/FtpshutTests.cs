using ProftpdSharp.Utilities;
using Xunit;

namespace ProftpdSharp.UnitTests.Utilities;

/// <summary>Files and messages as Debian's ftpshut made them at the same time of day.</summary>
public sealed class FtpshutTests : IDisposable
{
    const string Usage = "usage: ftpshut [ -R ] [ -l min ] [ -d min ] time  [ warning-message ... ]\n";

    readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("proftpd-ftpshut-");

    string ShutdownFile => $"{directory.FullName}/shutmsg";

    public void Dispose() => directory.Delete(recursive: true);

    [Theory]
    [InlineData("now", "2026 11 22 11 45 46 0010 0005\ngoing down at %s\n")]
    [InlineData("NOW", "2026 11 22 11 45 46 0010 0005\ngoing down at %s\n")]
    [InlineData("+5", "2026 11 22 11 50 46 0010 0005\ngoing down at %s\n")]
    [InlineData("+5 hello world", "2026 11 22 11 50 46 0010 0005\nhello\n")]
    [InlineData("1230", "2026 11 22 12 30 46 0010 0005\ngoing down at %s\n")]
    [InlineData("0030", "2026 11 23 0 30 46 0010 0005\ngoing down at %s\n")]
    [InlineData("-l 5 -d 3 +10 msg", "2026 11 22 11 55 46 0005 0003\nmsg\n")]
    [InlineData("-l 100 +5", "2026 11 22 11 50 46 0140 0005\ngoing down at %s\n")]
    [InlineData("+100000", "2027 1 30 22 25 46 0010 0005\ngoing down at %s\n")]
    public void The_file_tells_when(string arguments, string expected)
    {
        Assert.Equal(new UtilityRun(0, "", ""), Run(arguments.Split(' ')));
        Assert.Equal(expected, File.ReadAllText(ShutdownFile));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("2561", "ftpshut: Invalid time interval specified.\n")]
    [InlineData("12:30", "ftpshut: Invalid time interval specified.\n")]
    [InlineData("5", "ftpshut: Invalid time interval specified.\n")]
    [InlineData("+x", "ftpshut: Invalid time interval specified.\n")]
    [InlineData("-l x now", "ftpshut: -l requires a numeric argument\n")]
    [InlineData("-d -1 now", "ftpshut: -d requires a numeric argument\n")]
    [InlineData("-Z now", "ftpshut: unknown option 'Z'\n")]
    [InlineData("-l", "ftpshut: unknown option 'l'\n")]
    public void Nonsense_is_refused(string arguments, string errors)
    {
        Assert.Equal(new UtilityRun(1, Usage, errors), Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.False(File.Exists(ShutdownFile));
    }

    [Fact]
    public void The_file_can_be_removed_once()
    {
        Run(["now"]);
        Assert.Equal(new UtilityRun(0, $"ftpshut: {ShutdownFile} removed\n", ""), Run(["-R"]));
        Assert.Equal(new UtilityRun(1, "", $"ftpshut: error removing '{ShutdownFile}': No such file or directory\n"), Run(["-R"]));
    }

    UtilityRun Run(string[] arguments) => UtilityRun.Ours("ftpshut", arguments, change: console => new UtilityConsole
    {
        Output = console.Output,
        Errors = console.Errors,
        Input = console.Input,
        Clock = new FixedClock(),
        ShutdownFile = ShutdownFile,
    });

    sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 11, 45, 46, TimeSpan.Zero);
    }
}
