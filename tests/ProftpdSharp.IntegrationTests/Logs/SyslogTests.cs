using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Logs;

/// <summary>What both servers send to the log daemon, on a machine whose /dev/log is ours.</summary>
public sealed class SyslogTests
{
    public static TheoryData<string, string, string[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string[]>();
            foreach (var server in (string[])[ServerBinary.Oracle.Name, ServerBinary.Ours.Name])
            {
                // Facility times eight and level: authpriv and daemon, notice.
                cases.Add(server, "", ["<85> USER alice (Login failed): Incorrect password"]);
                cases.Add(server, "SyslogFacility LOCAL3", ["<157> USER alice (Login failed): Incorrect password"]);
                cases.Add(server, "SyslogFacility ftp\nSyslogLevel info", ["<94> FTP session opened.", "<93> USER alice (Login failed): Incorrect password", "<94> FTP session closed."]);
                cases.Add(server, "SyslogLevel error", []);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Facility_and_level(string server, string settings, string[] expected)
    {
        var binary = ServerBinary.Of(server);
        var text = ServerTexts.Basic.Replace("SystemLog {ROOT}/log/system.log\n", "", StringComparison.Ordinal);
        using var folder = await ServerFolder.CreateAsync(text + settings + "\n", ServerTexts.Homes);
        var dev = $"{folder.Root}/dev";
        await using var machine = await PrivateMachine.StartAsync(
            $"mkdir {dev}\ncp -a /dev/null /dev/zero /dev/random /dev/urandom {dev}\nln -s /proc/self/fd {dev}/fd\nmount --bind {dev} /dev");
        using var daemon = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        daemon.Bind(new UnixDomainSocketEndPoint($"{dev}/log"));
        (await machine.RunAsync(binary.Path, ["-c", folder.ConfigPath])).EnsureSuccess();

        // curl ends with 67: it was not let in. The server's end is the last line.
        var client = await machine.RunAsync("curl", ["-s", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", "-u", "alice:wrong", $"ftp://127.0.0.1:{folder.Port}/"]);
        Assert.Equal(67, client.ExitCode);
        var pid = (await File.ReadAllTextAsync($"{folder.Root}/log/proftpd.pid")).Trim();
        var machinesOwn = await machine.RunAsync("kill", [pid]);
        Assert.Equal(0, machinesOwn.ExitCode);
        await Waiting.UntilAsync(() => !File.Exists($"{folder.Root}/log/proftpd.pid"), "the daemon's end");

        Assert.Equal(expected, Received(daemon));
    }

    /// <summary>The lines of sessions, with their priority and without what precedes the text.</summary>
    static List<string> Received(Socket daemon)
    {
        var lines = new List<string>();
        var buffer = new byte[8192];
        while (daemon.Available > 0)
        {
            var text = Encoding.Latin1.GetString(buffer, 0, daemon.Receive(buffer));
            if (Regex.Match(text, @"^(<\d+>)\w{3} [ \d]\d \d\d:\d\d:\d\d proftpd\[\d+\]: \S+ \(\S+\[127\.0\.0\.1\]\) - (.*)\n?$") is { Success: true } match)
                lines.Add($"{match.Groups[1].Value} {match.Groups[2].Value}");
        }
        return lines;
    }
}
