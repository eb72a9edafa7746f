using ProftpdSharp.Native;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>The TLSLog's words for handshakes that failed.</summary>
static class HandshakeTexts
{
    const int LibrarySsl = 20;
    const int NoSharedCipher = 193;
    const int PeerDidNotReturnCertificate = 199;
    const int UnsupportedProtocol = 258;
    const int VersionTooLow = 396;
    const int NoSuitableSignatureAlgorithm = 118;
    const int NoProtocolsAvailable = 191;

    /// <summary>Every line, the refusal first and hints after it.</summary>
    /// <param name="failure">What OpenSSL says.</param>
    /// <param name="settings">What was configured.</param>
    /// <param name="securityLevel">OpenSSL's security level in the context.</param>
    /// <param name="offered">The highest version that the client offered; None when no ClientHello came.</param>
    public static IEnumerable<string> Lines(TlsFailure failure, ContextSettings settings, int securityLevel, TlsVersion offered)
    {
        yield return $"unable to accept TLS connection: {Reason(failure)}";
        if (failure.Errors.Contains(LibrarySsl, NoSharedCipher))
            yield return $"unable to accept TLS connection: {CipherHint(settings)}";
        if (failure.Errors.Contains(LibrarySsl, PeerDidNotReturnCertificate))
            yield return "unable to accept TLS connection: client did not provide certificate, but one is required via 'TLSVerifyClient on'";
        if (failure.Errors.Contains(LibrarySsl, VersionTooLow))
        {
            yield return offered == TlsVersion.Ssl3
                ? $"unable to accept TLS connection: {OpenSslLibrary.Version} lacks support for client requested TLS protocol version: SSLv3"
                : $"unable to accept TLS connection: perhaps client requested unsupported TLS protocol version: {Protocols.Name(offered)}";
        }
        if (PolicyHint(failure, settings, securityLevel, offered) is { } hint)
            yield return hint;
    }

    /// <summary>What follows <c>unable to accept TLS connection: </c>.</summary>
    public static string Reason(TlsFailure failure) => failure.Kind switch
    {
        TlsFailureKind.WantX509Lookup => "needs X509 lookup",
        TlsFailureKind.SystemCall when !failure.Errors.IsEmpty => $"system call error: {failure.Errors}",
        TlsFailureKind.SystemCall when failure.Errno != 0 => $"system call error: [{failure.Errno}] {((Errno)failure.Errno).Describe()}",
        TlsFailureKind.SystemCall => "received EOF that violates protocol",
        _ => $"protocol error: {failure.Errors}",
    };

    static string CipherHint(ContextSettings settings) => settings.CipherSuites is { } suites
        ? $"client does not support any cipher from 'TLSCipherSuite {settings.CipherList}' or 'TLSCipherSuite TLSv1.3 {suites}' (see `openssl ciphers {settings.CipherList}` for full list)"
        : $"client does not support any cipher from 'TLSCipherSuite {settings.CipherList}' (see `openssl ciphers {settings.CipherList}` for full list)";

    /// <summary>Names the policy when it, not the configuration of the server, forbids an old version.</summary>
    static string? PolicyHint(TlsFailure failure, ContextSettings settings, int securityLevel, TlsVersion offered)
    {
        var (_, highest) = Protocols.Range(settings.Protocols);
        var common = offered < highest ? offered : highest;
        var old = common is TlsVersion.Ssl3 or TlsVersion.Tls10 or TlsVersion.Tls11;
        var byPolicy = failure.Errors.Contains(LibrarySsl, NoSuitableSignatureAlgorithm)
            || failure.Errors.Contains(LibrarySsl, NoProtocolsAvailable)
            || failure.Errors.Contains(LibrarySsl, NoSharedCipher)
            || failure.Errors.Contains(LibrarySsl, VersionTooLow)
            || failure.Errors.Contains(LibrarySsl, UnsupportedProtocol);
        if (!old || !byPolicy || securityLevel == 0 || !Protocols.Contains(settings.Protocols, common))
            return null;
        return $"{Protocols.Name(common)} is refused by OpenSSL's security level {securityLevel}, the policy of this system "
            + "(see the AllowWeakSecurity TLSOptions parameter)";
    }
}
