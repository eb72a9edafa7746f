using System.Net.Sockets;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.TestSupport.Ftp;

/// <summary>What the client offers in TLS handshakes.</summary>
public sealed record ClientTlsSettings
{
    /// <summary>The lowest version offered.</summary>
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>The highest version offered.</summary>
    public TlsVersion MaxVersion { get; init; } = TlsVersion.Tls13;

    /// <summary>OpenSSL's cipher list for TLS 1.2 and below; null leaves the default.</summary>
    public string? Ciphers { get; init; }

    /// <summary>Sent as SNI; null sends none.</summary>
    public string? ServerName { get; init; }

    /// <summary>A PEM file with the client's certificate; null presents none.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file with the key of the certificate.</summary>
    public string? Key { get; init; }

    /// <summary>A session of another control connection that this one offers to resume; null offers none.</summary>
    public TlsSession? Session { get; init; }

    /// <summary>Whether data connections offer the session of the control connection.</summary>
    public bool ResumesForData { get; init; } = true;
}

/// <summary>A TLS handshake or record exchange failed.</summary>
/// <param name="message">OpenSSL's words.</param>
public sealed class ClientTlsException(string message) : IOException(message);

/// <summary>The client's end of a TLS connection, on OpenSSL as real clients have it. The server's certificate is not judged.</summary>
public sealed class ClientTlsStream : Stream
{
    static readonly TimeSpan WritableWait = TimeSpan.FromMilliseconds(200);

    readonly Socket _socket;
    readonly TlsContext _context;
    readonly TlsConnection _connection;

    ClientTlsStream(Socket socket, TlsContext context, TlsConnection connection)
    {
        _socket = socket;
        _context = context;
        _connection = connection;
    }

    /// <summary>Whether the handshake resumed a session.</summary>
    public bool Resumed => _connection.SessionReused;

    /// <summary>For example TLSv1.3.</summary>
    public string Version => _connection.VersionName;

    /// <summary>OpenSSL's name of the cipher suite.</summary>
    public string Cipher => _connection.CipherName;

    /// <summary>Whether the server ended TLS with close_notify; false while it is open, and when TCP just ended.</summary>
    public bool EndedWithNotify => _connection.CloseNotifyReceived;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The handshake.</summary>
    /// <param name="socket">Connected; stays the caller's.</param>
    /// <param name="settings">What to offer.</param>
    /// <param name="resume">A session to offer, or null.</param>
    /// <param name="cancellation">The deadline.</param>
    public static async Task<ClientTlsStream> ConnectAsync(Socket socket, ClientTlsSettings settings, TlsSession? resume, CancellationToken cancellation)
    {
        socket.Blocking = false;
        var context = MakeContext(settings);
        var descriptor = (int)socket.Handle;
        var tls = new ClientTlsStream(socket, context, TlsConnection.Connect(context, descriptor, new Events(), settings.ServerName, resume));
        await tls.CompleteAsync(tls._connection.TryHandshake, cancellation);
        return tls;
    }

    /// <summary>The current session, for another connection to resume; with TLS 1.3 it is there once something was read.</summary>
    public TlsSession? TakeSession() => _connection.TakeSession();

    /// <summary>Sends close_notify and does not wait for the server's.</summary>
    public async Task SendCloseNotifyAsync(CancellationToken cancellation)
    {
        while (!_connection.CloseNotifySent && _connection.TryShutdown().Status == TlsStatus.WantWrite)
            await WaitAsync(TlsStatus.WantWrite, cancellation);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await CompleteAsync(() => _connection.TryRead(buffer.Span), cancellationToken);
        return result.Bytes;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var rest = buffer;
            var result = await CompleteAsync(() => _connection.TryWrite(rest.Span), cancellationToken);
            buffer = buffer[result.Bytes..];
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
            _context.Dispose();
        }
        base.Dispose(disposing);
    }

    static TlsContext MakeContext(ClientTlsSettings settings)
    {
        var context = TlsContext.Create();
        Check(context.SetVersions(settings.MinVersion, settings.MaxVersion));
        if (settings.MinVersion < TlsVersion.Tls12)
            Check(context.SetCipherList("DEFAULT:@SECLEVEL=0"));
        if (settings.Ciphers is not null)
            Check(context.SetCipherList(settings.Ciphers));
        context.SetVerification(PeerVerification.None, 0);
        if (settings.Certificate is not null && settings.Key is not null)
            Present(context, settings.Certificate, settings.Key);
        return context;
    }

    static void Present(TlsContext context, string certificatePath, string keyPath)
    {
        using var certificate = PemFile.ReadCertificate(certificatePath, out var errors) ?? throw new ClientTlsException($"{certificatePath}: {errors}");
        using var key = PemFile.ReadPrivateKey(keyPath, [], out errors, out _) ?? throw new ClientTlsException($"{keyPath}: {errors}");
        Check(context.UseCertificate(certificate));
        Check(context.UseKey(key));
    }

    static void Check(OpenSslErrors? errors)
    {
        if (errors is { } present)
            throw new ClientTlsException(present.ToString());
    }

    /// <summary>Tries until it is done; the end of the stream is 0 bytes, however it ended.</summary>
    async Task<TlsResult> CompleteAsync(Func<TlsResult> attempt, CancellationToken cancellation)
    {
        while (true)
        {
            var result = attempt();
            if (result.Status is TlsStatus.Done or TlsStatus.Eof)
                return result;
            if (result.Failure is { } failure)
                return failure.IsUnexpectedEof && _connection.IsHandshakeDone ? default : throw Failed(failure);
            await WaitAsync(result.Status, cancellation);
        }
    }

    async Task WaitAsync(TlsStatus wanted, CancellationToken cancellation)
    {
        if (wanted == TlsStatus.WantRead)
        {
            await _socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
            return;
        }
        while (!await Task.Run(() => _socket.Poll(WritableWait, SelectMode.SelectWrite), cancellation))
            cancellation.ThrowIfCancellationRequested();
    }

    static ClientTlsException Failed(TlsFailure failure) =>
        new(failure.Errors.IsEmpty ? $"TLS: errno {failure.Errno}" : "TLS: " + failure.Errors);

    sealed class Events : TlsEvents
    {
        // The server's certificate is the subject of tests of its own.
        public override int OnVerify(in VerifyStep step) => 0;
    }
}
