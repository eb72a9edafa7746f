using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Core;

/// <summary>PASV (RFC 959) and EPSV (RFC 2428): the client connects to us.</summary>
static class PassiveMode
{
    public static readonly Feature Pasv = new("PASV");
    public static readonly Feature Epsv = new("EPSV");

    static PassiveMode()
    {
        Pasv.Command("PASV", CommandGroup.None, CommandClass.Misc, Login.Required, PasvAsync, "(returns address/port)", usesData: true);
        Epsv.Command("EPSV", CommandGroup.None, CommandClass.Misc, Login.Required, EpsvAsync, "(returns port |||port|)", usesData: true);
        Epsv.Feat("EPSV");
    }

    static async ValueTask<Outcome> PasvAsync(Session session, Command command)
    {
        var state = session.State(TransferState.Key);
        if (state.ExtendedPassiveOnly)
            return session.Fail(500, "Illegal PASV command, EPSV ALL in effect");
        if (command.HasArgument)
            return session.Fail(501, "Invalid number of parameters");
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        if (Listen(session, state) is not { } listener)
            return session.Fail(425, "Unable to build data connection: Internal error");
        var address = DataAddresses.Advertised(session);
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return session.Fail(425, "PASV is for IPv4; use EPSV");
        var bytes = address.GetAddressBytes();
        var port = listener.Address.Port;
        session.Log.Debug(1, $"Entering Passive Mode ({string.Join(',', bytes)},{port >> 8},{port & 0xff}).");
        return session.Succeed(227, $"Entering Passive Mode ({string.Join(',', bytes)},{port >> 8},{port & 0xff}).");
    }

    static async ValueTask<Outcome> EpsvAsync(Session session, Command command)
    {
        var state = session.State(TransferState.Key);
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        if (command.Words.Count > 0)
        {
            if (command.Words[0].Equals("ALL", StringComparison.OrdinalIgnoreCase))
            {
                state.ExtendedPassiveOnly = true;
                return session.Succeed(200, "EPSV ALL command successful");
            }
            if (!int.TryParse(command.Words[0], out var protocol))
                return session.Fail(501, "EPSV: unknown network protocol");
            if (!IsSupported(session, protocol))
                return session.Fail(522, $"Network protocol not supported, use ({Supported(session)})");
        }
        if (Listen(session, state) is not { } listener)
            return session.Fail(425, "Unable to build data connection: Internal error");
        return session.Succeed(229, $"Entering Extended Passive Mode (|||{listener.Address.Port}|)");
    }

    /// <summary>Replaces whatever PASV or PORT said before by a new listener; null when no port could be had.</summary>
    static PassiveListener? Listen(Session session, TransferState state)
    {
        state.ForgetConnection();
        var local = session.Addresses.Local.Address;
        var range = session.Server.Root.Get(DataAddresses.PassivePorts);
        state.Passive = range is { } ports ? ListenInRange(session, local, ports) : null;
        if (state.Passive is not null)
            return state.Passive;
        var any = PassiveListener.Open(local, 0, session.Host.Poller);
        state.Passive = any.Ok ? any.Value : null;
        return state.Passive;
    }

    /// <summary>Every port of the range once, from a random one on; upstream then takes any port and says so.</summary>
    static PassiveListener? ListenInRange(Session session, IPAddress local, PortRange range)
    {
        var count = range.Last - range.First + 1;
        var start = RandomNumberGenerator.GetInt32(count);
        for (var i = 0; i < count; i++)
        {
            var listener = PassiveListener.Open(local, range.First + (start + i) % count, session.Host.Poller);
            if (listener.Ok)
                return listener.Value;
        }
        session.Log.Warning($"unable to find open port in PassivePorts range {range.First}-{range.Last}: defaulting to INPORT_ANY "
            + "(consider defining a larger PassivePorts range)");
        return null;
    }

    internal static bool IsSupported(Session session, int protocol) => protocol == DataAddresses.ProtocolNumber(session.RemoteAddress);

    /// <summary>What the 522 of EPSV and EPRT offers.</summary>
    internal static string Supported(Session session) => DataAddresses.ProtocolNumber(session.RemoteAddress) == 1 ? "1" : "2";
}
