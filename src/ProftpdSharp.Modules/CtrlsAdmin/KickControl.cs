using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary>
/// <c>kick [user|host|class] [-n COUNT] NAME ...</c> ends sessions; so does <c>kick session NUMBER ...</c>, which upstream has not: it stands for
/// <c>kill PID</c>, as sessions are no processes here.
/// </summary>
static class KickControl
{
    public static readonly Feature Feature = new("kick");

    static KickControl() => AdminControls.Add(Feature, "kick", "disconnect a class, host, or user", KickAsync);

    static async ValueTask<ControlsMessage> KickAsync(ControlRequest request)
    {
        if (request.Arguments is not [var type, ..])
            return ControlsMessage.Failed("missing required parameters");
        if (Missing(type) is not { } missing)
            return ControlsMessage.Failed($"unknown kick type requested: '{type}'");
        int? most = null;
        var rest = request.Arguments.Skip(1).ToList();
        if (rest is [{ Length: > 0 } option, ..] && option[0] == '-')
        {
            if (option != "-n" || rest.Count < 2)
                return ControlsMessage.Failed($"unsupported option: '{option[1..]}'");
            if (Values.Atoi(rest[1]) is not (> 0 and var number))
                return ControlsMessage.Failed($"bad number: {rest[1]}");
            most = (int)Math.Min(number, int.MaxValue);
            rest.RemoveRange(0, 2);
        }
        if (rest.Count == 0)
            return ControlsMessage.Failed($"kick {type}: missing required {missing}");
        var lines = new List<string>();
        foreach (var name in rest)
            lines.Add(await KickAsync(request, type, name, most));
        return ControlsMessage.Done(lines);
    }

    static string? Missing(string type) => type switch
    {
        "user" => "user name(s)",
        "host" => "host(s)",
        "class" => "class name(s)",
        "session" => "session number(s)",
        _ => null,
    };

    static async ValueTask<string> KickAsync(ControlRequest request, string type, string name, int? most)
    {
        if (type == "host")
        {
            if (await Hosts.ResolveAsync(name) is not { } address)
                return $"kick host: error resolving '{name}': No such file or directory";
            return Kick(request, type, address.ToString(), session => session.RemoteAddress.Equals(address), most);
        }
        return Kick(request, type, name, session => Property(session, type) == name, most);
    }

    static string? Property(Session session, string type) => type switch
    {
        "user" => session.Login?.UserName,
        "class" => session.ClassName,
        _ => session.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    static string Kick(ControlRequest request, string type, string name, Func<Session, bool> isMeant, int? most)
    {
        var sessions = request.Host.Sessions.All.Where(isMeant).Take(most ?? int.MaxValue).ToList();
        if (sessions.Count == 0)
            return $"{type} '{name}' not connected";
        sessions.ForEach(session => session.Abort(DisconnectReason.Shutdown));
        var text = most is null ? $"kicked {type} '{name}'" : $"kicked {type} '{name}' ({sessions.Count} clients)";
        request.Log(CtrlsAdminModule.Label, text);
        return text;
    }
}
