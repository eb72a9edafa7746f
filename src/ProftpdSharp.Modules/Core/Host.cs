using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Access;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Server;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Core;

/// <summary>HOST (RFC 7151): the name of the server that the client wants, where several share an address.</summary>
static class Host
{
    public static readonly Feature Feature = new("HOST");

    static Host()
    {
        Feature.Command("HOST", CommandGroup.None, CommandClass.Auth, Login.NotRequired, HostAsync, "<cp> hostname");
        Feature.Feat("HOST");
    }

    static async ValueTask<Outcome> HostAsync(Session session, Command command)
    {
        if (command.Words.Count != 1)
            return session.Fail(500, "'HOST' not understood");
        var name = command.Words[0];
        if (session.IsLoggedIn)
        {
            session.Log.Notice($"HOST '{name}' command received after login, refusing HOST command");
            return session.Fail(503, "Bad sequence of commands");
        }
        if (await Limits.RefusesAsync(session, command))
            return Outcome.Failed;
        // The certificate was chosen by SNI or without a name; HOST may only confirm it (RFC 7151 section 3.2).
        var sni = session.Notes.GetValueOrDefault("mod_tls.sni");
        if (session.Protocol == "ftps" && sni is null)
        {
            session.Log.Notice($"HOST '{name}' command received after client has requested RFC2228 protection (TLS), refusing HOST command");
            return session.Fail(503, "Bad sequence of commands");
        }
        if (Literal(session, name) is { } answer)
            return answer;
        var server = Named(session, name);
        if (server is null)
            return Unknown(session, name, $"Unknown host '{name}' requested on {session.LocalText}#{session.Addresses.Local.Port}");
        if (sni is not null && !sni.Equals(name, StringComparison.OrdinalIgnoreCase))
            return Unknown(session, name, $"HOST '{name}' requested, but client connected via TLS to SNI '{sni}'");
        session.Notes["mod_core.host"] = name;
        if (server != session.Server)
            session.Log.Debug(0, $"Changing to server '{server.Name}' (ServerAlias {name}) due to HOST command");
        await session.SwitchServerAsync(server);
        foreach (var line in await Welcome.LinesAsync(session))
            session.Responses.Add(220, line);
        return Outcome.Handled;
    }

    /// <summary>An address instead of a name is right only when it is the one connected to; null when the name is none.</summary>
    static Outcome? Literal(Session session, string name)
    {
        var knowsIPv6 = session.Configuration.Process.Get(LanguageDirectives.UseIPv6);
        if (name.StartsWith('[') && knowsIPv6)
        {
            return name.EndsWith(']') && AddressText.Parse(name[1..^1]) is { AddressFamily: AddressFamily.InterNetworkV6 } v6
                ? Matches(session, name, v6)
                : session.Fail(501, $"{name}: Invalid IPv6 address provided");
        }
        // Without brackets it is none either.
        if (name.Contains(':') || name.StartsWith('['))
            return session.Fail(501, $"{name}: Invalid {(knowsIPv6 && AddressText.IsLiteral(name) ? "IPv6 address" : "hostname")} provided");
        return AddressText.Parse(name) is { } address ? Matches(session, name, address) : null;
    }

    /// <summary>
    /// Upstream compares the texts, so that an address must be written in its shortest form, and an IPv4 address with another one only: on a socket that speaks IPv6 any
    /// is right.
    /// </summary>
    static Outcome Matches(Session session, string name, IPAddress address)
    {
        var (local, text) = (session.LocalText, name.Trim('[', ']'));
        var isIPv6 = local.Contains(':');
        if (text == local || (address.AddressFamily == AddressFamily.InterNetwork && isIPv6))
            return session.Succeed(220, "HOST command successful");
        return Unknown(session, name, $"HOST '{text}' requested, but client connected to {(isIPv6 ? "IPv6" : "IPv4")} address '{local}'");
    }

    static Outcome Unknown(Session session, string name, string why)
    {
        session.Log.Debug(0, $"{why}, refusing HOST command");
        return session.Fail(504, $"{name}: Unknown hostname provided");
    }

    static VirtualServer? Named(Session session, string name) => ServerSelection.FindNamed(session.Configuration, session.Addresses.Local, name);
}
