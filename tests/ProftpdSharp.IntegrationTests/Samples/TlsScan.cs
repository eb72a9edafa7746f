using ProftpdSharp.TestSupport;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Samples;

/// <summary>What sslscan thinks of a server.</summary>
static class TlsScan
{
    static readonly string[] Weak = ["NULL", "RC4", "3DES", "DES-CBC", "ADH", "AECDH", "anon", "EXP", "MD5", " 40 bits", " 56 bits", " 112 bits  "];

    /// <summary>The arguments of sslscan.</summary>
    public static string[] Arguments(string address) => ["--no-colour", "--starttls-ftp", address];

    /// <summary>It found old versions off, no weak cipher, no known hole.</summary>
    public static void AssertNoWeakness(CommandResult scan)
    {
        var output = scan.EnsureSuccess().Output;
        foreach (var version in (string[])["SSLv2  ", "SSLv3  ", "TLSv1.0", "TLSv1.1"])
            Assert.Contains($"{version}   disabled", output, StringComparison.Ordinal);
        Assert.Contains("TLSv1.3   enabled", output, StringComparison.Ordinal);
        Assert.Contains("Session renegotiation not supported", output, StringComparison.Ordinal);
        Assert.Contains("Server supports TLS Fallback SCSV", output, StringComparison.Ordinal);
        Assert.DoesNotContain("  vulnerable", output, StringComparison.Ordinal);
        var ciphers = output.Split('\n').Where(line => line.StartsWith("Accepted ", StringComparison.Ordinal) || line.StartsWith("Preferred ", StringComparison.Ordinal)).ToList();
        Assert.True(ciphers.Count > 5, output);
        Assert.DoesNotContain(ciphers, line => Weak.Any(word => line.Contains(word, StringComparison.Ordinal)));
        // The best one first, with forward secrecy.
        Assert.Contains("ECDHE-RSA-AES256-GCM-SHA384", ciphers.First(line => line.StartsWith("Preferred TLSv1.2", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
