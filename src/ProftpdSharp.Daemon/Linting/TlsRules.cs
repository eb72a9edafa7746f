namespace ProftpdSharp.Daemon.Linting;

/// <summary>Settings of mod_tls that were right once, or that somebody tried and forgot.</summary>
static class TlsRules
{
    public static readonly LintRule Weakened = new(
        "tls-weakened", "TLS is weaker than it needs to be.", "Use 'TLSProtocol TLSv1.2 TLSv1.3', leave TLSCipherSuite to its default, and drop the option.");

    static readonly HashSet<string> OldVersions = new(["SSLv3", "TLSv1", "TLSv1.1"], StringComparer.OrdinalIgnoreCase);

    static readonly string[] WeakCiphers = ["NULL", "ADH", "AECDH", "EXP", "LOW", "RC4", "RC2", "MD5", "COMPLEMENTOFALL", "SECLEVEL=0"];

    static readonly HashSet<string> WeakOptions = new(["AllowClientRenegotiations", "AllowWeakDH", "AllowWeakSecurity"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<Finding> Find(LintSubject subject) =>
        from place in subject.Records
        let record = place.Record
        let why = record.Directive.Name switch
        {
            "TLSProtocol" => Versions(record.Arguments) is { Count: > 0 } old ? $"allows {string.Join(", ", old)}" : null,
            "TLSCipherSuite" => record.Arguments.SelectMany(Ciphers).FirstOrDefault() is { } cipher ? $"allows {cipher}" : null,
            "TLSOptions" => record.Arguments.FirstOrDefault(WeakOptions.Contains) is { } option ? $"sets {option}" : null,
            _ => null,
        }
        where why is not null
        select Weakened.At(record.Source, $"'{record}' {why}");

    /// <summary>The old versions of a list, which may be <c>ALL</c> less some.</summary>
    static List<string> Versions(IReadOnlyList<string> words)
    {
        var isAll = words.Any(word => word.Equals("ALL", StringComparison.OrdinalIgnoreCase) || word.Equals("SSLv23", StringComparison.OrdinalIgnoreCase));
        var allowed = isAll ? OldVersions : words.Select(word => word.TrimStart('+')).Where(OldVersions.Contains);
        return [.. allowed.Except(words.Where(word => word.StartsWith('-')).Select(word => word[1..]), StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    static IEnumerable<string> Ciphers(string list) =>
        list.Split(':', ',', ' ').Where(word => !word.StartsWith('!') && !word.StartsWith('-') && WeakCiphers.Any(weak => word.Contains(weak, StringComparison.OrdinalIgnoreCase)));
}
