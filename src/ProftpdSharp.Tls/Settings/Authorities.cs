using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Settings;

/// <summary>What TLSVerifyClient asks of clients.</summary>
enum ClientVerification
{
    /// <summary>No certificate is asked for.</summary>
    Off,

    /// <summary>A certificate is asked for; one that is sent must be good.</summary>
    Optional,

    /// <summary>A good certificate is required.</summary>
    On,
}

/// <summary>What TLSVerifyServer asks of the servers that SSCN connects to.</summary>
enum ServerVerification
{
    Off,
    On,

    /// <summary>Verified, but the certificate's names are not compared with the reverse DNS name.</summary>
    NoReverseDns,
}

/// <summary>Which revocation checks run, in order (TLSVerifyOrder).</summary>
enum VerifyMechanism
{
    Crl,
    Ocsp,
}

/// <summary>Whom the server believes: CAs, revocation lists and how clients and peers are verified.</summary>
static class Authorities
{
    public static readonly Feature Feature = new("tls authorities");

    public static readonly Directive<string?> TlsCaCertificateFile = File("TLSCACertificateFile");
    public static readonly Directive<string?> TlsCaCertificatePath = Directory("TLSCACertificatePath");
    public static readonly Directive<string?> TlsCaRevocationFile = File("TLSCARevocationFile");
    public static readonly Directive<string?> TlsCaRevocationPath = Directory("TLSCARevocationPath");

    public static readonly Directive<ClientVerification> TlsVerifyClient = Feature.Directive(
        new Directive<ClientVerification>("TLSVerifyClient", Contexts.ServerWide, ParseClient, ClientVerification.Off));

    public static readonly Directive<int> TlsVerifyDepth = Feature.Directive(
        new Directive<int>("TLSVerifyDepth", Contexts.ServerWide, ParseDepth, 9));

    public static readonly Directive<IReadOnlyList<VerifyMechanism>> TlsVerifyOrder = Feature.Directive(
        new Directive<IReadOnlyList<VerifyMechanism>>("TLSVerifyOrder", Contexts.ServerWide, ParseOrder, [VerifyMechanism.Crl])
        {
            MaxArguments = 2,
            WrongCount = "wrong number of parameters",
        });

    public static readonly Directive<ServerVerification> TlsVerifyServer = Feature.Directive(
        new Directive<ServerVerification>("TLSVerifyServer", Contexts.ServerWide, ParseServer, ServerVerification.On));

    static Directive<string?> File(string name) => Feature.Directive(
        new Directive<string?>(name, Contexts.ServerWide, line => PathArguments.Usable(line, FileChecks.Authorities).Then<string?>(path => path), null));

    static Directive<string?> Directory(string name) => Feature.Directive(
        new Directive<string?>(name, Contexts.ServerWide, line => PathArguments.Directory(line).Then<string?>(path => path), null));

    static Parsed<ClientVerification> ParseClient(DirectiveLine line)
    {
        if (line[0].Equals("optional", StringComparison.OrdinalIgnoreCase))
            return ClientVerification.Optional;
        return Values.Boolean(line).Then(on => on ? ClientVerification.On : ClientVerification.Off);
    }

    static Parsed<ServerVerification> ParseServer(DirectiveLine line)
    {
        if (line[0].Equals("NoReverseDNS", StringComparison.OrdinalIgnoreCase))
            return ServerVerification.NoReverseDns;
        return Values.Boolean(line).Then(on => on ? ServerVerification.On : ServerVerification.Off);
    }

    static Parsed<int> ParseDepth(DirectiveLine line) =>
        Values.Atoi(line[0]) is >= 0 and var depth ? depth : line.Error("depth must be zero or greater");

    static Parsed<IReadOnlyList<VerifyMechanism>> ParseOrder(DirectiveLine line)
    {
        var order = new List<VerifyMechanism>();
        foreach (var word in line.Arguments)
        {
            if (word.Equals("crl", StringComparison.OrdinalIgnoreCase))
                order.Add(VerifyMechanism.Crl);
            else if (word.Equals("ocsp", StringComparison.OrdinalIgnoreCase))
                order.Add(VerifyMechanism.Ocsp);
            else
                return line.Error($"unsupported verification mechanism '{word}' requested");
        }
        return Parsed.Of<IReadOnlyList<VerifyMechanism>>(order);
    }
}
