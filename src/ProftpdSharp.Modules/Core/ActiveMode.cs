using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Core;

/// <summary>PORT (RFC 959) and EPRT (RFC 2428): we connect to the client.</summary>
static class ActiveMode
{
    public static readonly Feature Port = new("PORT");
    public static readonly Feature Eprt = new("EPRT");

    static ActiveMode()
    {
        Port.Command("PORT", CommandGroup.None, CommandClass.Misc, Login.Required, PortAsync, "<sp> h1,h2,h3,h4,p1,p2", usesData: true);
        Eprt.Command("EPRT", CommandGroup.None, CommandClass.Misc, Login.Required, EprtAsync, "<sp> |proto|addr|port|", usesData: true);
        Eprt.Feat("EPRT");
    }

    static async ValueTask<Outcome> PortAsync(Session session, Command command)
    {
        if (session.State(TransferState.Key).ExtendedPassiveOnly)
            return session.Fail(500, "Illegal PORT command, EPSV ALL in effect");
        if (command.Words.Count != 1)
            return session.Fail(501, "Invalid number of parameters");
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        var numbers = command.Words[0].Split(',').Select(Byte).ToList();
        if (numbers.Count < 6 || numbers.Take(6).Any(number => number is null))
            return session.Fail(501, "Illegal PORT command");
        var address = new IPAddress([.. numbers.Take(4).Select(number => (byte)number!)]);
        var port = (int)numbers[4]! << 8 | (int)numbers[5]!;
        if (port == 0 || address.Equals(IPAddress.Any))
            return session.Fail(501, "Illegal PORT command");
        return Take(session, command, new IPEndPoint(address, port));
    }

    static async ValueTask<Outcome> EprtAsync(Session session, Command command)
    {
        if (session.State(TransferState.Key).ExtendedPassiveOnly)
            return session.Fail(500, "Illegal EPRT command, EPSV ALL in effect");
        if (command.Words.Count != 1)
            return session.Fail(501, "Invalid number of parameters");
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        // |1|132.235.1.2|6275| with any delimiter.
        var argument = command.Words[0];
        var parts = argument[1..].Split(argument[0]);
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var protocol) || !PassiveMode.IsSupported(session, protocol))
            return session.Fail(522, $"Network protocol not supported, use ({PassiveMode.Supported(session)})");
        if (parts.Length < 4 || !IPAddress.TryParse(parts[1], out var address) || !uint.TryParse(parts[2], out var port))
            return session.Fail(501, "Illegal EPRT command");
        return Take(session, command, new IPEndPoint(address, (ushort)port));
    }

    static Outcome Take(Session session, Command command, IPEndPoint target)
    {
        target = BehindTranslation(session, target);
        if (!session.TopScope.Get(DataAddresses.AllowForeignAddress) && (!target.Address.Equals(session.RemoteAddress) || target.Port == 0))
            return Refuse(session, command, "address mismatch");
        if (target.Port < 1024)
            return Refuse(session, command, $"port {target.Port} below 1024, possible bounce attack");
        var state = session.State(TransferState.Key);
        state.ForgetConnection();
        state.Active = target;
        return session.Succeed(200, $"{command.Verb} command successful");
    }

    static Outcome Refuse(Session session, Command command, string why)
    {
        session.Log.Notice($"Refused {command.Verb} {command.Words[0]} ({why})");
        return session.Fail(500, $"Illegal {command.Verb} command");
    }

    /// <summary>A client behind NAT may name its private address; it can only mean the one it connected from.</summary>
    static IPEndPoint BehindTranslation(Session session, IPEndPoint target) =>
        IsPrivate(target.Address) && !target.Address.Equals(session.RemoteAddress) && !session.TopScope.Get(DataAddresses.AllowForeignAddress)
            ? new IPEndPoint(session.RemoteAddress, target.Port)
            : target;

    /// <summary>RFC 1918.</summary>
    static bool IsPrivate(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
        && address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];

    static int? Byte(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 255 ? number : null;
}
