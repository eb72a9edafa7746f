using System.Net;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;

namespace ProftpdSharp.Tls.Settings;

/// <summary>TLSMasqueradeAddress: the address that PASV tells to clients that use TLS.</summary>
static class Masquerade
{
    public static readonly Feature Feature = new("tls masquerade address");

    public static readonly Directive<IPAddress?> TlsMasqueradeAddress = Feature.Directive(
        new Directive<IPAddress?>("TLSMasqueradeAddress", ConfigContext.Server | ConfigContext.VirtualHost, Parse, null));

    static Parsed<IPAddress?> Parse(DirectiveLine line)
    {
        var resolved = line.Host.Resolve(line[0], true);
        return resolved.Addresses is [var address, ..] ? address : line.Error($"unable to resolve \"{line[0]}\"");
    }
}
