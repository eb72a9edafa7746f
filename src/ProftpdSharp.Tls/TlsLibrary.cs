using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls;

/// <summary>The TLS library that is loaded, for <c>-V</c>.</summary>
public static class TlsLibrary
{
    /// <summary><c>OpenSSL 3.0.19 27 Jan 2026</c>.</summary>
    public static string Version => OpenSslLibrary.Version;
}
