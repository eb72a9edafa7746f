using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Core.Redis;

/// <summary>RedisServer: where it is and how one logs in. Two are equal when all of it is.</summary>
/// <param name="Server">A host name, an address or the path of a socket.</param>
/// <param name="Port">0 for a path.</param>
/// <param name="User">Empty for the default user.</param>
/// <param name="Password">Empty for none.</param>
/// <param name="Database">The index of the database.</param>
/// <param name="UsesTls">Whether the connection is encrypted.</param>
/// <param name="CaFile">Who signs the server's certificate; null for the system's authorities.</param>
/// <param name="CertificateFile">The certificate to show; null for none.</param>
/// <param name="KeyFile">Its key.</param>
public sealed record RedisAddress(
    string Server, int Port, string User, string Password, int Database, bool UsesTls, string? CaFile, string? CertificateFile, string? KeyFile)
{
    const int DefaultPort = 6379;

    /// <summary>As a person writes it; without the password.</summary>
    public string Name => Port == 0 ? Server : Server.Contains(':', StringComparison.Ordinal) ? $"[{Server}]:{Port}" : $"{Server}:{Port}";

    internal EndPoint EndPoint => Port == 0 ? new UnixDomainSocketEndPoint(Server)
        : IPAddress.TryParse(Server, out var address) ? new IPEndPoint(address, Port)
        : new DnsEndPoint(Server, Port);

    /// <summary>For logs: a record would print its password.</summary>
    public override string ToString() => Name;

    /// <summary>
    /// <c>server [username] [password] [db-index] [ssl:true] [ssl-ca:path] [ssl-cert:path] [ssl-key:path]</c>; one word alone after the server is the
    /// password, as before Redis had users. Like upstream, takes any text and lets the connection fail.
    /// </summary>
    internal static RedisAddress Parse(IReadOnlyList<string> words)
    {
        var plain = words.Skip(1).Where(word => !word.StartsWith("ssl", StringComparison.Ordinal) || !word.Contains(':', StringComparison.Ordinal)).ToList();
        var (user, password) = plain.Count == 1 ? ("", plain[0]) : (plain.ElementAtOrDefault(0) ?? "", plain.ElementAtOrDefault(1) ?? "");
        var database = Math.Max(0, Values.Atoi(plain.ElementAtOrDefault(2) ?? ""));
        var (server, port) = Place(words[0]);
        return new RedisAddress(
            server, port, user, password, database,
            Option(words, "ssl") is { } ssl && Values.AsBoolean(ssl) == true, Option(words, "ssl-ca"), Option(words, "ssl-cert"), Option(words, "ssl-key"));
    }

    static (string Server, int Port) Place(string text)
    {
        if (text.StartsWith('/'))
            return (text, 0);
        var closing = text.LastIndexOf(']');
        var colon = text.LastIndexOf(':');
        if (colon <= closing || (closing < 0 && text.IndexOf(':', StringComparison.Ordinal) != colon))
            return (text.Trim('[', ']'), DefaultPort);
        var port = int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue;
        return (text[..colon].Trim('[', ']'), port ? number : DefaultPort);
    }

    static string? Option(IReadOnlyList<string> words, string name) =>
        words.Skip(1).FirstOrDefault(word => word.StartsWith($"{name}:", StringComparison.Ordinal))?[(name.Length + 1)..];
}
