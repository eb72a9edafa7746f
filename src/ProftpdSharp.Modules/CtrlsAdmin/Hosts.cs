using System.Net;
using System.Net.Sockets;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Modules.CtrlsAdmin;

/// <summary>Hosts and servers as administrators write them.</summary>
static class Hosts
{
    const int DefaultPort = 21;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first address of a name, of IPv4 if there is one; null when nobody knows the name.</summary>
    public static async ValueTask<IPAddress?> ResolveAsync(string name)
    {
        if (AddressText.Parse(name) is { } literal)
            return literal;
        if (name.Length == 0)
            return null;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var found = await Dns.GetHostAddressesAsync(name, patience.Token);
            return found.OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).FirstOrDefault();
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary><c>HOST</c>, <c>HOST:PORT</c> or <c>[ADDRESS]:PORT</c>.</summary>
    public static (string Host, int Port) SplitAtColon(string text)
    {
        var colon = text.LastIndexOf(':');
        var (host, port) = colon < 0 || text[..colon].Contains(':') && !text[..colon].EndsWith(']')
            ? (text, DefaultPort)
            : (text[..colon], (int)Values.Atoi(text[(colon + 1)..]));
        return (host is ['[', .., ']'] ? host[1..^1] : host, port);
    }

    /// <summary><c>HOST</c> or <c>HOST#PORT</c>.</summary>
    public static (string Host, int Port) Split(string text)
    {
        var hash = text.LastIndexOf('#');
        return hash < 0 ? (text, DefaultPort) : (text[..hash], (int)Values.Atoi(text[(hash + 1)..]));
    }
}
