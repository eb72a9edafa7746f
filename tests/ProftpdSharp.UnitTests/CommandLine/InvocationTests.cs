using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;
using ProftpdSharp.Daemon.CommandLine;
using ProftpdSharp.Daemon.Diagnostics;
using ProftpdSharp.UnitTests.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.CommandLine;

/// <summary>The command line of CONFIG.md section 11, as far as it does not serve.</summary>
public sealed class InvocationTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("invocation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task V_prints_the_version_that_webmin_looks_for()
    {
        var run = await Run("-v");

        Assert.Equal((0, "ProFTPD Version 1.3.8\n", ""), (run.Status, run.Output, run.Errors));
    }

    [Theory]
    [InlineData("-vv")]
    [InlineData("-v", "--version")]
    [InlineData("--version-status")]
    public async Task Vv_lists_the_modules_loaded_last_first_without_reading_a_configuration(params string[] words)
    {
        var run = await Run([.. words, "-c", "/nonexistent"]);

        Assert.Equal(0, run.Status);
        Assert.StartsWith("ProFTPD Version: 1.3.8 (stable)\n  Scoreboard Version: 01040003\n  Built: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n\nLoaded modules:\n  mod_ifversion.c\n  mod_ifsession.c\n  mod_tls.c\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vvv_adds_the_directives_in_alphabetical_order()
    {
        var lines = (await Run("-vvv")).Output.Split("Configuration Directives:\n")[1].Split('\n');

        Assert.Equal("  <Anonymous> (from mod_core)", lines[0]);
        Assert.Contains("  Umask (from mod_core)", lines);
    }

    [Fact]
    public async Task L_lists_one_module_a_line()
    {
        var run = await Run("-l");

        Assert.StartsWith("Compiled-in modules:\n  mod_core.c\n  mod_xfer.c\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mod_readme", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Configuration File:")]
    [InlineData("Pid File:")]
    [InlineData("Scoreboard File:")]
    [InlineData("    + OpenSSL support (OpenSSL 3")]
    [InlineData("  Version: 1.3.8 (stable)")]
    [InlineData("    - PCRE support")]
    public async Task Settings_hold_what_scripts_look_for(string text) =>
        Assert.Contains(text, (await Run("-V")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("z", "-z")]
    [InlineData("c", "-c")]
    [InlineData("S", "-t", "-S")]
    [InlineData("", "--foo")]
    [InlineData("", "--confi", "/x")]
    [InlineData("t", "--configtest=x")]
    public async Task Unknown_options_are_named_and_answered_by_the_usage(string shown, params string[] words)
    {
        var run = await Run(words);

        Assert.Equal(1, run.Status);
        Assert.EndsWith($"]: unknown option: {shown}\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("usage: proftpd [options]\n -h, --help\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fatal: unknown parameter: 'foo'", "foo", "bar")]
    [InlineData("fatal: unknown parameter: '-c'", "-n", "--", "-c")]
    [InlineData("fatal: -p requires Boolean (0|1) parameter", "-p", "2")]
    [InlineData("fatal: -p requires Boolean (0|1) parameter", "-p", "-1")]
    [InlineData("fatal: -c requires an absolute path", "-n", "-c", "relative")]
    [InlineData("fatal: -c requires an absolute path", "-n", "-c", "")]
    public async Task Wrong_values_are_fatal(string text, params string[] words)
    {
        var run = await Run(words);

        Assert.Equal(1, run.Status);
        Assert.EndsWith($"]: {text}\n", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>As upstream: by the digits that it begins with.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("x")]
    [InlineData("01y")]
    public async Task P_is_a_number_as_atoi_reads_it(string value) =>
        Assert.Equal(0, (await Run("-p", value, "-t", "-c", WriteFile("ServerName x\n"))).Status);

    [Fact]
    public async Task T_prints_both_lines_also_into_a_pipe()
    {
        var run = await Run("-t", "-c", WriteFile("ServerName x\n"));

        Assert.Equal((0, "Checking syntax of configuration file\nSyntax check complete.\n", ""), (run.Status, run.Output, run.Errors));
    }

    [Fact]
    public async Task T_shows_every_error_with_its_line_and_a_caret_below_the_word()
    {
        var path = WriteFile("  Bogus1 x\nServerName\nPort \"70000\"\nUmask 022\tyy\nDefaultRoot ~ # x\n<Global>\nPidFile /x\n</Global>\n");

        var run = await Run("-t", "-c", path);

        var lines = run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.IndexOf("]: ", StringComparison.Ordinal) + 3)..]);
        Assert.Equal(
            [
                $"fatal: unknown configuration directive 'Bogus1' on line 1 of '{path}'",
                "    Bogus1 x",
                "    ^~~~~~",
                $"fatal: ServerName: missing parameters on line 2 of '{path}'",
                "    ServerName",
                "               ^",
                $"fatal: Port: value must be between 0 and 65535 on line 3 of '{path}'",
                "    Port \"70000\"",
                "         ^~~~~~~",
                $"fatal: PidFile: directive not allowed in <Global> context on line 7 of '{path}'",
                "PidFile is allowed in: server config",
                "    PidFile /x",
                "    ^~~~~~~",
            ],
            lines);
    }

    [Fact]
    public async Task T_opens_the_SystemLog_as_upstream_does()
    {
        var path = WriteFile($"SystemLog {_folder}/missing/log\n");

        var run = await Run(ModuleCatalogue.Registry, "-t", "-c", path);

        Assert.Equal((1, "Checking syntax of configuration file\n"), (run.Status, run.Output));
    }

    [Fact]
    public async Task T_asks_the_modules_and_makes_nothing()
    {
        const string Conflict = "TLSEngine on\nTLSRequired auth\nTLSOptions AllowPerUser\n";
        var path = WriteFile($"ScoreboardFile {_folder}/scores\n{Conflict}");

        Assert.Equal(1, (await Run(ModuleCatalogue.Registry, "-t", "-c", path)).Status);
        Assert.Equal(0, (await Run(ModuleCatalogue.Registry, "-t", "-c", WriteFile("LoadModule mod_ifsession.c\n" + Conflict))).Status);
        Assert.False(File.Exists($"{_folder}/scores"));
    }

    [Fact]
    public async Task T_reports_every_error_of_the_file()
    {
        var path = WriteFile("Bogus1 x\nServerName x\nPort 70000\n");

        var run = await Run("-t", "-c", path);

        Assert.Equal((1, "Checking syntax of configuration file\n"), (run.Status, run.Output));
        Assert.Contains($"fatal: unknown configuration directive 'Bogus1' on line 1 of '{path}'\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains($"fatal: Port: value must be between 0 and 65535 on line 3 of '{path}'\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_on_standard_error_have_upstreams_prefix() =>
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}  proftpd\[\d+\]: unknown option: z\n$", (await Run("-z")).Errors);

    [Fact]
    public async Task Debug_messages_are_shown_up_to_the_level_given()
    {
        var path = WriteFile("<IfDefine X>\n</IfDefine>\n");

        Assert.DoesNotContain("skipping 'X'", (await Run("-t", "-d", "2", "-c", path)).Errors, StringComparison.Ordinal);
        Assert.Contains("<IfDefine>: skipping 'X' section at line 1", (await Run("-t", "-d3", "-c", path)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_can_be_bundled_and_defines_reach_the_configuration()
    {
        var path = WriteFile("<IfDefine X>\nBogus\n</IfDefine>\n");

        Assert.Equal(0, (await Run("-tc" + path)).Status);
        Assert.Equal(1, (await Run("-tDX", "--config=" + path)).Status);
    }

    [Fact]
    public void Without_an_option_that_ends_it_the_program_is_to_serve()
    {
        var invocation = NewInvocation(TextWriter.Null, Stream.Null);

        var status = invocation.Run(["-n", "-q", "-d", "5", "-D", "A", "-N", "-S", "127.0.0.1", "-4", "-X", "-p1", "--allow-missing", "mod_sql,mod_ban"]);

        Assert.Null(status);
        var options = invocation.Options;
        Assert.Equal("/etc/proftpd/proftpd.conf", options.ConfigPath);
        Assert.Equal((true, true, true, 5), (options.Foreground, options.Quiet, options.SingleSession, options.DebugLevel));
        Assert.Equal((false, false, "127.0.0.1"), (options.Loading.CheckCollisions, options.Loading.UseIPv6, options.Loading.MainAddress));
        Assert.Equal(["A"], options.Loading.Defines);
        Assert.Equal(["mod_sql", "mod_ban"], options.Loading.AllowMissing);
    }

    static Invocation NewInvocation(TextWriter output, Stream errors) =>
        new([], TestRegistry.Make(), output, new ErrorOutput(errors, TimeProvider.System));

    static Task<(int? Status, string Output, string Errors)> Run(params string[] words) => Run(TestRegistry.Make(), words);

    static async Task<(int? Status, string Output, string Errors)> Run(DirectiveRegistry registry, params string[] words)
    {
        using var output = new StringWriter();
        using var errors = new MemoryStream();
        var told = new ErrorOutput(errors, TimeProvider.System);
        var invocation = new Invocation([], registry, output, told);
        var status = invocation.Run(words);
        if (status is null && invocation.Options.Purpose == Purpose.Check)
            status = await Reports.WriteAsync(invocation.Options, registry, output, told);
        return (status, output.ToString(), Encoding.Latin1.GetString(errors.ToArray()));
    }

    string WriteFile(string text)
    {
        var path = Path.Combine(_folder, "proftpd.conf");
        File.WriteAllText(path, text);
        return path;
    }
}
