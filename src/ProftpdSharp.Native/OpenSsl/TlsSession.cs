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

    internal nint Handle => handle;

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
