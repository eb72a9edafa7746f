using ProftpdSharp.IntegrationTests.Clients;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Samples;

/// <summary>Every file of conf-samples is checked, started and used for what it is there for, unmodified.</summary>
/// <param name="machine">Where port 21 is free and the paths of the samples exist.</param>
public sealed class SampleTests(SystemMachine machine) : IClassFixture<SystemMachine>, IAsyncLifetime
{
    const string StopScript = "[ ! -e /run/proftpd.pid ] || { kill $(cat /run/proftpd.pid); while [ -e /run/proftpd.pid ]; do sleep 0.05; done; }";
    const int LoginDenied = 67;

    static string Folder => Path.Combine(AppContext.BaseDirectory, "conf-samples");

    string[] Secure => ["--ssl-reqd", "--cacert", machine.Authority];

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync() => (await machine.RunAsync("/bin/sh", ["-c", StopScript])).EnsureSuccess();

    [Fact]
    public void Every_sample_has_a_test()
    {
        var tested = typeof(SampleTests).GetMethods().Select(method => method.Name.Split("_conf_")).Where(parts => parts.Length == 2)
            .Select(parts => parts[0].ToLowerInvariant().Replace('_', '-') + ".conf");
        Assert.Equal(Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(), tested.Order());
    }

    [Fact]
    public async Task Anonymous_conf_gives_files_away_and_takes_some_unseen()
    {
        File.WriteAllText($"{machine.Public}/welcome.msg", "Take what you like.\n");
        Directory.CreateDirectory($"{machine.Public}/incoming");
        Running.ServerTexts.Own($"{machine.Public}/incoming", 61009);
        await StartAsync("anonymous");

        Assert.Contains("welcome.msg", (await CurlAsync("ftp://localhost/")).EnsureSuccess().Output, StringComparison.Ordinal);
        (await CurlAsync("ftp://localhost/incoming/gift", "-T", $"{Folder}/anonymous.conf")).EnsureSuccess();
        Assert.True(File.Exists($"{machine.Public}/incoming/gift"));
        Assert.NotEqual(0, (await CurlAsync("ftp://localhost/incoming/gift")).ExitCode);
        Assert.NotEqual(0, (await CurlAsync("ftp://localhost/elsewhere", "-T", $"{Folder}/anonymous.conf")).ExitCode);
        Assert.Equal(LoginDenied, (await CurlAsync("ftp://localhost/", AsUser)).ExitCode);
    }

    [Fact]
    public async Task Behind_nat_conf_tells_the_public_address()
    {
        await StartAsync("behind-nat");

        var result = (await CurlAsync("ftp://localhost/", [.. AsUser, .. Secure, "-v", "--disable-epsv", "--ftp-skip-pasv-ip", "--ftp-ssl-ccc"])).EnsureSuccess();

        Assert.Contains("< 227 Entering Passive Mode (192,0,2,1,19", result.Error, StringComparison.Ordinal);
        Assert.Equal(LoginDenied, (await CurlAsync("ftp://localhost/", AsUser)).ExitCode);
    }

    [Fact]
    public async Task Howto_tls_conf_serves_in_clear_too()
    {
        await StartAsync("howto-tls");
        (await CurlAsync("ftp://localhost/new", [.. AsUser, "-T", $"{Folder}/howto-tls.conf"])).EnsureSuccess();
        Assert.Contains("new", (await CurlAsync("ftp://localhost/", AsUser)).EnsureSuccess().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Howto_tls_per_user_conf_lets_some_in_without_TLS()
    {
        await StartAsync("howto-tls-per-user");

        Assert.Equal(LoginDenied, (await CurlAsync("ftp://localhost/", AsUser)).ExitCode);
        (await CurlAsync("ftp://localhost/", [.. AsUser, .. Secure])).EnsureSuccess();
        (await CurlAsync("ftp://localhost/")).EnsureSuccess();
        (await CurlAsync("ftp://localhost/", "-u", $"{SystemMachine.Friend}:{SystemMachine.Password}")).EnsureSuccess();
    }

    [Fact]
    public async Task Implicit_conf_listens_on_both_ports()
    {
        await StartAsync("implicit");

        (await CurlAsync("ftps://localhost:990/", [.. AsUser, "--cacert", machine.Authority])).EnsureSuccess();
        (await CurlAsync("ftp://localhost/", [.. AsUser, .. Secure])).EnsureSuccess();
        Assert.Equal(LoginDenied, (await CurlAsync("ftp://localhost/", AsUser)).ExitCode);
    }

    [Fact]
    public async Task Quickstart_conf_serves_what_the_script_makes()
    {
        var demo = Directory.CreateDirectory($"{machine.Folder}/demo").FullName;
        foreach (var name in (string[])["files", "log"])
            Directory.CreateDirectory($"{demo}/{name}");
        File.WriteAllText($"{demo}/files/welcome.txt", "It works.\n");
        File.Copy($"{machine.Folder}/tls/server.pem", $"{demo}/server.pem");
        File.Copy($"{machine.Folder}/tls/server.key", $"{demo}/server.key");
        File.WriteAllText($"{demo}/passwd", $"demo:{await TestAccounts.HashAsync("demo")}:0:0::{demo}/files:/bin/sh\n");
        File.WriteAllText($"{demo}/group", "demo:x:0:demo\n");
        foreach (var name in (string[])["passwd", "group"])
            File.SetUnixFileMode($"{demo}/{name}", UnixFileMode.UserRead);
        string[] variables = [$"PROFTPD_DEMO={demo}", "PROFTPD_PORT=2121", "PROFTPD_USER=root", "PROFTPD_GROUP=root"];

        (await machine.RunAsync("env", [.. variables, ServerBinary.Ours.Path, "-t", "-c", $"{Folder}/quickstart.conf"])).EnsureSuccess();
        (await machine.RunAsync("env", [.. variables, ServerBinary.Ours.Path, "-c", $"{Folder}/quickstart.conf"])).EnsureSuccess();
        var result = (await CurlAsync("ftp://localhost:2121/welcome.txt", ["-u", "demo:demo", .. Secure])).EnsureSuccess();
        var scan = await machine.RunAsync("sslscan", TlsScan.Arguments("127.0.0.1:2121"));
        await machine.RunAsync("/bin/sh", ["-c", $"kill $(cat {demo}/proftpd.pid)"]);

        TlsScan.AssertNoWeakness(scan);
        Assert.Equal("It works.\n", result.Output);
    }

    static string[] AsUser => ["-u", $"{SystemMachine.User}:{SystemMachine.Password}"];

    async Task StartAsync(string sample)
    {
        (await machine.RunAsync(ServerBinary.Ours.Path, ["-t", "-c", $"{Folder}/{sample}.conf"])).EnsureSuccess();
        await machine.StartServerAsync("-c", $"{Folder}/{sample}.conf");
    }

    Task<CommandResult> CurlAsync(string url, params string[] arguments) => machine.RunAsync("curl", ["-sS", .. arguments, url]);
}
