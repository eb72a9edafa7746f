using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Tls.ServerContexts;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// Binds TLS sessions to a server: one of a virtual host cannot be resumed on another, nor one that was made before client certificates were asked for or
/// other authorities trusted. Which machine and port it is does not matter: servers of the same configuration may share their sessions.
/// </summary>
static class SessionIdContext
{
    /// <summary>32 bytes that are the same for the same server before and after SIGHUP, and on every machine of the same configuration.</summary>
    public static byte[] Of(ServerConfiguration configuration, VirtualServer server, ContextSettings settings)
    {
        // Its place, because servers without ServerName have the same name. A session may have a changed copy of it.
        var place = configuration.Servers.TakeWhile(other => other.Source != server.Source).Count();
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{place}\n{server.Name}\n{string.Join(',', server.Aliases)}\n{settings.Verification}\n"
            + $"{settings.CaFile}\n{settings.CaPath}\n{settings.CrlFile}\n{settings.CrlPath}");
        return SHA256.HashData(Encoding.Latin1.GetBytes(identity));
    }
}
