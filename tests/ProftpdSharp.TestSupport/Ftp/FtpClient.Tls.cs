using System.Net.Sockets;

namespace ProftpdSharp.TestSupport.Ftp;

public sealed partial class FtpClient
{
    ClientTlsSettings _tls = new();

    /// <summary>The control connection's TLS, or null while it speaks clear text.</summary>
    public ClientTlsStream? Tls => _control as ClientTlsStream;

    /// <summary>Whether data connections are to be protected: set it to what PROT said.</summary>
    public bool ProtectsData { get; set; }

    /// <summary>Whether data connections offer the session of the control connection.</summary>
    public bool ResumesForData
    {
        get => _tls.ResumesForData;
        set => _tls = _tls with { ResumesForData = value };
    }

    /// <summary>Another client whose session data connections offer, as an attacker would; null for our own.</summary>
    public FtpClient? ResumesSessionOf { get; set; }

    /// <summary>AUTH TLS, expecting 234, and the handshake.</summary>
    public async Task SecureAsync(ClientTlsSettings? settings = null)
    {
        (await CommandAsync("AUTH TLS")).Expect(234);
        await StartTlsAsync(settings);
    }

    /// <summary>The handshake on the control connection, after 234 or, for implicit FTPS, first of all.</summary>
    /// <exception cref="ClientTlsException">The handshake failed.</exception>
    public async Task StartTlsAsync(ClientTlsSettings? settings = null)
    {
        _tls = settings ?? _tls;
        _control = await HandshakeAsync(_socket, _tls.Session);
        _buffer.Clear();
    }

    /// <summary>close_notify, and clear text from now on: what a client does after CCC.</summary>
    public async Task StopTlsAsync()
    {
        if (Tls is not { } tls)
            return;
        await SendNotifyAsync(tls);
        await DropTlsAsync();
    }

    /// <summary>Clear text from the server's close_notify on, without one of ours: what some clients do after CCC.</summary>
    public async Task DropTlsAsync()
    {
        if (Tls is not { } tls)
            return;
        await TimedAsync("close_notify", async cancellation => await tls.ReadAsync(new byte[1], cancellation));
        await tls.DisposeAsync();
        _control = _clear;
    }

    /// <summary>The handshake on a data connection, with the settings and the session of the control connection.</summary>
    internal async Task<ClientTlsStream> WrapDataAsync(Socket data)
    {
        using var session = _tls.ResumesForData ? (ResumesSessionOf ?? this).Tls?.TakeSession() : null;
        return await HandshakeAsync(data, session);
    }

    Task<ClientTlsStream> HandshakeAsync(Socket socket, Native.OpenSsl.TlsSession? resume) =>
        TimedAsync("TLS handshake", cancellation => ClientTlsStream.ConnectAsync(socket, _tls, resume, cancellation));

    Task<bool> SendNotifyAsync(ClientTlsStream tls) => TimedAsync("close_notify", async cancellation =>
    {
        await tls.SendCloseNotifyAsync(cancellation);
        return true;
    });

    async Task EndTlsAsync()
    {
        if (Tls is not { } tls)
            return;
        await SendNotifyAsync(tls);
        await tls.DisposeAsync();
    }
}
