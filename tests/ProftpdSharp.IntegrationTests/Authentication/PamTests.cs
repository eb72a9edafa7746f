using Mono.Unix.Native;
using ProftpdSharp.IntegrationTests.Clients;
using ProftpdSharp.TestSupport;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Authentication;

/// <summary>mod_auth_pam with the system's libpam and services made for the tests.</summary>
public sealed class PamTests(PamMachine machine) : IClassFixture<PamMachine>
{
    [Fact]
    public async Task The_default_configuration_asks_the_service_proftpd()
    {
        Assert.True(await machine.LogsInAsync(""));
        Assert.False(await machine.LogsInAsync("", password: "wrong"));
    }

    [Fact]
    public async Task The_phases_come_in_order_with_the_clients_items_and_the_session_is_closed_at_the_end()
    {
        File.Delete(machine.Notes);
        Assert.True(await machine.LogsInAsync("note"));

        await Waiting.UntilAsync(() => File.ReadAllText(machine.Notes).Contains("close_session", StringComparison.Ordinal), "the end of the session");
        Assert.Equal(
            [
                "auth webmaster webmaster 127.0.0.1 /dev/ftpd note secret", "account webmaster webmaster 127.0.0.1 /dev/ftpd note",
                "open_session webmaster webmaster 127.0.0.1 /dev/ftpd note", "close_session webmaster webmaster 127.0.0.1 /dev/ftpd note",
            ],
            File.ReadLines(machine.Notes).Select(line => System.Text.RegularExpressions.Regex.Replace(line.TrimEnd(), "ftpd[0-9]+", "ftpd")));
    }

    [Fact]
    public async Task AuthPAM_off_leaves_the_decision_to_the_others()
    {
        Assert.True(await machine.LogsInAsync("off"));
        Assert.False(await machine.LogsInAsync("off", password: "wrong"));
    }

    [Fact]
    public async Task AuthPAMOptions_NoTTY_gives_no_terminal()
    {
        File.Delete(machine.Notes);

        Assert.True(await machine.LogsInAsync("no terminal"));

        await Waiting.UntilAsync(() => File.ReadAllText(machine.Notes).Contains("close_session", StringComparison.Ordinal), "the end of the session");
        Assert.StartsWith("auth webmaster webmaster 127.0.0.1  note", File.ReadLines(machine.Notes).First(), StringComparison.Ordinal);
        // Another test reads the whole of it.
        File.Delete(machine.Notes);
    }

    [Fact]
    public async Task AuthUnixOptions_MagicTokenChroot_finds_jail_and_directory_in_the_home()
    {
        Directory.CreateDirectory($"{machine.Home}/inner");

        Assert.StartsWith("< 257 \"/inner\"", await machine.PlaceAsync("magic", "magic"), StringComparison.Ordinal);
        Assert.StartsWith($"< 257 \"{machine.Home}/inner\"", await machine.PlaceAsync("no magic", "magic"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auth-user_unknown", "No such user found")]
    [InlineData("auth-maxtries", "Max authentication service attempts reached")]
    [InlineData("auth-authinfo_unavail", "Unavailable authentication service")]
    [InlineData("auth-perm_denied", "Incorrect password")]
    [InlineData("account-acct_expired", "Account disabled", "User account has expired")]
    [InlineData("account-new_authtok_reqd", "Incorrect password", "Authentication token is no longer valid; new one required")]
    [InlineData("account-user_unknown", "No such user found", "User not known to the underlying authentication module")]
    [InlineData("session", "Failed initializing authentication service", "Cannot make/remove an entry for the specified session")]
    [InlineData("credentials", "Unavailable credentials", "Authentication service cannot retrieve user credentials")]
    [InlineData("broken", "Failed initializing authentication service")]
    public async Task A_refusal_is_logged_in_upstreams_words(string service, string reason, string? said = null)
    {
        var start = machine.LogLength;

        Assert.False(await machine.LogsInAsync(service));

        await Waiting.UntilAsync(() => machine.LogFrom(start).Contains($"USER webmaster (Login failed): {reason}", StringComparison.Ordinal), reason);
        if (said is not null)
            Assert.Contains($"mod_auth_pam/1.2: PAM(webmaster): {said}\n", machine.LogFrom(start));
    }

    [Theory]
    [InlineData("auth-perm_denied")]
    [InlineData("session")]
    public async Task Without_an_asterisk_the_next_module_decides(string service)
    {
        Assert.True(await machine.LogsInAsync("+" + service));
        Assert.False(await machine.LogsInAsync("+" + service, password: "wrong"));
    }

    [Theory]
    [InlineData("expired", "Incorrect password")]
    [InlineData("mustchange", "Incorrect password")]
    [InlineData("closed", "Account disabled")]
    [InlineData("inactive", "Incorrect password")]
    public async Task Shadows_ages_count(string user, string reason)
    {
        var start = machine.LogLength;

        Assert.False(await machine.LogsInAsync("unix", user));

        await Waiting.UntilAsync(() => machine.LogFrom(start).Contains($"USER {user} (Login failed): {reason}", StringComparison.Ordinal), reason);
    }

    [Theory]
    [InlineData("closed", "password expiration")]
    [InlineData("inactive", "inactivity")]
    public async Task Where_PAM_does_not_decide_the_shadow_file_does(string user, string reason)
    {
        var start = machine.LogLength;

        Assert.False(await machine.LogsInAsync("+unix", user));

        await Waiting.UntilAsync(
            () => machine.LogFrom(start).Contains($"account for user '{user}' disabled due to {reason}", StringComparison.Ordinal), reason);
    }

    [Theory]
    [InlineData("unix")]
    [InlineData("+unix")]
    public async Task An_empty_password_field_never_logs_in_even_where_the_service_says_nullok(string service)
    {
        Assert.False(await machine.LogsInAsync(service, "empty", ""));
        Assert.False(await machine.LogsInAsync(service, "empty", "x"));
    }

    [Theory]
    [InlineData("wait")]
    [InlineData("+wait")]
    public async Task A_helper_that_dies_refuses_its_login_and_the_next_one_works(string service)
    {
        File.Delete(machine.Gate);
        var login = machine.LogsInAsync(service);
        await Waiting.UntilAsync(() => Programs("wait").Count > 0, "the conversation");
        foreach (var helper in Helpers())
            _ = Syscall.kill(helper, Signum.SIGKILL);

        Assert.False(await login);
        await File.WriteAllTextAsync(machine.Gate, "");
        Assert.True(await machine.LogsInAsync(service));
        await Waiting.UntilAsync(() => Programs("wait").Count == 0, "the end of the orphan");
    }

    [Fact]
    public async Task Libpam_is_not_in_the_server()
    {
        Assert.True(await machine.LogsInAsync("unix"));

        Assert.NotEmpty(Helpers());
        Assert.All(Helpers(), helper => Assert.Contains("libpam.so", File.ReadAllText($"/proc/{helper}/maps")));
        var server = Assert.Single(Helpers().Select(ParentOf).Distinct());
        Assert.DoesNotContain("libpam.so", File.ReadAllText($"/proc/{server}/maps"));
    }

    [Fact]
    public async Task Many_logins_at_once_share_a_few_helpers()
    {
        var logins = await Task.WhenAll(Enumerable.Range(0, 24).Select(number =>
            machine.LogsInAsync("unix", password: number % 2 == 0 ? SystemMachine.Password : "wrong")));

        Assert.Equal(Enumerable.Range(0, 24).Select(number => number % 2 == 0), logins);
        Assert.InRange(Helpers().Count, 1, 4);
    }

    /// <summary>The helper processes of the machine's server: children of a proftpd that are proftpd too.</summary>
    List<int> Helpers() => [.. Processes().Where(process => process.Name == "proftpd" && process.IsOf(machine.Folder))
        .Where(process => NameOf(ParentOf(process.Id)) == "proftpd").Select(process => process.Id)];

    List<int> Programs(string script) => [.. Processes().Where(process => process.CommandLine.Contains($"{machine.Folder}/notes/{script}", StringComparison.Ordinal))
        .Select(process => process.Id)];

    static IEnumerable<RunningProcess> Processes()
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            var id = int.Parse(Path.GetFileName(folder));
            if (NameOf(id) is { } name)
                yield return new RunningProcess(id, name, ReadOrEmpty($"{folder}/cmdline"), ReadOrEmpty($"{folder}/mountinfo"));
        }
    }

    static string? NameOf(int process) => ReadOrEmpty($"/proc/{process}/comm").Trim() is { Length: > 0 } name ? name : null;

    static int ParentOf(int process) =>
        int.Parse(ReadOrEmpty($"/proc/{process}/status").Split('\n').First(line => line.StartsWith("PPid:", StringComparison.Ordinal))["PPid:".Length..]);

    static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The process has ended.
            return "";
        }
    }

    sealed record RunningProcess(int Id, string Name, string CommandLine, string Mounts)
    {
        /// <summary>Whether it runs on the machine whose folder this is.</summary>
        public bool IsOf(string folder) => Mounts.Contains($"{folder}/pam.d", StringComparison.Ordinal);
    }
}
