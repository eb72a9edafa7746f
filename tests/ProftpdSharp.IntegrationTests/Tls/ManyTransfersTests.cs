using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Real clients that resume their TLS session for each of many data connections, one after the other and eight at once; none may fail.</summary>
public sealed class ManyTransfersTests
{
    const int Files = 200;
    const int AtOnce = 8;

    [Theory]
    [Trait("pains", "2")]
    [InlineData("1.2")]
    [InlineData("1.3")]
    public async Task Curl(string version)
    {
        await using var server = await StartAsync();
        await CurlAsync(server, version, 1, Files);
        AssertAll(server);
        // A process each: with --parallel curl resumes no session on its data connections, and upstream refuses them too.
        const int share = Files / AtOnce;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(number => CurlAsync(server, version, number * share + 1, (number + 1) * share)));
        AssertAll(server);
        AssertNoneRefused(server);
    }

    static async Task CurlAsync(TempServer server, string version, int first, int last)
    {
        string[] arguments =
        [
            "-sS", "--fail-early", "--ssl-reqd", $"--tlsv{version}", "--tls-max", version, "--cacert", $"{server.Root}/tls/ca.pem",
            "-u", $"alice:{TestAccounts.Password}", "-o", $"{server.Root}/got/#1", $"ftp://localhost:{server.Port}/many/[{first}-{last}]",
        ];
        (await CommandRunner.RunAsync("curl", arguments, deadline: TimeSpan.FromMinutes(3))).EnsureSuccess();
    }

    [Theory]
    [Trait("pains", "2")]
    [InlineData("1.2")]
    [InlineData("1.3")]
    public async Task Lftp(string version)
    {
        await using var server = await StartAsync();
        string[] commands =
        [
            "set cmd:fail-exit yes", "set net:max-retries 2", "set net:timeout 30", $"set ssl:ca-file {server.Root}/tls/ca.pem", "set ftp:ssl-force yes",
            "set ftp:ssl-protect-data yes", $"set ssl:priority NORMAL:-VERS-ALL:+VERS-TLS{version}",
            $"open -u alice,{TestAccounts.Password} ftp://localhost:{server.Port}", $"lcd {server.Root}/got", "mget many/*", "rm -r -f back",
            $"mirror -R --parallel={AtOnce} {server.Root}/got back", "cls -1 back",
        ];
        var result = (await CommandRunner.RunAsync("lftp", ["--norc", "-c", string.Join("; ", commands)], deadline: TimeSpan.FromMinutes(5))).EnsureSuccess();
        AssertAll(server);
        Assert.Equal(Files, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => !line.Contains(' ', StringComparison.Ordinal)));
        AssertNoneRefused(server);
    }

    [Theory]
    [Trait("pains", "2")]
    [InlineData("1.2")]
    [InlineData("1.3")]
    public async Task Python_ftplib(string version)
    {
        // ftplib resumes no session by itself; this is how its users make it.
        const string Script = """
            import ftplib, ssl, sys, threading
            port, version, count, at_once = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

            class Client(ftplib.FTP_TLS):
                def ntransfercmd(self, cmd, rest=None):
                    conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
                    return self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session), size

            def run(count):
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, "TLSv1_" + version[2])
                client = Client(context=context)
                client.connect("127.0.0.1", port, timeout=60)
                client.login("alice", "secret")
                client.prot_p()
                for i in range(1, count + 1):
                    lines = []
                    client.retrbinary(f"RETR many/{i}", lines.append)
                    assert b"".join(lines) == b"file %d\n" % i, (i, lines)
                client.quit()

            run(count)
            failed = []
            def guarded():
                try:
                    run(count // at_once)
                except Exception as error:
                    failed.append(repr(error))
            threads = [threading.Thread(target=guarded) for _ in range(at_once)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            sys.exit("; ".join(failed) or 0)
            """;
        await using var server = await StartAsync();
        (await CommandRunner.RunAsync("python3", ["-c", Script, $"{server.Port}", version, $"{Files}", $"{AtOnce}"], deadline: TimeSpan.FromMinutes(5))).EnsureSuccess();
        AssertNoneRefused(server);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("3")]
    public async Task Perl_IO_Socket_SSL(string minor)
    {
        const string Script = """
            use strict; use IO::Socket::INET; use IO::Socket::SSL;
            my ($port, $version, $count) = @ARGV;
            my $context = IO::Socket::SSL::SSL_Context->new(
                SSL_verify_mode => SSL_VERIFY_NONE, SSL_version => "TLSv1_$version", SSL_session_cache_size => 10) or die $SSL_ERROR;
            sub secure { IO::Socket::SSL->start_SSL($_[0], SSL_reuse_ctx => $context, SSL_session_key => "ftp", Timeout => 60) or die $SSL_ERROR }
            my $control = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 60) or die $@;
            sub reply { my ($code) = @_; my $line = <$control>; $line =~ /^$code / or die $line; $line }
            sub ask { my ($command, $code) = @_; print $control "$command\r\n"; reply($code) }
            reply(220); ask("AUTH TLS", 234); secure($control);
            ask("USER alice", 331); ask("PASS secret", 230); ask("PROT P", 200); ask("TYPE I", 200);
            for my $i (1 .. $count) {
                my ($high, $low) = ask("PASV", 227) =~ /,(\d+),(\d+)\)/;
                my $data = IO::Socket::INET->new(PeerAddr => "127.0.0.1:" . ($high * 256 + $low), Timeout => 60) or die $@;
                ask("RETR many/$i", 150);
                secure($data);
                my $text = join "", <$data>;
                $data->close;
                reply(226);
                $text eq "file $i\n" or die "$i: $text";
            }
            ask("QUIT", 221);
            """;
        await using var server = await StartAsync();
        await RunAsync(Files);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => RunAsync(Files / AtOnce)));
        AssertNoneRefused(server);

        async Task RunAsync(int count) =>
            (await CommandRunner.RunAsync("perl", ["-e", Script, $"{server.Port}", minor, $"{count}"], deadline: TimeSpan.FromMinutes(3))).EnsureSuccess();
    }

    [Theory]
    [InlineData("1_2")]
    [InlineData("1_3")]
    public async Task Openssl_s_client(string version)
    {
        const string Script = """
            import os, re, subprocess, sys, tempfile, threading, time
            port, version, count, at_once = sys.argv[1], "-tls" + sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

            def s_client(place, *options, **pipes):
                return subprocess.Popen(["openssl", "s_client", "-connect", place, version, "-quiet", *options], stderr=subprocess.DEVNULL, **pipes)

            def run(count):
                folder = tempfile.mkdtemp()
                written, session = folder + "/written", folder + "/session"
                control = s_client("127.0.0.1:" + port, "-starttls", "ftp", "-sess_out", written, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                def ask(command, code):
                    control.stdin.write(command.encode() + b"\r\n")
                    control.stdin.flush()
                    return reply(code)
                def reply(code):
                    line = control.stdout.readline().decode()
                    while line[:4] == "220 " and code != 220:
                        line = control.stdout.readline().decode()
                    assert line[:4] == f"{code} ", line
                    return line
                ask("USER alice", 331); ask("PASS secret", 230); ask("PROT P", 200); ask("TYPE I", 200)
                # The client writes a file anew for each ticket that comes: a copy stays whole.
                while not (os.path.exists(written) and open(written).read().endswith("END SSL SESSION PARAMETERS-----\n")):
                    time.sleep(0.01)
                open(session, "w").write(open(written).read())
                for i in range(1, count + 1):
                    high, low = re.search(r",(\d+),(\d+)\)", ask("PASV", 227)).groups()
                    data = s_client(f"127.0.0.1:{int(high) * 256 + int(low)}", "-sess_in", session, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
                    ask(f"RETR many/{i}", 150)
                    text = data.communicate(timeout=60)[0]
                    reply(226)
                    assert text == b"file %d\n" % i, (i, text)
                ask("QUIT", 221)
                control.wait()

            run(count)
            failed = []
            def guarded():
                try:
                    run(count // at_once)
                except Exception as error:
                    failed.append(repr(error))
            threads = [threading.Thread(target=guarded) for _ in range(at_once)]
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            sys.exit("; ".join(failed) or 0)
            """;
        await using var server = await StartAsync();
        (await CommandRunner.RunAsync("python3", ["-c", Script, $"{server.Port}", version, $"{Files}", $"{AtOnce}"], deadline: TimeSpan.FromMinutes(5))).EnsureSuccess();
        AssertNoneRefused(server);
    }

    static Task<TempServer> StartAsync() => TlsServer.StartAsync("MaxInstances 50\n", root =>
    {
        Directory.CreateDirectory($"{root}/got");
        Directory.CreateDirectory($"{root}/home/alice/many");
        ServerTexts.Own($"{root}/home/alice/many", 60001);
        for (var number = 1; number <= Files; number++)
            File.WriteAllText($"{root}/home/alice/many/{number}", $"file {number}\n");
    });

    static void AssertAll(TempServer server)
    {
        for (var number = 1; number <= Files; number++)
        {
            Assert.Equal($"file {number}\n", File.ReadAllText($"{server.Root}/got/{number}"));
            File.SetLastWriteTimeUtc($"{server.Root}/got/{number}", DateTime.UnixEpoch);
        }
    }

    static void AssertNoneRefused(TempServer server) =>
        Assert.DoesNotContain(File.ReadLines($"{server.Root}/log/tls.log"), line => line.Contains("data connection refused", StringComparison.Ordinal));
}
