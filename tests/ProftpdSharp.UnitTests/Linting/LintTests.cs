using ProftpdSharp.Daemon.Linting;
using Xunit;

namespace ProftpdSharp.UnitTests.Linting;

/// <summary>Each rule of <c>--lint</c> with what breaks it and what does not.</summary>
public sealed class LintTests : IDisposable
{
    const string Tls = "TLSEngine on\n";

    readonly LintedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Umask 022\nUmask 077\n", "2: 'Umask 077' has no effect: 'Umask 022' on line 1 of 'FILE' comes first")]
    [InlineData("<Directory /x>\nAllowOverwrite on\nAllowOverwrite off\n</Directory>\n", "3: 'AllowOverwrite off' has no effect: 'AllowOverwrite on' on line 2 of 'FILE' comes first")]
    [InlineData("Umask 022\n<Directory /x>\nUmask 077\n</Directory>\n")]
    [InlineData("LogFormat a \"%h\"\nLogFormat b \"%h\"\nUserAlias a b\nUserAlias c d\nDefaultRoot ~ a\nDefaultRoot / b\n")]
    [InlineData("<Global>\nUmask 022\n</Global>\n<Global>\nUmask 077\n</Global>\n", "2: 'Umask 022' has no effect: 'Umask 077' on line 5 of 'FILE' stands in the last <Global>, which wins")]
    public void Shadowed_duplicate(string text, params string[] found) => _folder.Expect(DuplicateRules.Shadowed, text, found);

    [Theory]
    [InlineData("MaxInstances 5\nMaxInstances 10\n", "1: 'MaxInstances 5' has no effect: 'MaxInstances 10' on line 2 of 'FILE' comes later")]
    [InlineData("ServerName a\nServerName b\nServerName c\n", "1: 'ServerName a' has no effect: 'ServerName b' on line 2 of 'FILE' comes later", "2: 'ServerName b' has no effect: 'ServerName c' on line 3 of 'FILE' comes later")]
    [InlineData("ServerName a\n<VirtualHost 127.0.0.8>\nServerName a\nPort 2121\n</VirtualHost>\n")]
    [InlineData("Umask 022\nUmask 077\n")]
    public void Replaced_duplicate(string text, params string[] found) => _folder.Expect(DuplicateRules.Replaced, text, found);

    [Theory]
    [InlineData("<Global>\nUmask 022\n</Global>\nUmask 077\n", "4: 'Umask 077' holds instead of 'Umask 022', which <Global> gives every server on line 2 of 'FILE'")]
    [InlineData("Umask 022\n<Global>\nUmask 022\n</Global>\n", "1: 'Umask 022' says what <Global> says on line 3 of 'FILE'")]
    [InlineData("<Global>\nUmask 022\n</Global>\nDeferWelcome on\n<VirtualHost 127.0.0.9>\nPort 2121\n</VirtualHost>\n")]
    public void Overrides_global(string text, params string[] found) => _folder.Expect(DuplicateRules.OverridesGlobal, text, found);

    [Theory]
    [InlineData("<Directory @/link>\nUmask 077\n</Directory>\n", "1: <Directory @/link> never matches: '@/link' is a symbolic link, and its target is what is compared")]
    [InlineData("<Directory @/link/in>\nUmask 077\n</Directory>\n", "1: <Directory @/link/in> never matches: '@/link' is a symbolic link, and its target is what is compared")]
    [InlineData("<Global>\n<Directory /h/a>\nUmask 022\n</Directory>\n</Global>\n<Directory /h/a>\nUmask 077\n</Directory>\n", "2: <Directory /h/a> never matches: <Directory /h/a> on line 6 of 'FILE' is taken instead")]
    [InlineData("<Directory /h/a/b>\nUmask 077\n</Directory>\n<Directory /h/*/b>\nUmask 022\n</Directory>\n", "1: <Directory /h/a/b> never matches: <Directory /h/*/b> on line 4 of 'FILE' is taken instead")]
    [InlineData("<Directory /h/*>\nUmask 077\n</Directory>\n<Directory /h/a>\nUmask 022\n</Directory>\n<Directory /h/a/*>\nUmask 027\n</Directory>\n<Directory />\nUmask 0\n</Directory>\n")]
    [InlineData("<Directory ~/x>\nUmask 077\n</Directory>\n<Anonymous /srv>\nUser root\n<Directory *>\nUmask 1\n</Directory>\n<Directory in>\nUmask 022\n</Directory>\n</Anonymous>\n")]
    public void Directory_never_matches(string text, params string[] found) => _folder.Expect(DirectoryRules.NeverMatches, text, found);

    [Theory]
    [InlineData("<Limit STOR>\nDenyAll\n</Limit>\n<Directory /x>\n<Limit STOR>\nAllowAll\n</Limit>\n</Directory>\n")]
    [InlineData("<Limit WRITE>\nDenyAll\n</Limit>\n<Limit ALL>\nAllowAll\n</Limit>\n<Limit LOGIN>\nAllowUser a\n</Limit>\n", "4: <Limit ALL> in the server has no effect on WRITERS: <Limit WRITE> in the server on line 1 of 'FILE' is asked first and always decides")]
    [InlineData("<Limit STOR>\nDenyAll\n</Limit>\n<Directory /x>\n<Limit WRITE>\nAllowAll\n</Limit>\n</Directory>\n", "5: <Limit WRITE> in <Directory /x> has no effect on STOR: <Limit STOR> in the server on line 1 of 'FILE' is asked first and always decides")]
    [InlineData("<Limit STOR>\nAllowUser a\n</Limit>\n<Limit STOR>\nOrder deny,allow\n</Limit>\n", "1: <Limit STOR> in the server has no effect: <Limit STOR> in the server on line 4 of 'FILE' is asked first and always decides")]
    [InlineData("<Limit STOR>\nDeny from all\n</Limit>\n<Limit STOR>\nAllowUser a\n</Limit>\n")]
    public void Limit_without_effect(string text, params string[] found) =>
        _folder.Expect(LimitRulesInVain.WithoutEffect, text, [.. found.Select(line => line.Replace("WRITERS", LintedFolder.VerbsOf("WRITE"), StringComparison.Ordinal))]);

    [Theory]
    [InlineData("<Limit STOR CHMOD>\nDenyAll\n</Limit>\n", "1: <Limit STOR CHMOD>: no command and no group is called CHMOD")]
    [InlineData("<Limit MKD RNRF>\nDenyAll\n</Limit>\n", "1: <Limit MKD RNRF>: no command and no group is called RNRF; did you mean RNFR?")]
    [InlineData("<Limit STOR SITE_CHMOD DIRS READ WRITE ALL LOGIN XMKD>\nAllowUser a\n</Limit>\n")]
    public void Limit_unknown_command(string text, params string[] found) => _folder.Expect(LimitRulesInVain.UnknownCommand, text, found);

    [Theory]
    [InlineData("<Limit ALL>\nAllow from !10.0.0.1, 10.0.0.0/8\n</Limit>\n", "2: 'Allow from !10.0.0.1, 10.0.0.0/8' never matches: !10.0.0.1 is negated")]
    [InlineData("<Limit ALL>\nDeny from 10.0.0.0/8\n</Limit>\n<Class a>\nFrom !10.0.0.1\n</Class>\n")]
    public void Acl_negation_never_matches(string text, params string[] found) => _folder.Expect(AccessListRules.Negated, text, found);

    [Theory]
    [InlineData("<Limit ALL>\nAllowGroup AND a,b\n</Limit>\n", "2: 'AllowGroup AND a,b' wants a name 'AND' and ignores the last one")]
    [InlineData("<Limit ALL>\nAllowGroup a,b\nAllowUser OR a,b\nAllowUser AND\n</Limit>\n")]
    public void And_list_never_matches(string text, params string[] found) => _folder.Expect(AccessListRules.ExplicitAnd, text, found);

    [Theory]
    [InlineData("LoadModule mod_ifsession.c\nModuleOrder mod_ifsession.c mod_core.c\n", "0: mod_ifsession is loaded before mod_tls")]
    [InlineData("LoadModule mod_tls.c\nLoadModule mod_ifsession.c\n")]
    [InlineData("")]
    public void Ifsession_before_tls(string text, params string[] found) => _folder.Expect(ModuleRules.SessionsBeforeTls, text, found);

    [Theory]
    [InlineData("AuthUserFile @/passwd\nAuthOrder mod_auth_unix.c\n", "2: 'AuthOrder mod_auth_unix.c' leaves out mod_auth_file.c, which 'AuthUserFile @/passwd' on line 1 of 'FILE' is for")]
    [InlineData("AuthUserFile @/passwd\nAuthOrder mod_auth_unix.c* mod_auth_file.c\n", "2: 'AuthOrder mod_auth_unix.c* mod_auth_file.c' never gets to mod_auth_file.c behind mod_auth_unix.c*, which 'AuthUserFile @/passwd' on line 1 of 'FILE' is for")]
    [InlineData("AuthUserFile @/passwd\nAuthOrder mod_auth_file.c* mod_auth_unix.c\n")]
    [InlineData("AuthUserFile @/passwd\n")]
    public void Auth_order_skips_backend(string text, params string[] found) => _folder.Expect(ModuleRules.SkippedBackend, text, found);

    [Theory]
    [InlineData("AuthFileOptions InsecurePerms\nAuthUserFile @/passwd-open\n", "2: '@/passwd-open' holds passwords and is readable by everybody (mode 0644)")]
    [InlineData("UserPassword ann $1$abc$x\n", "1: 'FILE' holds a password and is readable by everybody (mode 0644)")]
    [InlineData(Tls + "TLSRSACertificateFile @/open.pem\n", "2: '@/open.pem' holds a private key and is readable by everybody (mode 0644)")]
    [InlineData(Tls + "TLSRSACertificateFile @/good.crt\nTLSRSACertificateKeyFile @/good.key\nAuthUserFile @/passwd\n")]
    public void Secret_readable(string text, params string[] found) => _folder.Expect(SecretRules.Readable, text, found);

    [Theory]
    [InlineData(Tls + "TLSRSACertificateFile @/old.crt\nTLSRSACertificateKeyFile @/old.key\n", "2: the certificate in '@/old.crt' expired on 2020-01-01")]
    [InlineData(Tls + "TLSRSACertificateFile @/new.crt\nTLSRSACertificateKeyFile @/new.key\n", "2: the certificate in '@/new.crt' is not valid before 2090-01-01")]
    [InlineData(Tls + "TLSRSACertificateFile @/good.crt\nTLSRSACertificateKeyFile @/good.key\n")]
    public void Certificate_expired(string text, params string[] found) => _folder.Expect(CertificateRules.Expired, text, found);

    [Theory]
    [InlineData(Tls + "TLSRSACertificateFile @/soon.crt\nTLSRSACertificateKeyFile @/soon.key\n", "2: the certificate in '@/soon.crt' expires on SOON")]
    [InlineData(Tls + "TLSRSACertificateFile @/good.crt\nTLSRSACertificateKeyFile @/good.key\n")]
    [InlineData(Tls + "TLSRSACertificateFile @/old.crt\nTLSRSACertificateKeyFile @/old.key\n")]
    public void Certificate_expiring(string text, params string[] found) =>
        _folder.Expect(CertificateRules.Expiring, text, [.. found.Select(line => line.Replace("SOON", $"{LintedFolder.Soon:yyyy-MM-dd}", StringComparison.Ordinal))]);

    [Theory]
    [InlineData(Tls + "TLSRSACertificateFile @/good.crt\nTLSRSACertificateKeyFile @/old.key\n", "3: the key in '@/old.key' does not belong to the certificate in '@/good.crt'")]
    [InlineData(Tls + "TLSRSACertificateFile @/good.crt\nTLSRSACertificateKeyFile @/good.key\n")]
    [InlineData(Tls + "TLSRSACertificateFile @/open.pem\n")]
    public void Certificate_key_mismatch(string text, params string[] found) => _folder.Expect(CertificateRules.Mismatched, text, found);

    [Theory]
    [InlineData("TLSProtocol TLSv1 TLSv1.2\n", "1: 'TLSProtocol TLSv1 TLSv1.2' allows TLSv1")]
    [InlineData("TLSProtocol ALL -SSLv3 -TLSv1\n", "1: 'TLSProtocol ALL -SSLv3 -TLSv1' allows TLSv1.1")]
    [InlineData("TLSCipherSuite HIGH:RC4:!aNULL\n", "1: 'TLSCipherSuite HIGH:RC4:!aNULL' allows RC4")]
    [InlineData("TLSOptions AllowClientRenegotiations\n", "1: 'TLSOptions AllowClientRenegotiations' sets AllowClientRenegotiations")]
    [InlineData("TLSProtocol TLSv1.2 TLSv1.3\nTLSCipherSuite HIGH:!aNULL:!MD5\nTLSOptions NoSessionReuseRequired\n")]
    [InlineData("TLSProtocol ALL -SSLv3 -TLSv1 -TLSv1.1\n")]
    public void Tls_weakened(string text, params string[] found) => _folder.Expect(TlsRules.Weakened, text, found);

    [Theory]
    [InlineData("<Anonymous /srv>\nUser root\n</Anonymous>\n", "1: visitors of <Anonymous /srv/> may use STOR, DELE, MKD, RNFR")]
    [InlineData("<Anonymous /srv>\nUser root\n<Limit WRITE>\nDenyAll\n</Limit>\n<Directory in>\n<Limit STOR>\nAllowAll\n</Limit>\n</Directory>\n</Anonymous>\n", "6: visitors of <Anonymous /srv/> may use STOR in <Directory /in>")]
    [InlineData("<Anonymous /srv>\nUser root\n<Limit WRITE>\nDenyAll\n</Limit>\n<Directory in>\n<Limit STOR>\nAllowAll\n</Limit>\n<Limit READ>\nDenyAll\n</Limit>\n</Directory>\n</Anonymous>\n")]
    [InlineData("<Anonymous /srv>\nUser root\n<Limit WRITE>\nDenyAll\n</Limit>\n</Anonymous>\n")]
    public void Anonymous_write(string text, params string[] found) => _folder.Expect(AnonymousRules.Writable, text, found);

    [Theory]
    [InlineData("MaxInstances 30\nPassivePorts 49152 49161\n", "2: 'PassivePorts 49152 49161' are 10 ports for MaxInstances 30")]
    [InlineData("MaxInstances 30\nPassivePorts 49152 49181\n")]
    [InlineData("PassivePorts 49152 49161\n")]
    public void Passive_ports_few(string text, params string[] found) => _folder.Expect(CapacityRules.FewPorts, text, found);

    [Fact]
    public void Every_rule_has_a_test_a_sentence_and_a_fix()
    {
        var tests = typeof(LintTests).GetMethods().Select(method => method.Name.ToLowerInvariant().Replace('_', '-')).ToHashSet();

        Assert.All(Linter.Rules, rule => Assert.Contains(rule.Id, tests));
        Assert.All(Linter.Rules, rule => Assert.True(rule.Sentence.EndsWith('.') && rule.Fix.Length > 10));
        Assert.Equal(Linter.Rules.Count(), Linter.Rules.Select(rule => rule.Id).Distinct().Count());
    }
}
