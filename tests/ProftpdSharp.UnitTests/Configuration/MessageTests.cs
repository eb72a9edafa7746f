using ProftpdSharp.Configuration;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>CONFIG.md section 8: messages of the parser, and CONTRACTS section 5: modules that are missing.</summary>
public sealed class MessageTests
{
    const string Line1 = " on line 1 of '/etc/proftpd.conf'";

    [Fact]
    public void One_similar_name_stands_on_the_line() => Follows("PidFil /x\n", "fatal: Did you mean: PidFile");

    [Fact]
    public void Several_stand_below_it() =>
        Follows("AllowOverwritee on\n", "fatal: Did you mean:", "  AllowOverwrite", "  AllowOverride");

    [Fact]
    public void Only_names_that_may_stand_here_are_suggested() => Follows("<Directory /x>\nPidFil /x\n");

    [Fact]
    public void Nothing_similar_means_no_suggestion() => Follows("Xyzzyplugh\n");

    [Fact]
    public void A_directive_of_a_module_that_is_not_loaded_names_the_line_that_is_missing() =>
        Follows("CopyEngine on\n", "fatal: 'CopyEngine' is a directive of mod_copy, add: LoadModule mod_copy.c");

    [Fact]
    public void A_directive_of_a_module_that_is_not_here_says_so() =>
        Follows("SQLEngine on\n", "fatal: 'SQLEngine' is a directive of mod_sql, which this server does not have");

    [Fact]
    public void The_main_file_must_be_readable()
    {
        var options = MemoryMachine.Options(new MemoryMachine());

        Assert.Equal(
            "fatal: unable to read configuration file '/none': No such file or directory",
            LoadAssert.Refused(ConfigurationLoader.Load("/none", TestRegistry.Make(), options)));
    }

    [Theory]
    [InlineData("LoadModule mod_nosuch.c", "error loading module 'mod_nosuch.c': No such file or directory")]
    [InlineData("LoadModule mod_tls", "error loading module 'mod_tls': Invalid argument")]
    [InlineData("LoadModule nosuch", "error loading module 'nosuch': Invalid argument")]
    [InlineData("LoadModule", "missing parameters")]
    public void LoadModule_refuses_what_nobody_has(string line, string message) =>
        Assert.Equal($"fatal: LoadModule: {message}{Line1}", LoadAssert.Refused(line + "\n"));

    [Theory]
    [InlineData("mod_core.c")]
    [InlineData("mod_tls.c")]
    [InlineData("mod_ifsession.c")]
    public void LoadModule_of_a_loaded_module_is_accepted(string module) =>
        Assert.Empty(LoadAssert.Texts(new MemoryMachine().Load($"LoadModule {module}\nLoadModule {module}\n"), Severity.Warning));

    [Fact]
    public void Mod_ifsession_is_last_unless_LoadModule_places_it()
    {
        Assert.Equal(["mod_copy", "mod_ifsession"], LoadAssert.Accepted("LoadModule mod_copy.c\n").Modules.TakeLast(2));
        Assert.Equal(
            ["mod_ifsession", "mod_copy"],
            LoadAssert.Accepted("LoadModule mod_ifsession.c\nLoadModule mod_copy.c\n").Modules.TakeLast(2));
    }

    [Fact]
    public void A_module_of_upstream_that_is_not_here_is_a_warning_while_nobody_uses_it()
    {
        var result = new MemoryMachine().Load(
            "LoadModule mod_sql.c\nLoadModule mod_sql_mysql.c\nLoadModule mod_quotatab.c\n<IfModule mod_quotatab.c>\nQuotaEngine off\n</IfModule>\n");

        LoadAssert.Accepted(result);
        Assert.Equal(3, LoadAssert.Texts(result, Severity.Warning).Length);
    }

    [Fact]
    public void Used_modules_that_are_not_here_give_one_list_also_for_what_IfModule_skips()
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/sql.conf"] = "SQLAuthTypes Backend\n";

        var result = machine.Load(
            "LoadModule mod_sql.c\nLoadModule mod_ban.c\nBanEngine on\n<IfModule mod_sql.c>\nSQLEngine on\nServerName x\n  Include /etc/sql.conf\n</IfModule>\n");

        Assert.Equal(
            [
                "fatal: missing module mod_ban: BanEngine on line 3 of '/etc/proftpd.conf'",
                "fatal: missing module mod_sql: SQLEngine on line 5 of '/etc/proftpd.conf', SQLAuthTypes on line 1 of '/etc/sql.conf'",
                "  --allow-missing mod_ban,mod_sql goes on without them",
            ],
            LoadAssert.Texts(result, Severity.Fatal));
    }

    [Fact]
    public void An_engine_that_is_off_makes_the_rest_of_its_module_harmless() =>
        LoadAssert.Accepted("LoadModule mod_ratio.c\nRatios off\nFileRatioErrMsg x\nLoadModule mod_quotatab.c\nQuotaEngine off\nQuotaLock /x\n");

    [Fact]
    public void Allow_missing_goes_on_with_a_warning()
    {
        var result = new MemoryMachine().Load(
            "LoadModule mod_sql.c\nSQLEngine on\n", options => options with { AllowMissing = ["mod_sql"] });

        LoadAssert.Accepted(result);
        Assert.Contains(
            "warning: going on without module mod_sql: SQLEngine on line 2 of '/etc/proftpd.conf'", LoadAssert.Texts(result, Severity.Warning));
    }

    [Fact]
    public void Directives_of_missing_modules_are_still_checked() =>
        Assert.Equal(
            "fatal: SQLEngine: directive not allowed in <Directory> context on line 3 of '/etc/proftpd.conf'",
            LoadAssert.Refused("LoadModule mod_sql.c\n<Directory /x>\nSQLEngine on\n"));

    [Theory]
    [InlineData("ModulePath lib", "ModulePath: must be an absolute path")]
    [InlineData("LoadFile lib.so", "LoadFile: must be an absolute path")]
    [InlineData("ModuleOrder mod_nosuch.c", "ModuleOrder: no such module 'mod_nosuch.c' loaded")]
    public void The_other_directives_of_mod_dso_check_their_words(string line, string message) =>
        Assert.Equal($"fatal: {message}{Line1}", LoadAssert.Refused(line + "\n"));

    [Theory]
    [InlineData("/nonexistent")]
    [InlineData("/etc/proftpd.conf")]
    public void ModulePath_need_not_be_a_directory(string path) => LoadAssert.Accepted(new MemoryMachine().Load($"ModulePath {path}\n"));

    static void Follows(string text, params string[] lines)
    {
        var fatal = LoadAssert.Texts(new MemoryMachine().Load(text), Severity.Fatal);

        Assert.StartsWith("fatal: unknown configuration directive '", fatal[0], StringComparison.Ordinal);
        Assert.Equal(lines, fatal.Skip(1));
    }
}
