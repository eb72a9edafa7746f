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
        Port.Command("PORT", CommandGroup.None, CommandClass.Misc, Login.Required, DataCommand.Checked(1, PortAsync), "<sp> h1,h2,h3,h4,p1,p2", usesData: true);
        Eprt.Command("EPRT", CommandGroup.None, CommandClass.Misc, Login.Required, DataCommand.Checked(1, EprtAsync), "<sp> |proto|addr|port|", usesData: true);
        Eprt.Feat("EPRT");
    }

    static ValueTask<Outcome> PortAsync(Session session, Command command)
    {
        // Behind the sixth number anything may stand.
        var parts = command.Words[0].Split(',');
        var numbers = parts.Select((part, at) => Byte(at == 5 ? Number(part) : part)).ToList();
        if (numbers.Count < 6 || numbers.Take(6).Any(number => number is null))
            return new(session.Fail(501, "Illegal PORT command"));
        var address = new IPAddress([.. numbers.Take(4).Select(number => (byte)number!)]);
        var port = (int)numbers[4]! << 8 | (int)numbers[5]!;
        if (port == 0 || address.Equals(IPAddress.Any))
            return new(session.Fail(501, "Illegal PORT command"));
        return new(session.RemoteAddress.AddressFamily == AddressFamily.InterNetworkV6
            ? Refuse(session, command, "IPv4/IPv6 address mismatch")
            : Take(session, command, new IPEndPoint(address, port)));
    }

    static ValueTask<Outcome> EprtAsync(Session session, Command command)
    {
        // |1|132.235.1.2|6275| with any delimiter.
        var argument = command.Words[0];
        var parts = argument.Length > 0 ? argument[1..].Split(argument[0]) : [""];
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var protocol) || !DataCommand.IsSupported(session, protocol))
            return new(DataCommand.Unsupported(session));
        if (parts.Length < 4 || Address(parts[1]) is not { } address || DataAddresses.ProtocolNumber(address) != protocol || PortOf(parts[2]) is not { } port)
            return new(session.Fail(501, "Illegal EPRT command"));
        // An IPv4 client of a dual-stack socket may name itself by the mapped address.
        return new(Take(session, command, new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port)));
    }

    /// <summary>Four numbers, or IPv6 without brackets and without a zone, which would make the address another one on every host.</summary>
    static IPAddress? Address(string text) =>
        text.AsSpan().IndexOfAny("%[]") < 0 && (text.Contains(':') || text.Split('.').Length == 4) && IPAddress.TryParse(text, out var address) ? address : null;

    /// <summary>As upstream, no digits are port 0, and a number too large is cut to sixteen bits.</summary>
    static ushort? PortOf(string text) =>
        text.Length == 0 ? (ushort)0 : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (ushort)port : null;

    static Outcome Take(Session session, Command command, IPEndPoint target)
    {
        target = BehindTranslation(session, target);
        if (!DataAddresses.Allows(session, target.Address) || target.Port == 0 && !session.TopScope.Get(DataAddresses.AllowForeignAddress).All)
        {
            RefusingSetting.Note(session, command, DataAddresses.AllowForeignAddress, session.TopScope.Find(DataAddresses.AllowForeignAddress));
            return Refuse(session, command, "address mismatch");
        }

        if (target.Port < 1024)
            return Refuse(session, command, $"port {target.Port} below 1024, possible bounce attack");
        var state = session.State(TransferState.Key);
        state.ForgetConnection();
        state.Active = target;
        return session.Succeed(200, $"{command.Verb} command successful");
    }

    static Outcome Refuse(Session session, Command command, string why)
    {
        session.Log.Notice($"Refused {command.Verb} {command.LineArgument} ({why})");
        return session.Fail(500, $"Illegal {command.Verb} command");
    }

    /// <summary>A client behind NAT may name its private address; it can only mean the one it connected from.</summary>
    static IPEndPoint BehindTranslation(Session session, IPEndPoint target) =>
        IsPrivate(target.Address) && !DataAddresses.Allows(session, target.Address)
            ? new IPEndPoint(session.RemoteAddress, target.Port)
            : target;

    /// <summary>RFC 1918.</summary>
    static bool IsPrivate(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork
        && address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..];

    /// <summary>The sign and the digits in front.</summary>
    static string Number(string text)
    {
        var end = text is ['+' or '-', ..] ? 1 : 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return text[..end];
    }

    static int? Byte(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 255 ? number : null;
}
