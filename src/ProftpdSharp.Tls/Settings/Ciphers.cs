using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>One TLSCipherSuite line.</summary>
/// <param name="ForTls13">Whether it names suites of TLS 1.3; all older versions share the other list.</param>
/// <param name="List">What OpenSSL is given.</param>
sealed record CipherList(bool ForTls13, string List);

/// <summary>TLSCipherSuite and TLSServerCipherPreference.</summary>
static class Ciphers
{
    public const string DefaultList = "DEFAULT:!ADH:!EXPORT:!DES";

    public static readonly Feature Feature = new("tls ciphers");

    /// <summary>The last line for TLS 1.3 and the last one for older versions are in force.</summary>
    public static readonly Directive<CipherList?> TlsCipherSuite = Feature.Directive(
        new Directive<CipherList?>("TLSCipherSuite", Contexts.ServerWide, Parse, null));

    public static readonly Directive<bool> TlsServerCipherPreference = Feature.Directive(
        new Directive<bool>("TLSServerCipherPreference", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>The list for TLS 1.2 and below.</summary>
    public static string ListIn(ConfigScope scope) => Last(scope, forTls13: false) ?? DefaultList;

    /// <summary>The suites of TLS 1.3; null for OpenSSL's own.</summary>
    public static string? SuitesIn(ConfigScope scope) => Last(scope, forTls13: true);

    static string? Last(ConfigScope scope, bool forTls13) =>
        scope.All(TlsCipherSuite).Select(record => record.Value).LastOrDefault(list => list is not null && list.ForTls13 == forTls13)?.List;

    static Parsed<CipherList?> Parse(DirectiveLine line)
    {
        // 1.3.8 ends with a fault here.
        if (line.Count > 2)
            return line.WrongNumberOfParameters;
        var forTls13 = false;
        if (line.Count == 2)
        {
            if (line[0].ToUpperInvariant() is not ("TLSV1.0" or "TLSV1.1" or "TLSV1.2" or "TLSV1.3"))
                return line.Error($"unknown/unsupported protocol specifier: {line[0]}");
            forTls13 = line[0].EndsWith('3');
        }
        var list = line[line.Count == 2 ? 1 : 0];
        if (line.Count == 1 && list.Contains('_', StringComparison.Ordinal))
            return line.Error($"use of TLSv1.3 ciphersuite in '{list}' requires protocol parameter; use 'TLSCipherSuite TLSv1.3 ...'");
        if (!forTls13 && !list.StartsWith("PROFILE=", StringComparison.Ordinal))
            list += ":!EXPORT";
        using var scratch = TlsContext.Create();
        var errors = forTls13 ? scratch.SetCipherSuites(list) : scratch.SetCipherList(list);
        return errors is { } why ? line.Error($"unable to use ciphersuite '{list}': {why}") : new CipherList(forTls13, list);
    }
}
