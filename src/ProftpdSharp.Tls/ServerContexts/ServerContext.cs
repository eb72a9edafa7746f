using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Logs;

namespace ProftpdSharp.Tls.ServerContexts;

/// <summary>A server's OpenSSL context, or why there is none.</summary>
/// <param name="Settings">What it was made of.</param>
/// <param name="Tls">The context; null when something could not be loaded.</param>
/// <param name="Failure">Why not, as the system log says it; null when all is well.</param>
/// <param name="Remarks">What each session's TLSLog tells about it.</param>
/// <param name="PreSharedKeys">Those of TLSPreSharedKey.</param>
/// <param name="KeyLog">Where the secrets of its sessions go; null for nowhere.</param>
/// <param name="Stapled">The certificates that OCSP responses are wanted for.</param>
sealed record ServerContext(
    ContextSettings Settings, TlsContext? Tls, string? Failure, IReadOnlyList<string> Remarks, PreSharedKeys PreSharedKeys,
    KeyLog? KeyLog, IReadOnlyList<StapledCertificate> Stapled)
{
    /// <summary>Whether handshakes may wait for a token that signs.</summary>
    public bool AwaitsToken { get; } = Settings.HasTokenKey;
}
