using System.Buffers.Binary;
using System.Text;
using ProftpdSharp.IntegrationTests.Clients;
using ProftpdSharp.TestSupport;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Authentication;

/// <summary>WtmpLog and UseLastlog on a machine with records of its own.</summary>
public sealed class LoginRecordsTests(RecordingMachine machine) : IClassFixture<RecordingMachine>
{
    const int RecordSize = 384;
    const int LastlogSize = 292;

    [Fact]
    public async Task A_login_and_its_end_are_in_wtmp_under_the_same_line()
    {
        await machine.LogInAsync(21);

        var login = Records().First(record => record.Kind == 7);
        Assert.Equal(SystemMachine.User, login.User);
        Assert.Equal("127.0.0.1", login.Host);
        Assert.StartsWith("ftpd", login.Line);
        await Waiting.UntilAsync(() => Records().Exists(record => record.Kind == 8 && record.Line == login.Line), "the end of the login");
        Assert.Empty(Records().First(record => record.Kind == 8 && record.Line == login.Line).User);
    }

    [Fact]
    public async Task Lastlog_has_the_time_and_place_at_the_place_of_the_uid()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await machine.LogInAsync(21);

        await Waiting.UntilAsync(() => new FileInfo(machine.Lastlog).Length > SystemMachine.UserId * (long)LastlogSize, "the entry");
        var entry = new byte[LastlogSize];
        await using var file = File.OpenRead(machine.Lastlog);
        file.Position = SystemMachine.UserId * (long)LastlogSize;
        await file.ReadExactlyAsync(entry);
        Assert.InRange(BinaryPrimitives.ReadInt32LittleEndian(entry), before, before + 60);
        Assert.Equal("127.0.0.1", Text(entry.AsSpan(36)));
    }

    [Fact]
    public async Task Nothing_is_recorded_where_the_configuration_says_so()
    {
        var before = Records().Count(record => record.User == SystemMachine.Friend);

        await machine.LogInAsync(2121, SystemMachine.Friend);
        await machine.LogInAsync(21);

        await Waiting.UntilAsync(() => Records().Exists(record => record.User == SystemMachine.User), "the later login");
        Assert.Equal(before, Records().Count(record => record.User == SystemMachine.Friend));
    }

    List<(short Kind, string Line, string User, string Host)> Records()
    {
        var bytes = File.ReadAllBytes(machine.Wtmp);
        return [.. bytes.Chunk(RecordSize).Select(record =>
            (BinaryPrimitives.ReadInt16LittleEndian(record), Text(record.AsSpan(8, 32)), Text(record.AsSpan(44, 32)), Text(record.AsSpan(76, 256))))];
    }

    static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field[..Math.Max(0, field.IndexOf((byte)0))]);
}

/// <summary>Our proftpd with empty wtmp and lastlog: port 21 writes them, port 2121 does not.</summary>
public sealed class RecordingMachine : SystemMachine
{
    const string Configuration = """
        ServerName Records
        Port 21
        DefaultServer on
        UseIPv6 off
        UseReverseDNS off
        User nobody
        Group nogroup
        AuthOrder mod_auth_unix.c
        UseLastlog on
        <VirtualHost 0.0.0.0>
          Port 2121
          WtmpLog off
        </VirtualHost>
        <IfModule mod_delay.c>
          DelayEngine off
        </IfModule>

        """;

    /// <summary>The machine's /var/log/wtmp.</summary>
    public string Wtmp => $"{Folder}/records/wtmp";

    /// <summary>The machine's /var/log/lastlog.</summary>
    public string Lastlog => $"{Folder}/records/lastlog";

    /// <summary>Logs in and out.</summary>
    public async Task LogInAsync(int port, string user = User) =>
        (await RunAsync("curl", ["-sS", "--user", $"{user}:{Password}", $"ftp://127.0.0.1:{port}/"])).EnsureSuccess();

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await StartServerAsync();
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        File.WriteAllText($"{Folder}/proftpd/proftpd.conf", Configuration);
        Directory.CreateDirectory($"{Folder}/records/proftpd");
        File.WriteAllBytes(Wtmp, []);
        File.WriteAllBytes(Lastlog, []);
        Mount("records", "/var/log");
    }
}
