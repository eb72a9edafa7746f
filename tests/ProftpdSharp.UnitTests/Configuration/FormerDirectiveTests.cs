using ProftpdSharp.Configuration;
using ProftpdSharp.Daemon;
using Xunit;

namespace ProftpdSharp.UnitTests.Configuration;

/// <summary>Directives that upstream removed or renamed, and modules that upstream's packages would not have loaded.</summary>
public sealed class FormerDirectiveTests
{
    [Theory]
    [InlineData("DisplayFirstChdir .message", "DisplayChdir .message")]
    [InlineData("LsDefaultOptions -l", "ListOptions -l")]
    [InlineData("TCPReceiveWindow 8192", "SocketOptions rcvbuf 8192")]
    [InlineData("tcpSendWindow 8192", "SocketOptions sndbuf 8192")]
    [InlineData("PAMConfig ftp", "AuthPAMConfig ftp")]
    public void A_renamed_directive_means_what_took_its_place(string line, string meaning)
    {
        var result = Load(line);

        Assert.Contains(LoadAssert.Accepted(result).Main.Root.Records, record => record.Text == meaning);
        Assert.Contains("was removed from ProFTPD and is read as '" + meaning.Split(' ')[0], Assert.Single(LoadAssert.Texts(result, Severity.Warning)), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("pains", "8")]
    [InlineData("DisplayReadme README", ", use DisplayChdir")]
    [InlineData("DisplayGoAway /x", ", use DisplayConnect")]
    [InlineData("LoginPasswordPrompt off", ": every user name is asked for its password")]
    [InlineData("ScoreboardPath /var/run", ", use ScoreboardFile")]
    [InlineData("TransferPriority RETR low", ": it never had an effect")]
    [InlineData("RateReadBPS 10", ", use TransferRate RETR")]
    [InlineData("AnonymousGroup x", ", use Group in the <Anonymous> section")]
    [InlineData("Bind 127.0.0.1", ", use further addresses")]
    public void A_removed_directive_is_a_warning_that_names_the_replacement(string line, string instead)
    {
        var result = Load(line);

        Assert.Empty(LoadAssert.Accepted(result).Main.Root.Records);
        var name = line.Split(' ')[0];
        Assert.StartsWith(
            $"warning: {name} was removed from ProFTPD and is ignored{instead}", Assert.Single(LoadAssert.Texts(result, Severity.Warning)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DisplayFirstChdir .message")]
    [InlineData("ScoreboardPath /var/run")]
    public void With_strict_it_is_unknown_as_it_is_upstream(string line) => Assert.Equal(
        $"fatal: unknown configuration directive '{line.Split(' ')[0]}' on line 1 of '/etc/proftpd.conf'",
        LoadAssert.Refused(Load(line, options => options with { Strict = true })));

    [Fact]
    public void The_replacement_checks_its_words() => Assert.Equal(
        "fatal: tcpReceiveWindow: bad number of parameters on line 1 of '/etc/proftpd.conf'", LoadAssert.Refused(Load("TCPReceiveWindow")));

    [Theory]
    [Trait("pains", "8")]
    [InlineData("IdentLookups off")]
    [InlineData("<IfModule mod_ident.c>\nBogus\n</IfModule>", false)]
    public void Mod_ident_is_always_there(string text, bool isAccepted = true) => Assert.Equal(isAccepted, Load("ModulePath /usr/lib/proftpd\n" + text).Configuration is not null);

    [Theory]
    [InlineData("")]
    [InlineData("LoadModule mod_readme.c\n")]
    [InlineData("ModulePath /usr/lib/proftpd\n")]
    [InlineData("ModulePath /usr/lib/proftpd\nLoadModule mod_tls.c\n")]
    public void IfModule_of_mod_tls_is_true_whatever_is_loaded(string before)
    {
        var result = new MemoryMachine().Load(before + "<IfModule mod_tls.c>\nTLSEngine on\n</IfModule>\n");

        Assert.Contains(LoadAssert.Accepted(result).Main.Root.Records, record => record.Text == "TLSEngine on");
    }

    const string Unusable = "<IfModule mod_tls.c>\nTLSEngine on\n<IfModule mod_ls.c>\nTLSRSACertificateFile /missing.pem\n</IfModule>\n</IfModule>\nPort 2121";

    /// <summary>ProFTPD reads this file, without the section, where mod_tls is not compiled in: Debian's is not.</summary>
    [Fact]
    public void A_section_of_mod_tls_that_cannot_hold_is_left_out_where_other_modules_are_loaded()
    {
        var result = Load("ModulePath /usr/lib/proftpd\nLoadModule mod_readme.c\n" + Unusable);

        Assert.DoesNotContain(LoadAssert.Accepted(result).Main.Root.Records, record => record.Text == "TLSEngine on");
        Assert.Equal(2121, result.Configuration!.Main.Port);
        Assert.Contains(
            result.Diagnostics,
            diagnostic => diagnostic.Text == "warning: <IfModule> on line 3 of '/etc/proftpd.conf' left out: no LoadModule mod_tls.c, and "
                + "TLSRSACertificateFile: '/missing.pem' does not exist or does not contain a certificate on line 6 of '/etc/proftpd.conf'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("LoadModule mod_readme.c\nLoadModule mod_tls.c\n")]
    public void It_is_fatal_where_mod_tls_is_asked_for_or_no_module_is(string before) => Assert.Null(Load(before + Unusable).Configuration);

    [Fact]
    public void Sections_of_other_modules_are_read_as_they_stand() =>
        Assert.Null(Load("LoadModule mod_readme.c\n<IfModule mod_ls.c>\nListOptions\n</IfModule>").Configuration);

    static LoadResult Load(string text, Func<LoadOptions, LoadOptions>? change = null) => new MemoryMachine().Load(text + "\n", change, ModuleCatalogue.Registry);
}
