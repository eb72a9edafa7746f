using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>One TLSPreSharedKey line.</summary>
/// <param name="Identity">The name that a client gives.</param>
/// <param name="Path">The file with the key in hexadecimal.</param>
sealed record PreSharedKey(string Identity, string Path);

/// <summary>Diffie-Hellman parameters, curves and pre-shared keys.</summary>
static class KeyExchange
{
    const int LongestIdentity = 256;

    public static readonly Feature Feature = new("tls key exchange");

    /// <summary>All lines are used.</summary>
    public static readonly Directive<string?> TlsDhParamFile = Feature.Directive(
        new Directive<string?>("TLSDHParamFile", Contexts.ServerWide, line => PathArguments.Existing(line).Then<string?>(path => path), null));

    /// <summary>Groups separated by colons; null for OpenSSL's own (<c>auto</c>).</summary>
    public static readonly Directive<string?> TlsEcdhCurve = Feature.Directive(
        new Directive<string?>("TLSECDHCurve", Contexts.ServerWide, ParseCurve, null));

    /// <summary>All lines are used.</summary>
    public static readonly Directive<PreSharedKey?> TlsPreSharedKey = Feature.Directive(
        new Directive<PreSharedKey?>("TLSPreSharedKey", Contexts.ServerWide, ParsePreSharedKey, null) { MinArguments = 2 });

    static Parsed<string?> ParseCurve(DirectiveLine line)
    {
        if (line[0].Equals("auto", StringComparison.OrdinalIgnoreCase))
            return (string?)null;
        using var scratch = TlsContext.Create();
        return scratch.SetGroups(line[0]) is { } errors ? line.Error($"unable to use ECDH curves '{line[0]}': {errors}") : line[0];
    }

    static Parsed<PreSharedKey?> ParsePreSharedKey(DirectiveLine line)
    {
        // The path follows without a separator: upstream's text.
        if (line[0].Length > LongestIdentity)
            return line.Error($"TLSPreSharedKey identity '{line[0]}' exceed maximum length {LongestIdentity}{line[1]}");
        if (!line[1].StartsWith("hex:", StringComparison.Ordinal) || line[1].Length < 5)
            return line.Error($"unsupported TLSPreSharedKey format: {line[1]}");
        return new PreSharedKey(line[0], line[1][4..]);
    }
}
