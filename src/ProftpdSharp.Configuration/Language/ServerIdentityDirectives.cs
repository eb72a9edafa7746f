using System.Net;
using ProftpdSharp.Configuration.Parsing;

namespace ProftpdSharp.Configuration.Language;

/// <summary>What makes a server: its name, addresses and port.</summary>
static class ServerIdentityDirectives
{
    public static IEnumerable<Directive> Directives =>
    [
        LanguageDirectives.ServerName, LanguageDirectives.ServerAdmin, LanguageDirectives.ServerAlias, LanguageDirectives.Port,
        LanguageDirectives.DefaultAddress, LanguageDirectives.DefaultServer, LanguageDirectives.UseIPv6, LanguageDirectives.UseReverseDns,
    ];

    /// <summary>Any text is a number (<c>abc</c> is 0, <c>21x</c> is 21).</summary>
    public static Parsed<int> ParsePort(DirectiveLine line)
    {
        var port = Values.Atoi(line[0]);
        if (port is < 0 or > 65535)
            return line.Error("value must be between 0 and 65535");
        return line.Context == ConfigContext.Global ? Parsed.Ignored : port;
    }

    public static Parsed<IReadOnlyList<IPAddress>> ParseDefaultAddress(DirectiveLine line)
    {
        var addresses = new List<IPAddress>();
        foreach (var word in line.Arguments)
        {
            var resolved = line.Host.Resolve(word, line.UseIPv6);
            if (resolved.Error is not null && addresses.Count == 0)
                return line.Error($"unable to resolve '{word}'");
            if (resolved.Error is not null)
                return line.Error($"error resolving '{word}': {resolved.Error}");
            addresses.AddRange(resolved.Addresses);
        }

        line.Debug(3, $"setting default address{(line.Count > 1 ? "es" : "")} to {string.Join(", ", addresses)}");
        return addresses;
    }

    public static ParseError? GuardDefaultServer(DirectiveLine line, Parser parser)
    {
        var isTaken = parser.Sections.Servers.Exists(server => server.Find(LanguageDirectives.DefaultServer)?.Value == true);
        return isTaken && Values.AsBoolean(line[0]) == true ? line.Error("DefaultServer has already been set") : null;
    }

    public static ParseError? ApplyUseIPv6(DirectiveLine line, Parser parser)
    {
        parser.UseIPv6 = Values.AsBoolean(line[0]) ?? true;
        if (!parser.UseIPv6)
            parser.Debug(2, "disabling runtime support for IPv6 connections");
        return null;
    }
}
