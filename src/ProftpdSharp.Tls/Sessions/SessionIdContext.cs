using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProftpdSharp.Configuration;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>Binds TLS sessions to a server: one of a virtual host cannot be resumed on another.</summary>
static class SessionIdContext
{
    /// <summary>32 bytes that are the same for the same server before and after SIGHUP.</summary>
    public static byte[] Of(VirtualServer server)
    {
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{server.Name}\n{server.Port}\n{string.Join(',', server.Addresses)}\n{string.Join(',', server.Aliases)}");
        return SHA256.HashData(Encoding.Latin1.GetBytes(identity));
    }
}
