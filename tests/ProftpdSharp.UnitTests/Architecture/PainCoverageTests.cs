using System.Text.RegularExpressions;
using Xunit;

namespace ProftpdSharp.UnitTests.Architecture;

/// <summary>
/// What users of ProFTPD and its clients suffer from, as they reported it, numbered. A test says which of it cannot happen here: C# by a trait, a
/// transcript by a line <c># PAINS 1 2</c> below its title.
/// </summary>
public sealed partial class PainCoverageTests
{
    static readonly (string Number, string Pain)[] Pains =
    [
        ("1", "425 because the client did not resume the control connection's TLS session, and nobody says so"),
        ("2", "TLS 1.3: clients that resume are refused now and then, since tickets run out"),
        ("3", "long sessions: the ticket expires, the data connection is refused, and a file of 0 bytes is left"),
        ("3.lifetime", "a control connection that is older than its ticket can still transfer"),
        ("4", "the last bytes of an upload over TLS are lost"),
        ("5", "memory grows or a processor is busy after broken handshakes and many reloads"),
        ("5.timeout", "scanners stay longer than TimeoutLogin"),
        ("6", "clients that send SNI are rejected, or get the certificate of another virtual host"),
        ("7", "a renewed certificate needs a restart; a reload that fails ends the server"),
        ("8", "directives that were removed make a whole configuration fatal"),
        ("9", "errors inside Include are ignored, or do not say where they are"),
        ("10", "PASV tells an address that is wrong behind NAT"),
        ("10.device", "the address of an interface"),
        ("10.network", "clients inside get an address of the outside"),
        ("11", "the range of passive ports is exhausted, or two sessions get the same port"),
        ("12", "TLS cannot be required of some users only"),
        ("13", "logs in containers: standard output, JSON"),
        ("13.stdout", "every log to standard output"),
        ("14", "slow downloads over TLS: small records"),
        ("14.nagle", "slow downloads: Nagle's algorithm"),
        ("15", "the greeting waits for a name server that is dead"),
        ("16", "sessions whose client is gone keep their place"),
        ("16.half-open", "machines that are switched off keep their place"),
        ("16.probes", "probes of load balancers keep places"),
        ("17", "an aborted upload takes the good file along"),
        ("18", "fail2ban does not understand the log"),
        ("19", "revocation lists and OCSP do not work"),
        ("20.2019", "commands of bytes beyond ASCII stop the server"),
        ("20.2030", "LIST -B overflows"),
        ("20.2146", "MLSD overflows the stack"),
        ("20.2210", "the controls socket is open to everybody"),
        ("20.2256", "RNTO across file systems follows symbolic links"),
        ("20.2265", "STAT -C uses memory that was freed"),
        ("20.2272", "a passive data connection of a foreign address is accepted"),
        ("20.2282", "a .ftpaccess is bypassed"),
        ("20.2286", "REST and RANG take negative offsets"),
        ("21", "commands before the TLS handshake count after it"),
        ("24", "old clients' habits"),
        ("24.dialogues", "what well-known clients say, word for word"),
        ("25", "others steal data connections, or shorten uploads unnoticed"),
    ];

    /// <summary>What cannot concern this server. Numbers that are here have no test.</summary>
    static readonly Dictionary<string, string> Outside = new()
    {
        ["20.CVE-2026-42167"] = "SQL injection: there is no mod_sql",
        ["20.CVE-2026-44331"] = "SQL injection: there is no mod_sql",
        ["22"] = "databases that restart or lock: there is no mod_sql",
        ["23"] = "load balancers: there is no mod_proxy_protocol, which ProFTPD does not ship either",
    };

    [Fact]
    public void Every_pain_has_a_test()
    {
        var shown = Traits().Concat(TranscriptNumbers()).ToHashSet();
        Assert.Equal(Pains.Select(pain => pain.Number).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_outside_is_no_pain_here() => Assert.DoesNotContain(Pains, pain => Outside.ContainsKey(pain.Number));

    static IEnumerable<string> Traits() => Files("*.cs").SelectMany(file => TraitPattern().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

    static IEnumerable<string> TranscriptNumbers() =>
        Files("*.txt").Where(file => file.Contains("/Transcripts/", StringComparison.Ordinal))
            .SelectMany(File.ReadLines).Where(line => line.StartsWith("# PAINS ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[2..]);

    static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal));

    [GeneratedRegex("""Trait\("pains", "([0-9a-z.-]+)"\)""")]
    private static partial Regex TraitPattern();
}
