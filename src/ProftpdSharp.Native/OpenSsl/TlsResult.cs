namespace ProftpdSharp.Native.OpenSsl;

/// <summary>How one attempt on a non-blocking descriptor ended.</summary>
public enum TlsStatus
{
    /// <summary>Finished; for reads and writes, <see cref="TlsResult.Bytes"/> tells how much.</summary>
    Done,

    /// <summary>Wait until the descriptor is readable and call the same method again.</summary>
    WantRead,

    /// <summary>Wait until the descriptor is writable and call the same method again.</summary>
    WantWrite,

    /// <summary><see cref="TlsEvents.Suspends"/> held the handshake up; call the same method again when it may go on.</summary>
    Suspended,

    /// <summary>The peer sent close_notify.</summary>
    Eof,

    /// <summary><see cref="TlsResult.Failure"/> says why. The connection is of no more use, except after a failed write to query it.</summary>
    Failed,
}

/// <summary>SSL_ERROR_ values that end a connection.</summary>
public enum TlsFailureKind
{
    /// <summary>SSL_ERROR_SSL: the protocol was violated or the handshake refused.</summary>
    Protocol = 1,
    WantX509Lookup = 4,

    /// <summary>SSL_ERROR_SYSCALL: the socket failed (<see cref="TlsFailure.Errno"/>; 0 = it ended without close_notify).</summary>
    SystemCall = 5,
    Other = 0,
}

/// <summary>Why an attempt failed.</summary>
/// <param name="Kind">OpenSSL's kind of error.</param>
/// <param name="Errno">errno after the call; of use with <see cref="TlsFailureKind.SystemCall"/>.</param>
/// <param name="Errors">The error queue.</param>
public sealed record TlsFailure(TlsFailureKind Kind, int Errno, OpenSslErrors Errors)
{
    const int LibrarySsl = 20;
    const int ReasonUnexpectedEof = 294;

    /// <summary>The peer ended the TCP connection without close_notify.</summary>
    public bool IsUnexpectedEof =>
        Errors.Contains(LibrarySsl, ReasonUnexpectedEof) || (Kind == TlsFailureKind.SystemCall && Errno == 0 && Errors.IsEmpty);
}

/// <summary>The outcome of one attempt.</summary>
public readonly record struct TlsResult(TlsStatus Status, int Bytes = 0, TlsFailure? Failure = null)
{
    public bool IsDone => Status == TlsStatus.Done;
}
