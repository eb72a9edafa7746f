using ProftpdSharp.Core.IO;
using ProftpdSharp.Native;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>TLS over a connection: the only loop-free bridge between OpenSSL's outcomes and those of <see cref="NetStream"/>.</summary>
/// <param name="inner">The connection underneath; closed with this stream.</param>
/// <param name="connection">The TLS connection on its descriptor, its handshake done.</param>
/// <param name="state">Whose TLSLog tells what happens.</param>
sealed class TlsStream(NetStream inner, TlsConnection connection, TlsState state) : NetStream
{
    /// <summary>Where upstream's source finds that reading or writing failed; its lines name it.</summary>
    const int ReadingLine = 9603;
    const int WritingLine = 11104;

    /// <summary>A transfer's control connection is read by one thread while another sends a reply.</summary>
    readonly Lock _lock = new();
    OpenSslErrors _before = OpenSslErrors.None;
    TlsFailure? _ended;
    bool _failed;
    bool _closing;
    bool _left;
    long _moved;
    long _rekeyAt = long.MaxValue;
    string _rekeyText = "";
    long? _sent;

    /// <summary>A data connection: upstream tries to end it twice, and its log has the errors of both.</summary>
    public bool IsData { get; init; }

    /// <summary>The kernel makes the records of what is sent (<see cref="KernelEncryption"/>).</summary>
    public bool KernelEncrypts { get; init; }

    /// <summary>The connection underneath, for CCC to go back to.</summary>
    public NetStream Inner => inner;

    public override Descriptor Descriptor => inner.Descriptor;

    public override bool HasBufferedInput => With(tls => tls.HasPending);

    public override bool SendsFiles => KernelEncrypts;

    public override (long Received, long Sent) RawBytes
    {
        get
        {
            var (received, sent) = inner.RawBytes;
            var (overReceived, overSent) = With(tls => ((long)tls.RawBytesRead, SentOver(tls)));
            return (received + overReceived, sent + overSent);
        }
    }

    /// <summary>Looks at the TLS connection; nobody else does meanwhile. The default once TLS was left or closed.</summary>
    public T? With<T>(Func<TlsConnection, T> look)
    {
        lock (_lock)
            return _left ? default : look(connection);
    }

    /// <summary>Asks for new keys once, after so many bytes of clear text.</summary>
    public void RekeyAfter(long bytes, string text) => (_rekeyAt, _rekeyText) = (bytes, text);

    public override IoStep TryRead(Span<byte> buffer)
    {
        lock (_lock)
        {
            Rekey();
            var result = connection.TryRead(buffer);
            _moved += result.Bytes;
            if (result.Failure is not { } failure)
                return ToStep(result);
            if (failure.IsUnexpectedEof)
            {
                // No close_notify: the end all the same, as upstream takes it. What OpenSSL says is logged at the shutdown.
                _before = failure.Errors;
                _ended = failure;
                return IoStep.EndOfStream;
            }
            return Fail(failure, ReadingLine);
        }
    }

    public override IoStep TryWrite(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            // After an error OpenSSL says no more than that there was one.
            if (_failed)
                return IoStep.Failed(Errno.EPIPE);
            if (_ended is { } end)
                return Fail(end, WritingLine);
            Rekey();
            var result = connection.TryWrite(bytes);
            _moved += result.Bytes;
            return result.Failure is { } failure ? Fail(failure, WritingLine) : ToStep(result);
        }
    }

    public override IoStep TrySendFile(Descriptor file, long offset, int count)
    {
        lock (_lock)
            return _failed ? IoStep.Failed(Errno.EPIPE) : base.TrySendFile(file, offset, count);
    }

    /// <summary>close_notify, then FIN.</summary>
    public override IoStep TryShutdown()
    {
        lock (_lock)
        {
            if (TryCloseNotify() is { Status: IoStatus.WantWrite } wait)
                return wait;
            // TCP counts the FIN as a byte.
            _sent ??= SentOver(connection);
        }
        return inner.TryShutdown();
    }

    /// <summary>Sends close_notify only; done when it is sent, whether or not the peer's has come.</summary>
    public IoStep TryCloseNotify()
    {
        lock (_lock)
        {
            if (_closing || _failed)
                return IoStep.Done(0);
            var result = connection.TryShutdown();
            if (result.Failure is { } failure)
                LogShutdown(failure, IsData ? connection.TryShutdown().Failure : null);
            if (result.Status == TlsStatus.WantWrite)
                return IoStep.WantWrite;
            _closing = true;
            return IoStep.Done(0);
        }
    }

    /// <summary>Waits for the peer's close_notify; what comes before it is thrown away.</summary>
    public IoStep TryAwaitCloseNotify()
    {
        lock (_lock)
        {
            Span<byte> unwanted = stackalloc byte[256];
            while (true)
            {
                var result = connection.TryRead(unwanted);
                if (result.Failure is { } failure)
                    LogShutdown(failure, null);
                if (result.Status != TlsStatus.Done)
                    return ToStep(result);
            }
        }
    }

    /// <summary>Ends TLS; the connection underneath stays, its bytes counted.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (inner is PlainStream plain)
                plain.Count((long)connection.RawBytesRead, (long)connection.RawBytesWritten);
            _left = true;
            connection.Dispose();
        }
    }

    /// <summary>OpenSSL does not see the records that the kernel makes, but TCP counts them.</summary>
    long SentOver(TlsConnection tls) => _sent ?? (KernelEncrypts ? Sockets.CountSent(Descriptor).Value : (long)tls.RawBytesWritten);

    void Rekey()
    {
        if (_moved < _rekeyAt)
            return;
        _rekeyAt = long.MaxValue;
        state.Write(_rekeyText);
        Rekeying.Ask(connection);
    }

    internal static IoStep ToStep(TlsResult result) => result.Status switch
    {
        TlsStatus.Done or TlsStatus.Suspended => IoStep.Done(result.Bytes),
        TlsStatus.WantRead => IoStep.WantRead,
        TlsStatus.WantWrite => IoStep.WantWrite,
        TlsStatus.Eof => IoStep.EndOfStream,
        _ => IoStep.Failed(ErrorOf(result.Failure)),
    };

    static Errno ErrorOf(TlsFailure? failure) => failure is { Kind: TlsFailureKind.SystemCall, Errno: not 0 and var errno } ? (Errno)errno : Errno.EPROTO;

    IoStep Fail(TlsFailure failure, int line)
    {
        _failed = true;
        var error = ErrorOf(failure);
        if (error is not (Errno.ECONNRESET or Errno.EPIPE))
        {
            var kind = failure.Kind == TlsFailureKind.SystemCall ? "SSL_ERROR_SYSCALL" : "SSL_ERROR_SSL";
            state.Write($"panic: {kind}, line {line}: {failure.Errors}");
            state.WriteWithWarning("unexpected OpenSSL error, disconnecting");
        }
        return IoStep.Failed(error);
    }

    void LogShutdown(TlsFailure failure, TlsFailure? again)
    {
        var all = _before.Then(failure.Errors).Then(again?.Errors ?? OpenSslErrors.None);
        _before = OpenSslErrors.None;
        if (failure.Kind == TlsFailureKind.Protocol)
            state.Write($"SSL_shutdown error: SSL: {all}");
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _left = true;
            connection.Dispose();
        }
        inner.Dispose();
    }
}
