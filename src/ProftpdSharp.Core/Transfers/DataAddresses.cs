using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Transfers;

/// <summary>The range of PassivePorts.</summary>
public readonly record struct PortRange(int First, int Last);

/// <summary>What is configured about the addresses and ports of data connections.</summary>
public static class DataAddresses
{
    public static readonly Feature Feature = new("data connections");

    public static readonly Directive<PortRange?> PassivePorts = Feature.Directive(
        new Directive<PortRange?>("PassivePorts", Contexts.ServerWide, ParsePorts, null) { MinArguments = 2 });

    public static readonly Directive<IPAddress?> MasqueradeAddress = Feature.Directive(
        new Directive<IPAddress?>("MasqueradeAddress", Contexts.ServerWide, ParseAddress, null));

    public static readonly Directive<bool> AllowForeignAddress = Feature.Directive(
        new Directive<bool>("AllowForeignAddress", Contexts.AndAnonymous, ParseForeign, false, MergeRule.Down));

    /// <summary>The address that PASV tells: a masquerade address, else where the client connected to.</summary>
    public static IPAddress Advertised(Session session) =>
        session.State(TransferState.Key).Masquerade?.Invoke(session)
        ?? session.Server.Root.Get(MasqueradeAddress)
        ?? session.Addresses.Local.Address;

    static Parsed<PortRange?> ParsePorts(DirectiveLine line)
    {
        var (first, last) = (Values.Atoi(line[0]), Values.Atoi(line[1]));
        if (first is < 1 or > 65535)
            return line.Error("min port must be allowable port number");
        if (last is < 1 or > 65535)
            return line.Error("max port must be allowable port number");
        if (first >= last)
            return line.Error("min port must be less than max port");
        return new PortRange(first, last);
    }

    /// <summary>A name that does not resolve is accepted and masks nothing, as in upstream.</summary>
    static Parsed<IPAddress?> ParseAddress(DirectiveLine line) =>
        line.Host.Resolve(line[0], true).Addresses is [var first, ..] ? first : Parsed.Of<IPAddress?>(null);

    /// <summary>1.3.10 also takes the name of a class; until it is known here only the Boolean counts.</summary>
    static Parsed<bool> ParseForeign(DirectiveLine line) => Values.Boolean(line);

    /// <summary>The family of an address as EPSV and EPRT number it (RFC 2428): 1 for IPv4, 2 for IPv6.</summary>
    public static int ProtocolNumber(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 2 : 1;
}
