using System.Text;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Daemon.Linting;

/// <summary>Files with secrets that everybody on the machine may read.</summary>
static class SecretRules
{
    public static readonly LintRule Readable = new(
        "secret-readable", "A private key, a password file or another secret can be read by every user of this machine.", "chmod o-rwx the file, and let root own it.");

    /// <summary>May the others read it (o+r)?</summary>
    const int OthersRead = 4;

    static readonly Dictionary<string, string> Holders = new()
    {
        ["AuthUserFile"] = "passwords",
        ["TLSRSACertificateKeyFile"] = "a private key",
        ["TLSDSACertificateKeyFile"] = "a private key",
        ["TLSECCertificateKeyFile"] = "a private key",
        ["TLSPKCS12File"] = "a private key",
        ["TLSPreSharedKey"] = "a key",
        ["UserPassword"] = "a password",
    };

    static readonly HashSet<string> Certificates = ["TLSRSACertificateFile", "TLSDSACertificateFile", "TLSECCertificateFile"];

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        from place in subject.Records
        let record = place.Record
        let secret = Secret(record, subject.Host)
        where secret is not null
        let path = PathOf(record)
        where (subject.Host.Status(path).Mode & OthersRead) != 0
        select Readable.At(record.Source, $"'{path}' holds {secret} and is readable by everybody (mode {Convert.ToString(subject.Host.Status(path).Mode, 8).PadLeft(4, '0')})");

    /// <summary>What the file of a line holds that nobody should see; null for nothing.</summary>
    static string? Secret(ConfigRecord record, ConfigurationHost host)
    {
        if (Certificates.Contains(record.Directive.Name))
            return host.ReadFile(record.Arguments[0]).Bytes is { } bytes && Encoding.Latin1.GetString(bytes).Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "a private key" : null;
        return HasPin(record) ? "the PIN of a token" : Holders.GetValueOrDefault(record.Directive.Name);
    }

    /// <summary>A key in a token, named with the PIN: the configuration itself is the secret.</summary>
    static bool HasPin(ConfigRecord record) =>
        record.Directive.Name.EndsWith("CertificateKeyFile", StringComparison.Ordinal) && record.Arguments[0].StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase)
        && record.Arguments[0].Contains("pin-value=", StringComparison.OrdinalIgnoreCase);

    static string PathOf(ConfigRecord record) => record.Directive.Name switch
    {
        "UserPassword" => record.Source.File,
        _ when HasPin(record) => record.Source.File,
        "TLSPreSharedKey" => record.Arguments[1].Replace("hex:", "", StringComparison.Ordinal),
        _ => record.Arguments[0],
    };
}
