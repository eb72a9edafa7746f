using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Security.Cryptography;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Modules.Core;

/// <summary>PASV (RFC 959) and EPSV (RFC 2428): the client connects to us.</summary>
static class PassiveMode
{
    const string NoPort = "Unable to build data connection: Internal error";

    public static readonly Feature Pasv = new("PASV");
    public static readonly Feature Epsv = new("EPSV");

    static PassiveMode()
    {
        Pasv.Command("PASV", CommandGroup.None, CommandClass.Misc, Login.Required, DataCommand.Checked(0, PasvAsync), "(returns address/port)", usesData: true);
        Epsv.Command("EPSV", CommandGroup.None, CommandClass.Misc, Login.Required, DataCommand.Checked(null, EpsvAsync), "(returns port |||port|)", usesData: true);
        Epsv.Feat("EPSV");
    }

    static ValueTask<Outcome> PasvAsync(Session session, Command command)
    {
        if (Listen(session) is not { } listener)
            return new(session.Fail(425, NoPort));
        var address = DataAddresses.Advertised(session);
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return new(session.Fail(425, "PASV is for IPv4; use EPSV"));
        var port = listener.Address.Port;
        var text = $"Entering Passive Mode ({string.Join(',', address.GetAddressBytes())},{port >> 8},{port & 0xff}).";
        session.Log.Debug(1, text);
        return new(session.Succeed(227, text));
    }

    static ValueTask<Outcome> EpsvAsync(Session session, Command command)
    {
        if (command.Words is [var word])
        {
            if (word.Equals("ALL", StringComparison.OrdinalIgnoreCase))
            {
                session.State(TransferState.Key).ExtendedPassiveOnly = true;
                return new(session.Succeed(200, "EPSV ALL command successful"));
            }
            var protocol = BigInteger.Zero;
            if (word.Length > 0 && !BigInteger.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out protocol))
                return new(session.Fail(501, "EPSV: unknown network protocol"));
            if (protocol < 0 || protocol > 2 || !DataCommand.IsSupported(session, (int)protocol))
                return new(DataCommand.Unsupported(session));
        }
        if (Listen(session) is not { } listener)
            return new(session.Fail(425, NoPort));
        var text = $"Entering Extended Passive Mode (|||{listener.Address.Port}|)";
        session.Log.Debug(1, text);
        return new(session.Succeed(229, text));
    }

    /// <summary>Replaces whatever PASV or PORT said before by a new listener; null when no port could be had.</summary>
    static ListeningSocket? Listen(Session session)
    {
        if (Trial.Withholds(session))
            return null;
        var state = session.State(TransferState.Key);
        state.ForgetConnection();
        var local = session.Addresses.Local.Address;
        var range = session.Server.Root.Get(DataAddresses.PassivePorts);
        state.Passive = range is { } ports ? ListenInRange(session, local, ports) : null;
        if (state.Passive is not null)
            return state.Passive;
        var any = Open(session, local, 0);
        state.Passive = any.Ok ? any.Value : null;
        return state.Passive;
    }

    /// <summary>Every port of the range once, from a random one on; upstream then takes any port and says so.</summary>
    static ListeningSocket? ListenInRange(Session session, IPAddress local, PortRange range)
    {
        var count = range.Last - range.First + 1;
        var start = RandomNumberGenerator.GetInt32(count);
        for (var i = 0; i < count; i++)
        {
            var listener = Open(session, local, range.First + ((start + i) % count));
            if (listener.Ok)
                return listener.Value;
        }
        session.Log.Warning($"unable to find open port in PassivePorts range {range.First}-{range.Last}: defaulting to INPORT_ANY "
            + "(consider defining a larger PassivePorts range)");
        return null;
    }

    static Result<ListeningSocket> Open(Session session, IPAddress local, int port) =>
        ListeningSocket.Open(new IPEndPoint(local, port), 1, session.Host.Poller, socket => SocketSettings.PrepareData(session, socket));
}
