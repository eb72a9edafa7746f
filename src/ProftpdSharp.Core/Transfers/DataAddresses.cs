using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Transfers;

/// <summary>The range of PassivePorts.</summary>
public readonly record struct PortRange(int First, int Last);

/// <summary>AllowForeignAddress: whether data connections may have another peer than the client, any or those of a class.</summary>
public readonly record struct ForeignAddresses(bool All, string? ClassName);

/// <summary>What is configured about the addresses and ports of data connections.</summary>
public static class DataAddresses
{
    const int FirstUnprivileged = 1024;

    public static readonly Feature Feature = new("data connections");

    public static readonly Directive<PortRange?> PassivePorts = Feature.Directive(
        new Directive<PortRange?>("PassivePorts", Contexts.ServerWide, ParsePorts, null) { MinArguments = 2 });

    public static readonly Directive<MasqueradeName?> MasqueradeAddress = Feature.Directive(
        new Directive<MasqueradeName?>("MasqueradeAddress", Contexts.ServerWide, ParseAddress, null));

    public static readonly Directive<ForeignAddresses> AllowForeignAddress = Feature.Directive(
        new Directive<ForeignAddresses>("AllowForeignAddress", Contexts.AndAnonymous, ParseForeign, new ForeignAddresses(false, null), MergeRule.Down));

    static DataAddresses() => Feature.Review(AnnounceMasquerades);

    /// <summary>The address that PASV tells: a masquerade address, else where the client connected to.</summary>
    public static IPAddress Advertised(Session session) =>
        session.State(TransferState.Key).Masquerade?.Invoke(session)
        ?? Masquerade(session)
        ?? session.Addresses.Local.Address;

    /// <summary>The address of the session's MasqueradeAddress; null without one.</summary>
    public static IPAddress? Masquerade(Session session) => session.Server.Root.Get(MasqueradeAddress)?.Current(session.Host);

    /// <summary>Whether a data connection may go to an address or come from it.</summary>
    public static bool Allows(Session session, IPAddress address)
    {
        var foreign = session.TopScope.Get(AllowForeignAddress);
        return foreign.All || address.Equals(session.RemoteAddress) || foreign.ClassName is { } name && ClientAdmission.IsInClass(session, name, address);
    }

    static Parsed<PortRange?> ParsePorts(DirectiveLine line)
    {
        var (first, last) = (Values.Atoi(line[0]), Values.Atoi(line[1]));
        if (first is < 1 or > 65535)
            return line.Error("min port must be allowable port number");
        if (last is < 1 or > 65535)
            return line.Error("max port must be allowable port number");
        if (first < FirstUnprivileged || last < FirstUnprivileged)
            return line.Error("port numbers must be above 1023");
        if (first >= last)
            return line.Error("min port must be less than max port");
        return new PortRange(first, last);
    }

    /// <summary>A name that does not resolve is accepted and masks nothing, as in upstream.</summary>
    static Parsed<MasqueradeName?> ParseAddress(DirectiveLine line)
    {
        var (host, name) = (line.Host, line[0]);
        if (name.Length == 0)
            return line.Error("missing required name parameter");
        return new MasqueradeName(name, Resolve(), Resolve);

        IPAddress? Resolve() => host.Resolve(name, true).Addresses is [var first, ..] ? first : null;
    }

    static ValueTask AnnounceMasquerades(StartupCheck check)
    {
        foreach (var server in check.Configuration.Servers)
        {
            if (server.Root.Get(MasqueradeAddress) is { } masquerade)
                check.Log($"{(server.Addresses is [var first, ..] ? first : IPAddress.Any)}:{server.Port} masquerading as {masquerade.Current(check.Host)?.ToString() ?? masquerade.Name}");
        }
        return ValueTask.CompletedTask;
    }

    static Parsed<ForeignAddresses> ParseForeign(DirectiveLine line) =>
        Values.AsBoolean(line[0]) is { } all ? new ForeignAddresses(all, null) : new ForeignAddresses(false, line[0]);

    /// <summary>The family of an address as EPSV and EPRT number it (RFC 2428): 1 for IPv4, 2 for IPv6.</summary>
    public static int ProtocolNumber(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 2 : 1;
}
