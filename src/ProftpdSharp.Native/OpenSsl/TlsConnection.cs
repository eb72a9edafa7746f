using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>
/// One TLS connection on a non-blocking descriptor (SSL). The Try methods never block: they say what to wait for. One thread at a
/// time may use it; the descriptor belongs to the caller and must outlive it.
/// </summary>
public sealed unsafe partial class TlsConnection : SafeHandle
{
    const int ErrorWantRead = 2;
    const int ErrorWantWrite = 3;
    const int ErrorZeroReturn = 6;
    const int ErrorWantClientHello = 11;
    const int ShutdownSent = 1;
    const int ShutdownReceived = 2;

    /// <summary>OpenSSL's own, for a connection that leaves a context with others.</summary>
    const string DefaultGroups = "X25519:P-256:X448:P-521:P-384:ffdhe2048:ffdhe3072:ffdhe4096:ffdhe6144:ffdhe8192";

    GCHandle _self;
    ExceptionDispatchInfo? _carried;

    TlsConnection(nint handle, TlsContext context, TlsEvents events) : base(0, ownsHandle: true)
    {
        SetHandle(handle);
        (Context, Events) = (context, events);
    }

    public override bool IsInvalid => handle == 0;

    public TlsContext Context { get; private set; }

    public TlsEvents Events { get; }

    /// <summary>The server's side of a connection.</summary>
    public static TlsConnection Accept(TlsContext context, int descriptor, TlsEvents events)
    {
        var connection = Create(context, descriptor, events);
        if (events.TicketKeys is null)
        {
            _ = LibSsl.SSL_set_options(connection, (ulong)TlsOptions.NoTicket);
            connection.SetTicketCount(0);
        }
        LibSsl.SSL_set_accept_state(connection);
        return connection;
    }

    /// <summary>The client's side of a connection.</summary>
    /// <param name="context">Settings.</param>
    /// <param name="descriptor">A connected, non-blocking socket.</param>
    /// <param name="events">What the connection asks.</param>
    /// <param name="serverName">Sent as SNI; null sends none.</param>
    /// <param name="resume">A session to offer; null offers none.</param>
    public static TlsConnection Connect(
        TlsContext context, int descriptor, TlsEvents events, string? serverName = null, TlsSession? resume = null)
    {
        var connection = Create(context, descriptor, events);
        LibSsl.SSL_set_connect_state(connection);
        if (serverName is not null)
            _ = LibSsl.SSL_ctrl(connection, LibSsl.CtrlTlsExtHostName, 0, serverName);
        if (resume is not null)
        {
            _ = LibSsl.SSL_set_session(connection, resume);
        }
        return connection;
    }

    static TlsConnection Create(TlsContext context, int descriptor, TlsEvents events)
    {
        var connection = new TlsConnection(LibSsl.SSL_new(context), context, events);
        if (connection.IsInvalid || LibSsl.SSL_set_fd(connection, descriptor) != 1)
        {
            throw new InvalidOperationException($"SSL_new failed: {OpenSslErrors.Take()}");
        }
        connection._self = TlsCallbacks.Attach(connection);
        return connection;
    }

    /// <summary>One attempt at the handshake, or at the part of it that is outstanding after a renegotiation or key update was asked for.</summary>
    public TlsResult TryHandshake()
    {
        LibCrypto.ERR_clear_error();
        return Outcome(LibSsl.SSL_do_handshake(this));
    }

    /// <summary>One attempt to read clear text. <see cref="HasPending"/> must be looked at before waiting for the descriptor.</summary>
    public TlsResult TryRead(Span<byte> buffer)
    {
        LibCrypto.ERR_clear_error();
        fixed (byte* start = buffer)
        {
            return Outcome(LibSsl.SSL_read(this, start, buffer.Length));
        }
    }

    /// <summary>One attempt to send clear text; a part of it may be taken. An empty buffer is done at once.</summary>
    public TlsResult TryWrite(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return new TlsResult(TlsStatus.Done);
        }
        LibCrypto.ERR_clear_error();
        fixed (byte* start = buffer)
        {
            return Outcome(LibSsl.SSL_write(this, start, buffer.Length));
        }
    }

    /// <summary>
    /// Sends close_notify. Done: sent, and the peer's has arrived. WantRead: sent (<see cref="CloseNotifySent"/>), the peer's has
    /// not arrived. WantWrite: not sent yet.
    /// </summary>
    public TlsResult TryShutdown()
    {
        LibCrypto.ERR_clear_error();
        var result = LibSsl.SSL_shutdown(this);
        return result == 0 ? new TlsResult(TlsStatus.WantRead) : Outcome(result);
    }

    public bool CloseNotifySent => (LibSsl.SSL_get_shutdown(this) & ShutdownSent) != 0;

    public bool CloseNotifyReceived => (LibSsl.SSL_get_shutdown(this) & ShutdownReceived) != 0;

    /// <summary>Clear-text bytes that a read returns without the descriptor.</summary>
    public int Pending => LibSsl.SSL_pending(this);

    /// <summary>Whether OpenSSL holds bytes, processed or not, that the descriptor will not announce again.</summary>
    public bool HasPending => LibSsl.SSL_has_pending(this) != 0;

    /// <summary>Serves the rest of this connection from another context: certificates, versions, options, verification. Only inside OnClientHello.</summary>
    public void SwitchContext(TlsContext context)
    {
        _ = LibSsl.SSL_set_SSL_CTX(this, context);
        var options = (ulong)context.Options;
        _ = LibSsl.SSL_clear_options(this, LibSsl.SSL_get_options(this) & ~options);
        _ = LibSsl.SSL_set_options(this, options);
        _ = LibSsl.SSL_ctrl(this, LibSsl.CtrlMinProtocol, (nint)context.MinVersion, 0);
        _ = LibSsl.SSL_ctrl(this, LibSsl.CtrlMaxProtocol, (nint)context.MaxVersion, 0);
        LibSsl.SSL_set_verify(this, (int)context.Verification, context.Verification == 0 ? null : &TlsCallbacks.Verify);
        LibSsl.SSL_set_verify_depth(this, context.VerifyDepth);
        if ((context.Groups ?? (Context.Groups is null ? null : DefaultGroups)) is { } groups)
            _ = LibSsl.SSL_ctrl(this, LibSsl.CtrlGroupsList, 0, groups);
        LibSsl.SSL_set_psk_server_callback(this, context.HasPreSharedKeys ? &TlsCallbacks.PreSharedKey : null);
        Context = context;
    }

    /// <summary>Sessions resume only under the same context bytes (at most 32).</summary>
    public void SetSessionIdContext(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            _ = LibSsl.SSL_set_session_id_context(this, start, (uint)bytes.Length);
        }
    }

    /// <summary>
    /// Lets the kernel encrypt what follows the handshake, where it can (SSL_OP_ENABLE_KTLS); before the handshake. OpenSSL 3 cannot change the keys of
    /// such a connection.
    /// </summary>
    public void OfferToKernel() => _ = LibSsl.SSL_set_options(this, (ulong)TlsOptions.EnableKernelTls);

    /// <summary>Whether the kernel encrypts: what is written to the descriptor, by sendfile(2) for one, is clear text.</summary>
    public bool KernelEncrypts => LibCrypto.BIO_ctrl(LibSsl.SSL_get_wbio(this), LibCrypto.BioCtrlGetKernelSends, 0, null) > 0;

    /// <summary>How many tickets follow this TLS 1.3 handshake.</summary>
    public void SetTicketCount(int count) => _ = LibSsl.SSL_set_num_tickets(this, (nuint)count);

    /// <summary>Asks OpenSSL to send one more TLS 1.3 ticket with the next write or handshake call; false where that is impossible.</summary>
    public bool RequestNewTicket()
    {
        LibCrypto.ERR_clear_error();
        var asked = LibSsl.SSL_new_session_ticket(this) == 1;
        LibCrypto.ERR_clear_error();
        return asked;
    }

    /// <summary>Asks for new TLS 1.3 traffic keys on both sides; sent by the next write or <see cref="TryHandshake"/>.</summary>
    public bool RequestKeyUpdate() => LibSsl.SSL_key_update(this, 1) == 1;

    /// <summary>Asks for a renegotiation (TLS 1.2 and below); <see cref="TryHandshake"/> sends the request.</summary>
    public bool RequestRenegotiation() => LibSsl.SSL_renegotiate(this) == 1;

    public bool IsRenegotiationPending => LibSsl.SSL_renegotiate_pending(this) != 0;

    /// <summary>Keeps an exception of a callback until C has returned.</summary>
    internal void Carry(Exception exception) => _carried ??= ExceptionDispatchInfo.Capture(exception);

    TlsResult Outcome(int result)
    {
        var errno = Marshal.GetLastPInvokeError();
        if (_carried is { } carried)
        {
            _carried = null;
            LibCrypto.ERR_clear_error();
            carried.Throw();
        }
        if (result > 0)
        {
            return new TlsResult(TlsStatus.Done, result);
        }
        return LibSsl.SSL_get_error(this, result) switch
        {
            ErrorWantRead => new TlsResult(TlsStatus.WantRead),
            ErrorWantWrite => new TlsResult(TlsStatus.WantWrite),
            ErrorWantClientHello => new TlsResult(TlsStatus.Suspended),
            ErrorZeroReturn => new TlsResult(TlsStatus.Eof),
            var kind => new TlsResult(TlsStatus.Failed, 0, new TlsFailure(KindOf(kind), errno, OpenSslErrors.Take())),
        };
    }

    static TlsFailureKind KindOf(int error) => error switch
    {
        1 => TlsFailureKind.Protocol,
        4 => TlsFailureKind.WantX509Lookup,
        5 => TlsFailureKind.SystemCall,
        _ => TlsFailureKind.Other,
    };

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        if (_self.IsAllocated)
        {
            _self.Free();
        }
        return true;
    }
}
