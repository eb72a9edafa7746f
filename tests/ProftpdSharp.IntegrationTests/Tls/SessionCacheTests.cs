using Mono.Unix.Native;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>TLSSessionCache shm: sessions in a file that several processes share, and ftpdctl's view of it.</summary>
public sealed class SessionCacheTests
{
    const string Cached = "TLSProtocol TLSv1.2\nTLSSessionCache shm:/file={ROOT}/etc/sessions 600\n";

    /// <summary>Upstream needs them.</summary>
    const string Shm = "LoadModule mod_ctrls.c\nLoadModule mod_tls_shmcache.c\n";

    internal const string Controls = "ControlsEngine on\nControlsSocket {ROOT}/log/controls.sock\nControlsSocketACL allow user *\nControlsInterval 1\n";

    internal const string RootMay = "TLSControlsACLs all allow user root\n";

    /// <summary>What <c>tls sesscache info -v</c> says of two sessions, all of it and in order.</summary>
    const string InfoOfTwo = """
        ^Shared memory \(shm\) SSL session cache provided by mod_tls_shmcache/0\.2

        Shared memory segment ID: \d+
        Shared memory segment size: 1576960 bytes
        Shared memory cache created on: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
        Shared memory attach count: \d+

        Max session cache size: 153
        Current session cache size: 2

        Cache lifetime hits: 0
        Cache lifetime misses: 0

        Cache lifetime sessions stored: 2
        Cache lifetime sessions deleted: 0
        Cache lifetime sessions expired: 0

        Cache lifetime errors handling sessions in cache: 0
        Cache lifetime sessions exceeding max entry size: 0

        Cached sessions:
        (  -----BEGIN SSL SESSION PARAMETERS-----
            Protocol: TLSv1\.2
            Started: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
            Expires: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} \(600 secs\)
          -----END SSL SESSION PARAMETERS-----\n{0,2}){2}$
        """;

    static readonly ClientTlsSettings Tls12 = new() { MaxVersion = TlsVersion.Tls12 };

    [Theory]
    [Trait("modtls", "164")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_session_of_the_shared_cache_opens_control_connections_and_no_foreign_data_connection(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, Shm + Cached);
        await using var victim = await server.LogInSecurelyAsync(Tls12);
        using var session = victim.Tls!.TakeSession()!;
        // All stay to the end: 1.3.8 forgets the session of a client that leaves.
        await using var control = await server.SecureAsync(Tls12 with { Session = session });
        Assert.True(control.Tls!.Resumed);
        await server.TlsLog().WaitForAsync(line => line.EndsWith("client reused previous TLS session for control connection", StringComparison.Ordinal));

        await using var thief = await server.LogInSecurelyAsync(Tls12);
        Assert.NotEmpty(await thief.DownloadAsync("NLST"));
        thief.ResumesSessionOf = victim;
        await using var data = await thief.OpenPassiveAsync();
        (await thief.CommandAsync("NLST")).Expect(150);
        await data.StartTlsAsync(thief);
        Assert.True(data.Tls!.Resumed);
        Assert.Empty(await data.ReceiveToEndAsync());
        (await thief.ReadReplyAsync()).Expect(425);
        await server.TlsLog().WaitForAsync(line => line.Contains("did not reuse TLS session from control channel, rejecting data connection", StringComparison.OrdinalIgnoreCase));
        if (on == "ours")
            await server.TlsLog().WaitForAsync(line => line.Contains("resumed a session of another control connection (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_shared_cache_serves_several_processes_and_outlives_them()
    {
        await using var first = await TlsServer.StartAsync(Cached);
        await using var second = await TlsServer.StartAsync(Cached.Replace("{ROOT}", first.Root, StringComparison.Ordinal));
        using var session = await SessionOfAsync(first);
        await AssertResumesAsync(second, session);

        first.Signal(Signum.SIGHUP);
        await first.StandardError.WaitForAsync(line => line.Contains("received SIGHUP", StringComparison.Ordinal));
        await AssertResumesAsync(first, session);

        Assert.Equal(0, await first.StopAsync());
        Assert.Equal(0, await second.StopAsync());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{first.Root}/etc/sessions"));
        await using var third = await TlsServer.StartAsync(Cached.Replace("{ROOT}", first.Root, StringComparison.Ordinal));
        await AssertResumesAsync(third, session);
    }

    [Fact]
    public async Task A_session_from_before_client_certificates_were_asked_for_is_not_resumed()
    {
        await using var server = await TlsServer.StartAsync(Cached);
        using var session = await SessionOfAsync(server);
        var asks = $"{Cached.Replace("{ROOT}", server.Root, StringComparison.Ordinal)}TLSVerifyClient optional\nTLSCACertificateFile {{ROOT}}/tls/ca.pem\n";
        await using var stricter = await TlsServer.StartAsync(asks);
        await using var client = await stricter.SecureAsync(Tls12 with { Session = session });
        Assert.False(client.Tls!.Resumed);
    }

    /// <summary>A control connection resumes the session, and its data connections do.</summary>
    static async Task AssertResumesAsync(TempServer server, TlsSession session)
    {
        await using var client = await server.LogInSecurelyAsync(Tls12 with { Session = session });
        Assert.True(client.Tls!.Resumed);
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    static async Task<TlsSession> SessionOfAsync(TempServer server)
    {
        await using var client = await server.LogInSecurelyAsync(Tls12);
        return client.Tls!.TakeSession()!;
    }

    [Theory]
    [Trait("modtls", "165")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task Ftpdctl_tells_about_the_cache_empties_and_removes_it(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, Shm + Cached + Controls + RootMay);
        // They stay: 1.3.8 forgets the session of a client that leaves.
        await using var first = await server.SecureAsync(Tls12);
        await using var second = await server.SecureAsync(Tls12);

        Assert.Equal("tls: missing required parameters", await AskAsync(server, "tls"));
        Assert.Equal("tls: unknown tls action: 'foo'", await AskAsync(server, "tls", "foo"));
        Assert.Equal("tls sesscache: missing required parameters", await AskAsync(server, "tls", "sesscache"));
        Assert.Equal("tls sesscache: unknown sesscache action: 'foo'", await AskAsync(server, "tls", "sesscache", "foo"));
        Assert.Equal("tls sesscache: unsupported parameter: '-x'", await AskAsync(server, "tls", "sesscache", "info", "-x"));
        Assert.Equal("No TLSStaplingCache configured", await AskAsync(server, "tls", "ocspcache", "info"));

        Assert.Matches(InfoOfTwo, await AskAsync(server, "tls", "sesscache", "info", "-v"));
        Assert.DoesNotContain("Cached sessions:", await AskAsync(server, "tls", "sesscache", "info"), StringComparison.Ordinal);
        Assert.Equal("tls sesscache: cleared 2 sessions from 'shm' session cache", await AskAsync(server, "tls", "sesscache", "clear"));
        Assert.Contains("  (none)", (await AskAsync(server, "tls", "sesscache", "info", "-v")).Split('\n'));
        await using var third = await server.SecureAsync(Tls12);
        Assert.Equal("tls sesscache: cleared 1 session from 'shm' session cache", await AskAsync(server, "tls", "sesscache", "clear"));
        // 1.3.8 dies some commands after the removal.
        if (on == "upstream")
            return;
        Assert.Equal("tls sesscache: removed 'shm' session cache", await AskAsync(server, "tls", "sesscache", "remove"));
        Assert.Equal("No TLSSessionCache configured", await AskAsync(server, "tls", "sesscache", "info"));
        Assert.False(File.Exists($"{server.Root}/etc/sessions"));
    }

    [Theory]
    [Trait("modtls", "165")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task Ftpdctl_asks_the_lists_for_the_noun_and_the_verb(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, $"{Shm}{Cached}{Controls}TLSControlsACLs sesscache,info allow user root\n");
        Assert.StartsWith("Shared memory", await AskAsync(server, "tls", "sesscache", "info"), StringComparison.Ordinal);
        Assert.Equal("access denied", await AskAsync(server, "tls", "sesscache", "clear"));
        Assert.Equal("access denied", await AskAsync(server, "tls", "ocspcache", "info"));
    }

    [Theory]
    [Trait("modtls", "166")]
    [InlineData("upstream", "shm:foo", "badly formatted info 'foo', unable to open shmcache", "Invalid argument")]
    [InlineData("upstream", "shm:/file=relative", "file 'relative' not an absolute path", "Invalid argument")]
    [InlineData("ours", "shm:foo", "badly formatted info 'foo', unable to open shmcache", "Invalid argument")]
    [InlineData("ours", "shm:/file=relative", "file 'relative' not an absolute path", "Invalid argument")]
    [InlineData("ours", "shm:/file={ROOT}/nowhere/x", null, "No such file or directory")]
    public async Task A_cache_that_cannot_be_opened_is_replaced_by_the_internal_one(string on, string cache, string? detail, string reason)
    {
        await using var server = await TlsServer.StartOnAsync(on, $"{Shm}TLSSessionCache {cache}\n", null, "-d", "1");
        var log = server.StandardError;
        if (detail is not null)
            await log.WaitForAsync(line => line.EndsWith($"mod_tls_shmcache/0.2: {detail}", StringComparison.Ordinal));
        await log.WaitForAsync(line => line.EndsWith($"mod_tls/2.9.2: error opening 'shm' TLSSessionCache: {reason}", StringComparison.Ordinal));
        await using var client = await server.LogInSecurelyAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    [Theory]
    [Trait("modtls", "98")]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task A_cache_that_is_off_is_told_about(string on)
    {
        await using var server = await TlsServer.StartOnAsync(on, "TLSSessionCache off\n", null, "-d", "3");
        await server.StandardError.WaitForAsync(line => line.EndsWith(
            "TLSSessionCache off, disabling TLS session caching and setting NoSessionReuseRequired TLSOption", StringComparison.Ordinal));
    }

    /// <summary>Upstream says so too where memcached or Redis is not configured.</summary>
    [Theory]
    [InlineData("TLSSessionCache memcache:", "'memcache' TLSSessionCache")]
    [InlineData("TLSSessionCache redis:", "'redis' TLSSessionCache")]
    [InlineData("TLSStaplingCache redis:", "'redis' TLSStaplingCache")]
    public async Task A_cache_whose_server_is_not_configured_is_replaced_by_the_internal_one(string line, string what)
    {
        await using var server = await TlsServer.StartAsync($"{line}\n");
        await server.StandardError.WaitForAsync(text => text.EndsWith($"mod_tls/2.9.2: error opening {what}: Operation not permitted", StringComparison.Ordinal));
        await using var client = await server.LogInSecurelyAsync();
        Assert.NotEmpty(await client.DownloadAsync("NLST"));
    }

    internal static async Task<string> AskAsync(TempServer server, params string[] words)
    {
        var result = await CommandRunner.RunAsync("/usr/bin/ftpdctl", ["-s", $"{server.Root}/log/controls.sock", .. words]);
        return (result.Output + result.Error).Replace("ftpdctl: ", "", StringComparison.Ordinal).TrimEnd('\n');
    }
}
