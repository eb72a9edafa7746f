using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>TLSUserName: which part of a client certificate names the user.</summary>
static class UserNames
{
    public static readonly Feature Feature = new("tls user names");

    /// <summary><c>CommonName</c>, <c>EmailSubjAltName</c> or an OID; null for none.</summary>
    public static readonly Directive<string?> TlsUserName = Feature.Directive(
        new Directive<string?>("TLSUserName", Contexts.ServerWide, Parse, null));

    static Parsed<string?> Parse(DirectiveLine line) =>
        line[0] is "CommonName" or "EmailSubjAltName" || line[0].All(digit => char.IsAsciiDigit(digit) || digit == '.')
            ? line[0]
            : line.Error("badly formatted OID parameter");
}
