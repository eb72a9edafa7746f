using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>The bits of TLSOptions.</summary>
[Flags]
enum TlsOption
{
    None = 0,

    /// <summary>A client certificate in ~/.tlslogin logs in without password.</summary>
    AllowDotLogin = 1,

    /// <summary>TLSRequired is enforced after the login, by user.</summary>
    AllowPerUser = 1 << 1,

    AllowClientRenegotiations = 1 << 2,

    /// <summary>Diffie-Hellman groups may be as small as the key.</summary>
    AllowWeakDH = 1 << 3,

    /// <summary>OpenSSL's security level 0.</summary>
    AllowWeakSecurity = 1 << 4,

    CommonNameRequired = 1 << 5,
    DnsNameRequired = 1 << 6,
    IPAddressRequired = 1 << 7,

    /// <summary>Handshake messages and alerts go to the TLSLog.</summary>
    EnableDiags = 1 << 8,

    ExportCertData = 1 << 9,
    StdEnvVars = 1 << 10,

    /// <summary>The name of the ClientHello is neither used nor recorded.</summary>
    IgnoreSni = 1 << 11,

    NoAutoEcdh = 1 << 12,
    NoEmptyFragments = 1 << 13,

    /// <summary>Data connections need not resume the session of the control connection.</summary>
    NoSessionReuseRequired = 1 << 14,

    /// <summary>TLS from the first byte.</summary>
    UseImplicitSsl = 1 << 15,
}

/// <summary>TLSOptions: all lines that a server sees, those of Global included, add up.</summary>
static class Options
{
    public static readonly Feature Feature = new("tls options");

    public static readonly Directive<TlsOption> TlsOptions = Feature.Directive(
        new Directive<TlsOption>("TLSOptions", Contexts.ServerWide, Parse, TlsOption.None) { WrongCount = "wrong number of parameters" });

    static readonly Dictionary<string, TlsOption> Names = new(StringComparer.Ordinal)
    {
        ["AllowDotLogin"] = TlsOption.AllowDotLogin,
        ["AllowPerUser"] = TlsOption.AllowPerUser,
        ["AllowClientRenegotiation"] = TlsOption.AllowClientRenegotiations,
        ["AllowClientRenegotiations"] = TlsOption.AllowClientRenegotiations,
        ["AllowWeakDH"] = TlsOption.AllowWeakDH,
        ["AllowWeakSecurity"] = TlsOption.AllowWeakSecurity,
        ["CommonNameRequired"] = TlsOption.CommonNameRequired,
        ["dNSNameRequired"] = TlsOption.DnsNameRequired,
        ["iPAddressRequired"] = TlsOption.IPAddressRequired,
        ["EnableDiags"] = TlsOption.EnableDiags,
        ["ExportCertData"] = TlsOption.ExportCertData,
        ["IgnoreSNI"] = TlsOption.IgnoreSni,
        ["NoAutoECDH"] = TlsOption.NoAutoEcdh,
        ["NoEmptyFragments"] = TlsOption.NoEmptyFragments,
        ["NoSessionReuseRequired"] = TlsOption.NoSessionReuseRequired,
        ["StdEnvVars"] = TlsOption.StdEnvVars,
        ["UseImplicitSSL"] = TlsOption.UseImplicitSsl,
    };

    /// <summary>Every option that holds in a section.</summary>
    public static TlsOption In(ConfigScope scope) =>
        scope.All(TlsOptions).Aggregate(TlsOption.None, (options, record) => options | record.Value);

    static Parsed<TlsOption> Parse(DirectiveLine line)
    {
        var options = TlsOption.None;
        foreach (var word in line.Arguments)
        {
            if (!Names.TryGetValue(word, out var option))
                return line.Error($": unknown TLSOption '{word}'");
            options |= option;
        }
        return options;
    }
}
