using System.Text;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>The mod_tls howto of 2004 by its requirements: what it promises is true for whoever follows it today.</summary>
public sealed class HowtoTests
{
    static readonly ClientTlsSettings Tls10 = new() { MinVersion = TlsVersion.Tls10, MaxVersion = TlsVersion.Tls10 };

    const string OldConfiguration = """
        <IfModule mod_tls.c>
          TLSEngine on
          TLSLog {ROOT}/log/tls.log
          TLSProtocol TLSv1
          TLSRequired off
          TLSRSACertificateFile {ROOT}/tls/server.pem
          TLSRSACertificateKeyFile {ROOT}/tls/server.key
          TLSCACertificateFile {ROOT}/tls/ca.pem
          TLSVerifyClient off
        </IfModule>

        """;

    [Fact]
    [Trait("howto", "1")]
    public async Task The_configuration_of_2004_serves_in_clear_and_says_which_policy_refuses_its_TLS()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + OldConfiguration, ServerTexts.WithTls);
        await using var clear = await server.LogInAsync();
        Assert.Equal("hello.txt\r\n", Encoding.Latin1.GetString(await clear.DownloadAsync("NLST")));

        await Assert.ThrowsAsync<ClientTlsException>(() => server.SecureAsync(Tls10));

        await server.TlsLog().WaitForAsync(line => line.Contains("TLSv1 is refused by OpenSSL's security level 2, the policy of this system", StringComparison.Ordinal));
        var check = await CommandRunner.RunAsync(ServerBinary.Ours.Path, ["-t", "-c", $"{server.Root}/etc/proftpd.conf"]);
        Assert.Contains("modern clients will fail; write 'TLSProtocol TLSv1.2 TLSv1.3' instead", check.Output + check.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("howto", "1")]
    public async Task The_configuration_of_2004_speaks_TLS_1_0_where_the_policy_is_put_aside()
    {
        await using var server = await TempServer.StartAsync(
            ServerBinary.Ours, $"{ServerTexts.Basic}{OldConfiguration}TLSOptions AllowWeakSecurity\n", ServerTexts.WithTls);
        await using var client = await server.LogInSecurelyAsync(Tls10);
        Assert.Equal("TLSv1", client.Tls!.Version);
        Assert.Equal("hello.txt\r\n", Encoding.Latin1.GetString(await client.DownloadAsync("NLST")));
    }

    [Fact]
    [Trait("howto", "2")]
    public async Task The_commands_of_the_README_make_certificates_that_serve()
    {
        var readme = File.ReadAllText(Path.Combine(SourceFolder(), "README.md"));
        var section = readme[readme.IndexOf("## Certificates", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\nThen ", StringComparison.Ordinal)];
        var blocks = string.Join('\n', section.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..]));
        Assert.Equal(6, blocks.Split("openssl ").Length - 1);

        await using var server = await TlsServer.StartPlainAsync(
            "TLSRSACertificateFile {ROOT}/made/server.pem\nTLSRSACertificateKeyFile {ROOT}/made/server.key\n"
            + "TLSCACertificateFile {ROOT}/made/ca.pem\nTLSVerifyClient on\n",
            root => Run(blocks, Directory.CreateDirectory($"{root}/made").FullName));
        await using var client = await server.LogInSecurelyAsync(
            new ClientTlsSettings { Certificate = $"{server.Root}/made/alice.pem", Key = $"{server.Root}/made/alice.key" });

        await server.TlsLog().WaitForAsync(line => line.EndsWith("Client: CN = alice", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("howto", "3")]
    public async Task Implicit_TLS_is_off_unless_asked_for()
    {
        await using var server = await TlsServer.StartAsync();
        await using var client = await server.ConnectAsync();
        Assert.StartsWith("220 ", (await client.ReadReplyAsync()).Text, StringComparison.Ordinal);
        await client.SecureAsync();

        await using var asked = await TlsServer.StartAsync("TLSOptions UseImplicitSSL\n");
        await using var implicitClient = await asked.ConnectAsync();
        await implicitClient.StartTlsAsync();
        Assert.StartsWith("220 ", (await implicitClient.ReadReplyAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("howto", "4")]
    public async Task Anonymous_users_and_a_group_do_without_TLS_where_AllowPerUser_says_so()
    {
        const string PerUser = """
            TLSOptions AllowPerUser
            TLSRequired on
            <Anonymous {ROOT}/home/bob>
              User ftp
              Group ftp
              UserAlias anonymous ftp
              RequireValidShell off
              TLSRequired off
            </Anonymous>
            <IfGroup trusted>
              TLSRequired off
            </IfGroup>

            """;
        await using var server = await TlsServer.StartAsync(PerUser);
        await using var anonymous = await server.ConnectAsync();
        (await anonymous.ReadReplyAsync()).Expect(220);
        (await anonymous.CommandAsync("USER anonymous")).Expect(331);
        (await anonymous.CommandAsync("PASS me@example.org")).Expect(230);
        // alice is in group trusted.
        await using var alice = await server.LogInAsync();

        await using var bob = await server.ConnectAsync();
        (await bob.ReadReplyAsync()).Expect(220);
        (await bob.CommandAsync("USER bob")).Expect(331);
        (await bob.CommandAsync($"PASS {TestAccounts.Password}")).Expect(530);
        Assert.Null(await bob.TryReadReplyAsync());
    }

    [Fact]
    [Trait("howto", "5")]
    public async Task Site_to_site_transfers_work_in_clear_and_with_SSCN_and_are_refused_where_TLS_is_required()
    {
        await using var source = await TlsServer.StartAsync("TLSVerifyServer off\n");
        await using var target = await TlsServer.StartAsync("AllowForeignAddress on\n");
        await using var from = await source.LogInAsync();
        await using var to = await target.LogInAsync();
        await TransferAsync(from, to, "clear.txt");
        Assert.Equal("hello alice\n", File.ReadAllText($"{target.Root}/home/alice/clear.txt"));

        await using var secureFrom = await source.LogInSecurelyAsync();
        await using var secureTo = await target.LogInSecurelyAsync();
        // The source would insist on a session of its own client; another server has none.
        (await secureFrom.CommandAsync("SSCN ON")).Expect(200);
        await using var lenient = await TlsServer.StartAsync("TLSOptions NoSessionReuseRequired\nAllowForeignAddress on\n");
        await using var lenientTo = await lenient.LogInSecurelyAsync();
        await TransferAsync(secureFrom, lenientTo, "secret.txt");
        Assert.Equal("hello alice\n", File.ReadAllText($"{lenient.Root}/home/alice/secret.txt"));

        await using var strict = await TlsServer.StartAsync("TLSRequired data\n");
        await using var refused = await strict.LogInAsync();
        (await refused.CommandAsync("RETR hello.txt")).Expect(522);
    }

    [Fact]
    [Trait("howto", "6")]
    public async Task SSLv2_is_refused_by_name_and_SSLv23_is_everything()
    {
        using var folder = await ServerFolder.CreateAsync($"{ServerTexts.Basic}TLSProtocol SSLv2\n");
        var check = await CommandRunner.RunAsync(ServerBinary.Ours.Path, ["-t", "-c", folder.ConfigPath]);
        Assert.NotEqual(0, check.ExitCode);
        Assert.Contains("TLSProtocol: unknown protocol: 'SSLv2'", check.Output + check.Error, StringComparison.Ordinal);

        await using var server = await TlsServer.StartAsync("TLSProtocol SSLv23\n");
        await using var newest = await server.SecureAsync();
        Assert.Equal("TLSv1.3", newest.Tls!.Version);
        await using var older = await server.SecureAsync(new ClientTlsSettings { MaxVersion = TlsVersion.Tls12 });
        Assert.Equal("TLSv1.2", older.Tls!.Version);
    }

    [Fact]
    [Trait("howto", "7")]
    public async Task Behind_a_firewall_ports_addresses_and_CCC_help()
    {
        await using var server = await TlsServer.StartAsync(
            "PassivePorts 41000 41100\nMasqueradeAddress 192.0.2.1\nTLSMasqueradeAddress 192.0.2.2\nTLSRequired auth+data\n");
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        await client.SecureAsync();
        (await client.CommandAsync("USER alice")).Expect(331);
        (await client.CommandAsync($"PASS {TestAccounts.Password}")).Expect(230);
        (await client.CommandAsync("PROT P")).Expect(200);
        client.ProtectsData = true;

        var passive = (await client.CommandAsync("PASV")).Expect(227);
        Assert.Contains("(192,0,2,2,", passive.Text, StringComparison.Ordinal);
        Assert.InRange(FtpClient.PassivePort(passive), 41000, 41100);
        (await client.CommandAsync("CCC")).Expect(200);
        await client.StopTlsAsync();
        (await client.CommandAsync("PWD")).Expect(257);
    }

    [Fact]
    [Trait("pains", "14")]
    [Trait("howto", "8")]
    public async Task Encrypted_transfers_use_whole_records()
    {
        const int Size = 8 << 20;
        await using var server = await TlsServer.StartAsync(
            "LogFormat raw \"%O\"\nExtendedLog {ROOT}/log/raw.log EXIT raw\n",
            root =>
            {
                File.WriteAllBytes($"{root}/home/alice/big", new byte[Size]);
                ServerTexts.Own($"{root}/home/alice/big", 60001);
            });
        await using (var client = await server.LogInSecurelyAsync())
        {
            (await client.CommandAsync("TYPE I")).Expect(200);
            Assert.Equal(Size, (await client.DownloadAsync("RETR big")).Length);
            (await client.CommandAsync("QUIT")).Expect(221);
        }
        var sent = long.Parse(await new LogReader($"{server.Root}/log/raw.log").WaitForAsync(line => line.Length > 0), System.Globalization.CultureInfo.InvariantCulture);
        // A record of 16 KiB costs 22 bytes more with AES-GCM in TLS 1.3: a thousandth. Small records would show here.
        Assert.InRange(sent, Size, Size + Size / 100);
    }

    [Fact]
    [Trait("pains", "1")]
    [Trait("howto", "9")]
    public async Task Who_sees_no_directory_finds_the_reason_in_the_log()
    {
        await using var server = await TlsServer.StartAsync("TLSRequired on\n");
        await using var client = await server.SecureAsync();
        (await client.CommandAsync("USER alice")).Expect(331);
        (await client.CommandAsync($"PASS {TestAccounts.Password}")).Expect(230);

        Assert.Equal("534 Unwilling to accept security parameters", (await client.CommandAsync("PROT C")).Text);
        Assert.Equal("522 SSL/TLS required on the data channel", (await client.CommandAsync("LIST")).Text);

        var log = server.TlsLog();
        await log.WaitForAsync(line => line.EndsWith("PROT: TLSRequired requires protection for data transfers", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith("PROT: unwilling to accept security parameter (C)", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith("SSL/TLS required but absent on data channel, denying LIST command", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("howto", "10")]
    [Trait("modtls", "144")]
    public async Task Diagnostics_debug_lines_and_a_key_log_replace_ssldump()
    {
        await using var server = await TlsServer.StartAsync("TLSOptions EnableDiags\nTLSKeyLogFile {ROOT}/log/keys.log\n", null, "-d", "8");
        await using (var client = await server.LogInSecurelyAsync())
        {
            Assert.NotEmpty(await client.DownloadAsync("NLST"));
            (await client.CommandAsync("QUIT")).Expect(221);
        }
        var log = server.TlsLog();
        await log.WaitForAsync(line => line.Contains("[msg] received TLSv1.3 'ClientHello' Handshake message (", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith("[info] accepting: SSLv3/TLS read client hello", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith("[stat]: SSL/TLS sessions attempted: 2", StringComparison.Ordinal));
        await server.StandardError.WaitForAsync(line => line.Contains("mod_tls/2.9.2: supporting TLSv1, TLSv1.1, TLSv1.2, TLSv1.3 protocols", StringComparison.Ordinal));

        var keys = File.ReadAllLines($"{server.Root}/log/keys.log");
        Assert.Equal(2, keys.Count(line => line.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{server.Root}/log/keys.log"));
    }

    /// <summary>RETR from one server into STOR of another: PASV here, PORT there.</summary>
    static async Task TransferAsync(FtpClient from, FtpClient to, string name)
    {
        var port = FtpClient.PassivePort((await from.CommandAsync("PASV")).Expect(227));
        (await to.CommandAsync($"PORT {to.PortArgument(port)}")).Expect(200);
        (await to.CommandAsync($"STOR {name}")).Expect(150);
        (await from.CommandAsync("RETR hello.txt")).Expect(150);
        (await from.ReadReplyAsync()).Expect(226);
        (await to.ReadReplyAsync()).Expect(226);
    }

    static void Run(string script, string folder)
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-ec", script])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, errors);
    }

    static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here)!;
        while (!File.Exists(Path.Combine(folder, "ProftpdSharp.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
