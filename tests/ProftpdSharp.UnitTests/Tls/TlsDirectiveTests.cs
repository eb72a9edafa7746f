using ProftpdSharp.Configuration;
using ProftpdSharp.Tls;
using ProftpdSharp.UnitTests.Configuration;
using ProftpdSharp.UnitTests.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Tls;

/// <summary>Every refusal is what ProFTPD 1.3.8 prints for the same line, unless a comment says otherwise.</summary>
public sealed class TlsDirectiveTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    const string NoSuchFile = "\n  (1) error:80000002:system library::No such file or directory [calling fopen({0}, r)]";
    const string NoFileForBio = "\n  (2) error:10080002:BIO routines::system lib\n  (3) error:0A080002:SSL routines::system lib";

    [Theory]
    [Trait("modtls", "72")]
    [Trait("modtls", "73")]
    [Trait("modtls", "74")]
    [Trait("modtls", "75")]
    [Trait("modtls", "76")]
    [Trait("modtls", "77")]
    [Trait("modtls", "79")]
    [Trait("modtls", "80")]
    [Trait("modtls", "81")]
    [Trait("modtls", "83")]
    [Trait("modtls", "84")]
    [Trait("modtls", "85")]
    [Trait("modtls", "86")]
    [Trait("modtls", "87")]
    [Trait("modtls", "88")]
    [Trait("modtls", "89")]
    [Trait("modtls", "91")]
    [Trait("modtls", "92")]
    [InlineData("TLSEngine maybe", "expected Boolean parameter")]
    [InlineData("TLSEngine", "missing parameters")]
    [InlineData("TLSTimeoutHandshake foo", "error parsing timeout value 'foo': Invalid argument")]
    [InlineData("TLSTimeoutHandshake -1", "error parsing timeout value '-1': Numerical result out of range")]
    [InlineData("TLSRequired foo", "bad parameter")]
    [InlineData("TLSRequired CTRL", "bad parameter")]
    [InlineData("TLSRequired data+ctrl", "bad parameter")]
    [InlineData("TLSOptions", "wrong number of parameters")]
    [InlineData("TLSOptions Foo", ": unknown TLSOption 'Foo'")]
    [InlineData("TLSOptions StdEnvVars stdenvvars", ": unknown TLSOption 'stdenvvars'")]
    [InlineData("TLSOptions NoCertRequest", ": unknown TLSOption 'NoCertRequest'")]
    [InlineData("TLSProtocol", "wrong number of parameters")]
    [InlineData("TLSProtocol SSLv2", "unknown protocol: 'SSLv2'")]
    [InlineData("TLSProtocol ALL TLSv1", "missing required +/- prefix: TLSv1")]
    [InlineData("TLSProtocol ALL -SSLv2", "unknown protocol: '-SSLv2'")]
    [InlineData("TLSProtocol -SSLv3", "unknown protocol: '-SSLv3'")]
    [InlineData("TLSProtocol TLSv1.2 ALL", "unknown protocol: 'ALL'")]
    [InlineData("TLSCipherSuite NOSUCH", "unable to use ciphersuite 'NOSUCH:!EXPORT': \n  (1) error:0A0000B9:SSL routines::no cipher match")]
    [InlineData("TLSCipherSuite TLSv1.3 NOSUCH", "unable to use ciphersuite 'NOSUCH': \n  (1) error:0A0000B9:SSL routines::no cipher match")]
    [InlineData("TLSCipherSuite SSLv3 ALL", "unknown/unsupported protocol specifier: SSLv3")]
    [InlineData("TLSCipherSuite TLSv1.3 A B", "wrong number of parameters")] // 1.3.8 crashes
    [InlineData(
        "TLSCipherSuite TLS_AES_128_GCM_SHA256",
        "use of TLSv1.3 ciphersuite in 'TLS_AES_128_GCM_SHA256' requires protocol parameter; use 'TLSCipherSuite TLSv1.3 ...'")] // 1.3.10
    [InlineData("TLSRSACertificateFile rel.pem", "parameter must be an absolute path")]
    [InlineData("TLSRSACertificateFile /nope", "'/nope' does not exist or does not contain a certificate")]
    [InlineData("TLSECCertificateFile /nope", "'/nope' does not exist or does not contain a certificate")]
    [InlineData("TLSDSACertificateFile /nope", "unable to use '/nope': No such file or directory")]
    [InlineData("TLSDSACertificateFile rel", "parameter must be an absolute path")]
    [InlineData("TLSPKCS12File /nope", "'/nope' does not exist")]
    [InlineData("TLSPKCS12File /", "'/' does not exist")]
    [InlineData("TLSCACertificatePath /nope", "parameter must be a directory path")]
    [InlineData("TLSCACertificatePath /etc/hosts", "parameter must be a directory path")]
    [InlineData("TLSCARevocationPath /nope", "parameter must be a directory path")]
    [InlineData("TLSDHParamFile /nope", "'/nope' does not exist")]
    [InlineData("TLSDHParamFile /", "'/' does not exist")]
    [InlineData("TLSECDHCurve foo", "unable to use ECDH curves 'foo': \n  (1) error:0A080106:SSL routines::passed invalid argument [group 'foo' cannot be set]")]
    [InlineData("TLSServerInfoFile rel", "parameter must be an absolute path")]
    [InlineData("TLSControlsACLs a b c", "missing parameters")]
    [InlineData("TLSControlsACLs all foo user x", "second parameter must be 'allow' or 'deny'")]
    [InlineData("TLSControlsACLs all allow foo x", "third parameter must be 'user' or 'group'")]
    [InlineData("TLSControlsACLs foo allow user x", ": unknown action: 'foo'")]
    [InlineData("TLSMasqueradeAddress nosuchhost.invalid", "unable to resolve \"nosuchhost.invalid\"")]
    [InlineData("TLSPassPhraseProvider rel", "must be a full path: 'rel'")]
    [InlineData("TLSPassPhraseProvider /nope", "error checking '/nope': No such file or directory")]
    [InlineData("TLSPassPhraseProvider /etc", "unable to use '/etc: Not a regular file")]
    [InlineData("TLSPreSharedKey id", "missing parameters")]
    [InlineData("TLSPreSharedKey id /path", "unsupported TLSPreSharedKey format: /path")]
    [InlineData("TLSPreSharedKey id hex:", "unsupported TLSPreSharedKey format: hex:")]
    [InlineData("TLSRenegotiate", "wrong number of parameters")]
    [InlineData("TLSRenegotiate foo", ": unknown TLSRenegotiate argument 'foo'")]
    [InlineData("TLSRenegotiate data abc", "data must be valid number: 'abc'")]
    [InlineData("TLSRenegotiate required x", "required must be a Boolean value: 'x'")]
    [InlineData("TLSRenegotiate timeout 0", "timeout must be greater than zero: '0'")]
    [InlineData("TLSRenegotiate ctrl", "wrong number of parameters")] // 1.3.8 crashes
    [InlineData("TLSRenegotiate ctrl 1 data 1 required on timeout 1 x", "wrong number of parameters")]
    [InlineData("TLSSessionCache", "wrong number of parameters")]
    [InlineData("TLSSessionCache on", "badly formatted parameter")]
    [InlineData("TLSSessionCache internal", "badly formatted parameter")]
    [InlineData("TLSSessionCache foo:bar", "session cache type 'foo' not available")]
    [InlineData("TLSSessionCache internal: 0", "timeout be greater than 1")]
    [InlineData("TLSSessionCache internal: abc", "'abc' is not a valid timeout value")]
    [InlineData("TLSSessionCache internal: 1 2", "wrong number of parameters")]
    [InlineData("TLSSessionTickets x", "expected Boolean parameter")]
    [InlineData("TLSSessionTicketKeys age", "wrong number of parameters")]
    [InlineData("TLSSessionTicketKeys age 10", "max key age must be at least 60sec")]
    [InlineData("TLSSessionTicketKeys age foo", "error parsing age value 'foo': Invalid argument")]
    [InlineData("TLSSessionTicketKeys age -1", "error parsing age value '-1': Numerical result out of range")]
    [InlineData("TLSSessionTicketKeys age 1h count 1", "max key count must be at least 1")]
    [InlineData("TLSSessionTicketKeys count -1", "error parsing count value '-1': Invalid argument")]
    [InlineData("TLSSessionTicketKeys foo 1", "unknown parameter: foo")]
    [InlineData("TLSSessionTicketKeys age 1h count", "wrong number of parameters")]
    [InlineData("TLSStapling x", "expected Boolean parameter")]
    [InlineData("TLSStaplingCache foo", "badly formatted parameter")]
    [InlineData("TLSStaplingCache foo:bar", "OCSP stapling cache type 'foo' not available")]
    [InlineData("TLSStaplingOptions NoNonce nonce", ": unknown TLSStaplingOption 'nonce'")]
    [InlineData("TLSStaplingResponder ht!tp:/::/x", "error parsing URL 'ht!tp:/::/x': ")]
    [InlineData("TLSStaplingTimeout x", "error parsing timeout value 'x': Invalid argument")]
    [InlineData("TLSUserName commonname", "badly formatted OID parameter")]
    [InlineData("TLSUserName 1.2.x", "badly formatted OID parameter")]
    [InlineData("TLSVerifyClient x", "expected Boolean parameter")]
    [InlineData("TLSVerifyDepth -1", "depth must be zero or greater")]
    [InlineData("TLSVerifyOrder", "wrong number of parameters")]
    [InlineData("TLSVerifyOrder foo", "unsupported verification mechanism 'foo' requested")]
    [InlineData("TLSVerifyOrder crl ocsp crl", "wrong number of parameters")]
    [InlineData("TLSVerifyServer x", "expected Boolean parameter")]
    [InlineData("TLSNextProtocol x", "expected Boolean parameter")]
    [InlineData("TLSServerCipherPreference x", "expected Boolean parameter")]
    public void A_wrong_value_is_refused_in_upstream_words(string line, string message) =>
        Assert.Equal($"fatal: {line.Split(' ')[0]}: {message} on line 1 of '/etc/proftpd.conf'", Refusal(line));

    [Theory]
    [Trait("modtls", "78")]
    [InlineData("TLSEngine on off")]
    [InlineData("TLSRequired auth+!data")]
    [InlineData("TLSRequired 1")]
    [InlineData("TLSProtocol SSLv23")]
    [InlineData("TLSProtocol sslv3 tlsv1")]
    [InlineData("TLSProtocol ALL -SSLv3")]
    [InlineData("TLSCipherSuite TLSv1.2 HIGH")] // 1.3.10
    [InlineData("TLSCipherSuite tlsv1.3 TLS_AES_128_GCM_SHA256")]
    [InlineData("TLSECDHCurve AUTO")]
    [InlineData("TLSECDHCurve P-256:P-384")]
    [InlineData("TLSOptions AllowClientRenegotiation dNSNameRequired")]
    [InlineData("TLSPreSharedKey id hex:/x")]
    [InlineData("TLSRenegotiate NONE")]
    [InlineData("TLSRenegotiate ctrl abc")]
    [InlineData("TLSSessionCache OFF")]
    [InlineData("TLSSessionCache internal:x")]
    [InlineData("TLSSessionTicketKeys age 1h count 2")]
    [InlineData("TLSStaplingCache no")]
    [InlineData("TLSStaplingResponder foo")]
    [InlineData("TLSUserName 1.2.3")]
    [InlineData("TLSVerifyClient OPTIONAL")]
    [InlineData("TLSVerifyDepth abc")]
    [InlineData("TLSVerifyOrder CRL ocsp")]
    [InlineData("TLSVerifyServer noreversedns")]
    [InlineData("TLSMasqueradeAddress 10.0.0.1")]
    [InlineData("TLSCryptoDevice x")]
    [InlineData("TLSRandomSeed x")]
    [InlineData("TLSLog x")]
    [InlineData("TLSServerInfoFile /nope")]
    public void An_odd_value_is_accepted_as_upstream_does(string line) => Assert.Null(Refusal(line));

    [Theory]
    [Trait("modtls", "90")]
    [InlineData("<Global>", "TLSMasqueradeAddress 10.0.0.1", "<Global>")]
    [InlineData("<VirtualHost 192.0.2.9>", "TLSSessionCache off", "<VirtualHost>")]
    [InlineData("<Global>", "TLSPassPhraseProvider /bin/true", "<Global>")]
    [InlineData("<Directory />", "TLSOptions StdEnvVars", "<Directory>")]
    [InlineData("<Anonymous ~ftp>", "TLSEngine on", "<Anonymous>")]
    [InlineData("<Limit ALL>", "TLSRequired on", "<Limit>")]
    public void A_wrong_context_is_refused(string section, string line, string context)
    {
        var name = line.Split(' ')[0];
        Assert.Equal($"fatal: {name}: directive not allowed in {context} context on line 2 of '/etc/proftpd.conf'", Refusal($"{section}\n{line}\n"));
    }

    [Theory]
    [InlineData("TLSRSACertificateKeyFile", NoFileForBio)]
    [InlineData("TLSCertificateChainFile", NoFileForBio)]
    [InlineData("TLSCACertificateFile", "\n  (2) error:10000080:BIO routines::no such file\n  (3) error:05880002:x509 certificate routines::system lib")]
    [InlineData("TLSCARevocationFile", "\n  (2) error:10000080:BIO routines::no such file\n  (3) error:05880002:x509 certificate routines::system lib")]
    public void A_file_that_openssl_cannot_open_shows_its_whole_error_stack(string name, string rest) =>
        Assert.Equal(
            $"fatal: {name}: unable to use '/nope': {NoSuchFile.Replace("{0}", "/nope", StringComparison.Ordinal)}{rest} on line 1 of '/etc/proftpd.conf'",
            Refusal($"{name} /nope"));

    [Fact]
    [Trait("modtls", "82")]
    public void An_expired_certificate_and_one_of_another_kind_are_only_remarked_on()
    {
        var loaded = new MemoryMachine().Load($"TLSECCertificateFile {certificates.ExpiredFile}\n", registry: Registry());

        Assert.NotNull(loaded.Configuration);
        var remarks = loaded.Diagnostics.Select(diagnostic => diagnostic.Text).Where(text => text.StartsWith("mod_tls", StringComparison.Ordinal));
        Assert.Collection(
            remarks,
            text => Assert.Equal($"mod_tls/2.9.2: certificate '{certificates.ExpiredFile}': expected EC certificate, found RSA", text),
            text => Assert.StartsWith($"mod_tls/2.9.2: certificate '{certificates.ExpiredFile}': expired on ", text, StringComparison.Ordinal));
    }

    [Fact]
    public void An_encrypted_key_is_no_error_while_parsing() =>
        Assert.Null(Refusal($"TLSRSACertificateKeyFile {certificates.EncryptedKeyFile}"));

    [Fact]
    public void Every_directive_of_upstream_s_mod_tls_is_declared_with_its_contexts()
    {
        var ours = Registry();
        foreach (var row in UpstreamTable.Directives.Where(row => row.Module == "mod_tls"))
        {
            var declared = ours.Find(row.Name);
            Assert.True(declared is not null, row.Name);
            Assert.Equal((row.Name, row.Contexts), (declared.Name, declared.Contexts));
        }
    }

    static DirectiveRegistry Registry()
    {
        var registry = new DirectiveRegistry();
        registry.Add("mod_tls", TlsModule.Module.Features.SelectMany(feature => feature.Directives));
        return registry;
    }

    static string? Refusal(string text)
    {
        var machine = new MemoryMachine();
        machine.Files["/etc/hosts"] = "";
        var loaded = machine.Load(text + "\n", registry: Registry());
        return loaded.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Fatal)?.Text;
    }
}
