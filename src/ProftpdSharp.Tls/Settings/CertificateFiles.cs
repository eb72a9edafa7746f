using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>The server's own certificates, keys and chain.</summary>
static class CertificateFiles
{
    public static readonly Feature Feature = new("tls certificates");

    public static readonly Directive<string?> TlsRsaCertificateFile = Certificate("TLSRSACertificateFile", "RSA", ParsePem);
    public static readonly Directive<string?> TlsDsaCertificateFile = Certificate("TLSDSACertificateFile", "DSA", ParseDsa);
    public static readonly Directive<string?> TlsEcCertificateFile = Certificate("TLSECCertificateFile", "EC", ParsePem);

    public static readonly Directive<string?> TlsRsaCertificateKeyFile = Key("TLSRSACertificateKeyFile");
    public static readonly Directive<string?> TlsDsaCertificateKeyFile = Key("TLSDSACertificateKeyFile");
    public static readonly Directive<string?> TlsEcCertificateKeyFile = Key("TLSECCertificateKeyFile");

    public static readonly Directive<string?> TlsPkcs12File = Feature.Directive(
        new Directive<string?>("TLSPKCS12File", Contexts.ServerWide, line => PathArguments.Existing(line).Then<string?>(path => path), null));

    public static readonly Directive<string?> TlsCertificateChainFile = Feature.Directive(
        new Directive<string?>(
            "TLSCertificateChainFile", Contexts.ServerWide,
            line => PathArguments.Usable(line, FileChecks.CertificateChain).Then<string?>(path => path), null));

    static Directive<string?> Certificate(string name, string kind, Func<DirectiveLine, string, Parsed<string?>> parse) =>
        Feature.Directive(new Directive<string?>(name, Contexts.ServerWide, line => parse(line, kind), null));

    static Directive<string?> Key(string name) => Feature.Directive(new Directive<string?>(name, Contexts.ServerWide, ParseKey, null));

    /// <summary>A file, or the URI of a key in a token where OpenSSL can reach tokens.</summary>
    static Parsed<string?> ParseKey(DirectiveLine line)
    {
        if (!TokenKey.IsNamedBy(line[0]))
            return PathArguments.Usable(line, FileChecks.PrivateKey).Then<string?>(path => path);
        return FileChecks.PrivateKey(line[0]) is { } errors ? line.Error($"unable to use '{TokenKey.WithoutPin(line[0])}': {errors}") : line[0];
    }

    static Parsed<string?> ParsePem(DirectiveLine line, string kind)
    {
        if (!PathArguments.IsAbsolute(line[0]))
            return line.Error(PathArguments.NotAbsolute);
        using var certificate = PemFile.ReadCertificate(line[0], out _);
        if (certificate is null)
            return line.Error($"'{line[0]}' does not exist or does not contain a certificate");
        Remark(line, certificate, kind);
        return line[0];
    }

    static Parsed<string?> ParseDsa(DirectiveLine line, string kind)
    {
        if (!PathArguments.IsAbsolute(line[0]))
            return line.Error(PathArguments.NotAbsolute);
        if (line.Host.Status(line[0]).Error is { } missing)
            return line.Error($"unable to use '{line[0]}': {missing}");
        using var certificate = PemFile.ReadCertificate(line[0], out var errors);
        if (certificate is null)
            return line.Error($"unable to use '{line[0]}': {errors}");
        Remark(line, certificate, kind);
        return line[0];
    }

    static void Remark(DirectiveLine line, Certificate certificate, string expected)
    {
        var found = certificate.KeyKind switch { KeyKind.Rsa => "RSA", KeyKind.Dsa => "DSA", KeyKind.Ec => "EC", _ => "unknown" };
        if (found != expected)
            line.Warn($"{Upstream.Label}: certificate '{line[0]}': expected {expected} certificate, found {found}");
        if (certificate.HasExpired)
            line.Warn($"{Upstream.Label}: certificate '{line[0]}': expired on {certificate.NotAfter}");
    }
}
