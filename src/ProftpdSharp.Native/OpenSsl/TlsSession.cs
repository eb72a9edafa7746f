using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>A resumable session (SSL_SESSION).</summary>
public sealed unsafe class TlsSession : SafeHandle
{
    internal TlsSession(nint handle) : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    /// <summary>The session id; empty when a ticket stands for it.</summary>
    public byte[] Id => IdOf(handle).ToArray();

    public TlsVersion Version => (TlsVersion)LibSsl.SSL_SESSION_get_protocol_version(handle);

    /// <summary>Whether the peer gave a ticket for it.</summary>
    public bool HasTicket => LibSsl.SSL_SESSION_has_ticket(handle) != 0;

    public bool IsResumable => LibSsl.SSL_SESSION_is_resumable(handle) != 0;

    /// <summary>When it began; it can be resumed for <see cref="Lifetime"/>.</summary>
    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(LibSsl.SSL_SESSION_get_time(handle));

    public TimeSpan Lifetime => TimeSpan.FromSeconds(LibSsl.SSL_SESSION_get_timeout(handle));

    internal nint Handle => handle;

    /// <summary>The session with its secrets, for a cache outside of this process.</summary>
    public byte[] ToDer()
    {
        var der = new byte[LibSsl.i2d_SSL_SESSION(handle, null)];
        fixed (byte* start = der)
        {
            var end = start;
            _ = LibSsl.i2d_SSL_SESSION(handle, &end);
        }
        return der;
    }

    /// <summary>A session that <see cref="ToDer"/> wrote; null when it is none.</summary>
    public static TlsSession? FromDer(ReadOnlySpan<byte> der)
    {
        fixed (byte* start = der)
        {
            var end = start;
            var session = LibSsl.d2i_SSL_SESSION(0, &end, der.Length);
            LibCrypto.ERR_clear_error();
            return session == 0 ? null : new TlsSession(session);
        }
    }

    internal static ReadOnlySpan<byte> IdOf(nint session)
    {
        uint length;
        var id = LibSsl.SSL_SESSION_get_id(session, &length);
        return new ReadOnlySpan<byte>(id, (int)length);
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_SESSION_free(handle);
        return true;
    }
}
