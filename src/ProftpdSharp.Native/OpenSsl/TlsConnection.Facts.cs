using System.Text;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>What a connection negotiated.</summary>
public sealed unsafe partial class TlsConnection
{
    /// <summary>The protocol version spoken (or about to be, during the handshake).</summary>
    public TlsVersion Version => (TlsVersion)LibSsl.SSL_version(this);

    /// <summary>OpenSSL's name of the version: <c>TLSv1.3</c>.</summary>
    public string VersionName => MemoryBio.Text(LibSsl.SSL_get_version(this));

    /// <summary>OpenSSL's name of the cipher suite; empty before the handshake.</summary>
    public string CipherName => LibSsl.SSL_get_current_cipher(this) is var cipher && cipher == 0
        ? ""
        : MemoryBio.Text(LibSsl.SSL_CIPHER_get_name(cipher));

    /// <summary>The name that the TLS registry gives a cipher suite; null for one that OpenSSL does not know.</summary>
    public string? SuiteName(ushort number)
    {
        var bytes = stackalloc byte[] { (byte)(number >> 8), (byte)number };
        var cipher = LibSsl.SSL_CIPHER_find(this, bytes);
        return cipher == 0 ? null : MemoryBio.Text(LibSsl.SSL_CIPHER_standard_name(cipher));
    }

    /// <summary>Secret bits in use, and how many the algorithm has.</summary>
    public (int Used, int Algorithm) CipherBits
    {
        get
        {
            var cipher = LibSsl.SSL_get_current_cipher(this);
            if (cipher == 0)
            {
                return (0, 0);
            }
            int algorithm;
            var used = LibSsl.SSL_CIPHER_get_bits(cipher, &algorithm);
            return (used, algorithm);
        }
    }

    /// <summary>Whether the handshake resumed a session.</summary>
    public bool SessionReused => LibSsl.SSL_session_reused(this) != 0;

    /// <summary>Whether the client offered a ticket or a TLS 1.3 session; servers only.</summary>
    public bool OffersTicket { get; internal set; }

    /// <summary>Whether the peer signals RFC 5746.</summary>
    public bool SupportsSecureRenegotiation => LibSsl.SSL_ctrl(this, LibSsl.CtrlSecureRenegotiation, 0, 0) != 0;

    /// <summary>OpenSSL's words for where its state machine is: <c>SSLv3/TLS read client hello</c>.</summary>
    public string StateText => MemoryBio.Text(LibSsl.SSL_state_string_long(handle));

    public bool IsHandshakeDone => LibSsl.SSL_is_init_finished(this) != 0;

    /// <summary>The id of the current session; empty where a ticket of TLS 1.2 stands for it.</summary>
    public byte[] SessionId => LibSsl.SSL_get_session(this) is var session && session == 0 ? [] : TlsSession.IdOf(session).ToArray();

    /// <summary>The application data of the ticket that was resumed, or of the newest one issued; empty when there is none.</summary>
    public byte[] SessionTicketAppData
    {
        get
        {
            var session = LibSsl.SSL_get_session(this);
            byte* data;
            nuint length;
            return session == 0 || LibSsl.SSL_SESSION_get0_ticket_appdata(session, &data, &length) != 1
                ? []
                : new ReadOnlySpan<byte>(data, (int)length).ToArray();
        }
    }

    /// <summary>When the current session began; it can be resumed for <see cref="SessionLifetime"/>.</summary>
    public DateTimeOffset SessionStart => LibSsl.SSL_get_session(this) is var session && session == 0
        ? default
        : DateTimeOffset.FromUnixTimeSeconds(LibSsl.SSL_SESSION_get_time(session));

    public TimeSpan SessionLifetime => LibSsl.SSL_get_session(this) is var session && session == 0
        ? default
        : TimeSpan.FromSeconds(LibSsl.SSL_SESSION_get_timeout(session));

    /// <summary>The current session, for a client to resume; null before the handshake. The caller disposes it.</summary>
    public TlsSession? TakeSession() => LibSsl.SSL_get1_session(this) is var session && session == 0 ? null : new TlsSession(session);

    /// <summary>The peer's certificate; null when it sent none. The caller disposes it.</summary>
    public Certificate? PeerCertificate() =>
        LibSsl.SSL_get1_peer_certificate(this) is var certificate && certificate == 0 ? null : new Certificate(certificate);

    /// <summary>What the peer sent as chain; on the server's side without its own certificate. The caller disposes them.</summary>
    public IReadOnlyList<Certificate> PeerChain()
    {
        var stack = LibSsl.SSL_get_peer_cert_chain(this);
        var chain = new List<Certificate>();
        for (var i = 0; stack != 0 && i < LibCrypto.OPENSSL_sk_num(stack); i++)
        {
            chain.Add(Certificate.Borrow(LibCrypto.OPENSSL_sk_value(stack, i))!);
        }
        return chain;
    }

    /// <summary>The certificate that this side presented; null when none. The caller disposes it.</summary>
    public Certificate? OwnCertificate() => Certificate.Borrow(LibSsl.SSL_get_certificate(this));

    /// <summary>The X509_V_ERR_ number that verification ended with; 0 = fine or not done.</summary>
    public int VerifyResult => (int)LibSsl.SSL_get_verify_result(this);

    /// <summary>The ALPN protocol agreed on; empty when none.</summary>
    public string NextProtocol
    {
        get
        {
            byte* name;
            uint length;
            LibSsl.SSL_get0_alpn_selected(this, &name, &length);
            return name == null ? "" : Encoding.Latin1.GetString(name, (int)length);
        }
    }

    /// <summary>Bytes received from the socket, records and handshakes included.</summary>
    public ulong RawBytesRead => LibCrypto.BIO_number_read(LibSsl.SSL_get_rbio(this));

    /// <summary>Bytes sent to the socket, records and handshakes included; without the records that the kernel makes.</summary>
    public ulong RawBytesWritten => LibCrypto.BIO_number_written(LibSsl.SSL_get_wbio(this));
}
