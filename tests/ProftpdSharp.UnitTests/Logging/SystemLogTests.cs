using System.Net.Sockets;
using System.Text;
using ProftpdSharp.Core.Logging;
using Xunit;

namespace ProftpdSharp.UnitTests.Logging;

public sealed class SystemLogTests : IDisposable
{
    readonly LogDirectory logs = new();
    readonly Socket syslog = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    readonly ServerLog log;
    readonly SessionLog session;

    public SystemLogTests()
    {
        syslog.Bind(new UnixDomainSocketEndPoint(logs.PathOf("log")));
        syslog.ReceiveTimeout = 10_000;
        log = new ServerLog(new FixedClock(), logs.PathOf("log")) { HostName = "vm", ServerLabel = "localhost", ProcessNumber = 17 };
        session = new SessionLog(log, 4194305) { ServerLabel = "localhost", ClientLabel = "client[192.0.2.1]" };
    }

    public void Dispose()
    {
        log.Dispose();
        syslog.Dispose();
        logs.Dispose();
    }

    [Fact]
    public async Task Lines_of_the_daemon_and_of_a_session()
    {
        await UseFileAsync(new SystemLogSettings());
        log.Write(LogLevel.Notice, null, "ProFTPD killed (signal 15)");
        session.Notice("USER bob: no such user found");
        await log.Files.FlushAsync();
        Assert.Equal(
            [
                "2026-01-02 03:04:05,006 vm proftpd[17] localhost: ProFTPD killed (signal 15)",
                "2026-01-02 03:04:05,006 vm proftpd[4194305] localhost (client[192.0.2.1]): USER bob: no such user found",
            ],
            logs.Lines("system.log"));
    }

    [Fact]
    public async Task Before_names_are_known_their_places_are_empty()
    {
        await UseFileAsync(new SystemLogSettings());
        (log.HostName, log.ServerLabel) = ("", "");
        log.Write(LogLevel.Notice, null, "early");
        await log.Files.FlushAsync();
        Assert.Equal(["2026-01-02 03:04:05,006  proftpd[17]: early"], logs.Lines("system.log"));
    }

    [Theory]
    [InlineData(LogFields.None, "proftpd[4194305] (client[192.0.2.1]): x")]
    [InlineData(LogFields.VirtualHost | LogFields.RoleBasedProcessLabels, "session[4194305] localhost (client[192.0.2.1]): x")]
    [InlineData(LogFields.Hostname, "vm proftpd[4194305] (client[192.0.2.1]): x")]
    public async Task Fields_can_be_left_out(LogFields fields, string expected)
    {
        await UseFileAsync(new SystemLogSettings { Fields = fields });
        session.Notice("x");
        await log.Files.FlushAsync();
        Assert.Equal([expected], logs.Lines("system.log"));
    }

    [Theory]
    [InlineData(null, 0, "N")]
    [InlineData(LogLevel.Information, 0, "NI")]
    [InlineData(LogLevel.Debug, 0, "NI0")]
    [InlineData(null, 2, "NI012")]
    [InlineData(LogLevel.Information, 2, "NI")]
    [InlineData(LogLevel.Warning, 10, "")]
    public async Task What_is_shown_follows_level_and_debug_level(LogLevel? level, int debugLevel, string expected)
    {
        await UseFileAsync(new SystemLogSettings { Level = level, DebugLevel = debugLevel });
        Assert.Equal(expected, await ShownAsync());
    }

    [Fact]
    public async Task In_the_foreground_no_level_is_hidden()
    {
        await UseFileAsync(new SystemLogSettings { Level = LogLevel.Error, DebugLevel = 1 });
        log.Console = log.Settings.File;
        Assert.Equal("NI01", await ShownAsync());
    }

    [Fact]
    public async Task A_session_can_have_settings_of_its_own()
    {
        await UseFileAsync(new SystemLogSettings());
        session.Use(new SystemLogSettings { Target = SystemLogTarget.None });
        session.Notice("hidden");
        log.Write(LogLevel.Notice, null, "shown");
        await log.Files.FlushAsync();
        Assert.EndsWith(": shown", Assert.Single(logs.Lines("system.log")));
    }

    [Fact]
    public async Task Text_of_clients_cannot_begin_a_line()
    {
        await UseFileAsync(new SystemLogSettings());
        session.Notice("USER a\nb\rc\u001b[31m\tcaf\u00e9\u0001: no such user");
        await log.Files.FlushAsync();
        Assert.EndsWith("USER a\\012b\\015c\\033[31m\tcaf\u00e9\u0001: no such user", Assert.Single(logs.Lines("system.log")));
    }

    [Fact]
    public void Syslog_shows_the_session_number_and_the_facility()
    {
        session.Notice("plain");
        session.Auth(LogLevel.Notice, "login");
        log.Write(LogLevel.Error, null, "daemon's");
        log.Settings = new SystemLogSettings { Facility = SyslogFacility.Ftp };
        session.Auth(LogLevel.Notice, "as configured");
        Assert.Equal("<29>Jan  2 03:04:05 proftpd[4194305]: localhost (client[192.0.2.1]) - plain\n", Received());
        Assert.Equal("<85>Jan  2 03:04:05 proftpd[4194305]: localhost (client[192.0.2.1]) - login\n", Received());
        Assert.Equal("<27>Jan  2 03:04:05 proftpd[17]: localhost - daemon's\n", Received());
        Assert.Equal("<93>Jan  2 03:04:05 proftpd[4194305]: localhost (client[192.0.2.1]) - as configured\n", Received());
    }

    [Fact]
    public async Task A_restarted_log_daemon_is_found_again()
    {
        session.Notice("one");
        Received();
        syslog.Close();
        File.Delete(logs.PathOf("log"));
        session.Notice("lost");
        await log.Files.FlushAsync();
        using var restarted = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        restarted.Bind(new UnixDomainSocketEndPoint(logs.PathOf("log")));
        session.Notice("two");
        Assert.EndsWith("two\n", Received(restarted));
        Assert.Contains($"warning: 1 line(s) for log '{logs.PathOf("log")}' were lost: ", Received(restarted));
    }

    async Task UseFileAsync(SystemLogSettings settings) =>
        log.Settings = settings with { Target = SystemLogTarget.File, File = await log.Files.OpenedAsync(logs.PathOf("system.log")) };

    async Task<string> ShownAsync()
    {
        session.Notice("N");
        session.Info("I");
        for (var level = 0; level <= 10; level++)
            session.Debug(level, $"{level}");
        await log.Files.FlushAsync();
        return string.Concat(logs.Lines("system.log").Select(line => line[(line.LastIndexOf(' ') + 1)..]));
    }

    string Received() => Received(syslog);

    static string Received(Socket socket)
    {
        var bytes = new byte[9000];
        return Encoding.Latin1.GetString(bytes, 0, socket.Receive(bytes));
    }

    sealed class FixedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero);
    }
}
