using System.Net.Security;
using System.Security.Authentication;

namespace ProftpdSharp.TestSupport.Ftp;

public sealed partial class FtpClient
{
    SslClientAuthenticationOptions? _tls;

    /// <summary>Whether the control connection speaks TLS now.</summary>
    public bool IsTls => _control != _clear;

    /// <summary>Whether data connections are to be protected: set it to what PROT said.</summary>
    public bool ProtectsData { get; set; }

    /// <summary>AUTH TLS, expecting 234, and the handshake.</summary>
    public async Task SecureAsync(SslProtocols protocols = SslProtocols.None)
    {
        (await CommandAsync("AUTH TLS")).Expect(234);
        await StartTlsAsync(protocols);
    }

    /// <summary>The handshake on the control connection. The server's certificate is not judged; sessions are kept for data connections.</summary>
    /// <param name="protocols">The versions to offer; None leaves it to OpenSSL.</param>
    /// <exception cref="AuthenticationException">The handshake failed.</exception>
    public async Task StartTlsAsync(SslProtocols protocols = SslProtocols.None)
    {
        _tls = new SslClientAuthenticationOptions
        {
            TargetHost = "",
            EnabledSslProtocols = protocols,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        };
        _control = await HandshakeAsync(_clear);
        _buffer.Clear();
    }

    /// <summary>close_notify, and clear text from now on: what a client does after CCC.</summary>
    public async Task StopTlsAsync()
    {
        await EndTlsAsync();
        _control = _clear;
    }

    /// <summary>The handshake on a data connection, with the settings and sessions of the control connection.</summary>
    internal Task<SslStream> WrapDataAsync(Stream data) => HandshakeAsync(data);

    Task<SslStream> HandshakeAsync(Stream transport) => TimedAsync("TLS handshake", async cancellation =>
    {
        var stream = new SslStream(transport, leaveInnerStreamOpen: transport == _clear);
        await stream.AuthenticateAsClientAsync(_tls ?? throw new FtpException("no TLS on the control connection"), cancellation);
        return stream;
    });

    async Task EndTlsAsync()
    {
        if (_control is not SslStream tls)
            return;
        try
        {
            await tls.ShutdownAsync();
        }
        catch (IOException)
        {
            // The server has closed the connection already.
        }
        await tls.DisposeAsync();
    }
}
