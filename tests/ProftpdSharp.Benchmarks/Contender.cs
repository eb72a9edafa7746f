using System.Globalization;
using System.Net;
using Mono.Unix.Native;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;

namespace ProftpdSharp.Benchmarks;

/// <summary>One of the two servers, both configured alike.</summary>
sealed class Contender(TempServer server) : IAsyncDisposable
{
    const string Configuration = """
        ServerName Benchmark
        ServerType standalone
        DefaultServer on
        DefaultAddress {ADDRESS}
        Port {PORT}
        UseIPv6 off
        UseReverseDNS off
        WtmpLog off
        User nobody
        Group nogroup
        AuthOrder mod_auth_file.c
        AuthUserFile {ROOT}/etc/passwd
        AuthGroupFile {ROOT}/etc/group
        PidFile {ROOT}/log/proftpd.pid
        ScoreboardFile {ROOT}/log/scoreboard
        TransferLog none
        AllowOverwrite on
        MaxInstances none
        TimeoutLogin 0
        TimeoutIdle 0
        TimeoutNoTransfer 0
        <IfModule mod_delay.c>
          DelayEngine off
        </IfModule>
        <IfModule mod_auth_pam.c>
          AuthPAM off
        </IfModule>
        <IfModule mod_tls.c>
          TLSEngine on
          TLSRSACertificateFile {ROOT}/tls/server.pem
          TLSRSACertificateKeyFile {ROOT}/tls/server.key
        </IfModule>

        """;

    /// <summary>MD5-crypt of the usual password: the hash is not what is measured.</summary>
    const string CheapHash = "$1$integrat$amPaNDM9vCquHO7I/RJvU/";

    const int ClockTicks = 100;

    public TempServer Server { get; } = server;

    /// <summary>Starts upstream (with its module loaded) or ours.</summary>
    public static async Task<Contender> StartAsync(ServerBinary binary, string address = "127.0.0.1")
    {
        var text = (binary == ServerBinary.Oracle ? "LoadModule mod_tls.c\n" : "") + Configuration.Replace("{ADDRESS}", address, StringComparison.Ordinal);
        return new Contender(await TempServer.StartAsync(binary, text, Prepare));
    }

    /// <summary>A session that has logged in.</summary>
    public async Task<FtpClient> LogInAsync(bool tls)
    {
        var client = await FtpClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Server.Port));
        client.Deadline = TimeSpan.FromMinutes(2);
        (await client.ReadReplyAsync()).Expect(220);
        if (tls)
            await client.SecureAsync();
        (await client.CommandAsync("USER alice")).Expect(331);
        (await client.CommandAsync($"PASS {TestAccounts.Password}")).Expect(230);
        return client;
    }

    /// <summary>Proportional memory of the server and its children, in bytes: what they share is counted once.</summary>
    public long Memory() => Tree(Server.ProcessId).Sum(ProportionalSize);

    /// <summary>Processor time of the server and all its children that have ended.</summary>
    public TimeSpan ProcessorTime()
    {
        var stat = File.ReadAllText($"/proc/{Server.ProcessId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds(fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / (double)ClockTicks);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    static IEnumerable<int> Tree(int pid)
    {
        yield return pid;
        foreach (var child in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            yield return int.Parse(child, CultureInfo.InvariantCulture);
    }

    static long ProportionalSize(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(text => text.StartsWith("Pss:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    static void Prepare(string root)
    {
        const int Alice = 60001;
        Directory.CreateDirectory($"{root}/home/alice");
        if (Syscall.chown($"{root}/home/alice", Alice, Alice) != 0)
            throw new IOException($"chown: {Stdlib.GetLastError()}");
        File.WriteAllText($"{root}/etc/passwd", $"alice:{CheapHash}:{Alice}:{Alice}::{root}/home/alice:/bin/bash\n");
        Directory.CreateDirectory($"{root}/tls");
        Certificates.Create($"{root}/tls");
    }
}
