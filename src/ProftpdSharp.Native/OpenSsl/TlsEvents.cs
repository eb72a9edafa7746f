namespace ProftpdSharp.Native.OpenSsl;

/// <summary>What a ClientHello says, read before the server has chosen anything.</summary>
/// <param name="ServerName">The host name of the server_name extension as a byte string; null when there is none.</param>
/// <param name="HighestVersion">The highest protocol version that the client offers.</param>
/// <param name="OffersTls13">Whether TLS 1.3 is among the offers.</param>
/// <param name="SessionId">The session that it wants to resume; empty for none, anything where TLS 1.3 is agreed on.</param>
public sealed record ClientHello(string? ServerName, TlsVersion HighestVersion, bool OffersTls13, byte[] SessionId);

/// <summary>One step of the verification of the peer's chain.</summary>
/// <param name="Accepted">Whether OpenSSL found nothing wrong at this step.</param>
/// <param name="Error">X509_V_ERR_ number; 0 when accepted.</param>
/// <param name="ErrorText">OpenSSL's words for it.</param>
/// <param name="Depth">0 for the peer's own certificate.</param>
/// <param name="Subject">Subject of the certificate, one line.</param>
/// <param name="Issuer">Issuer of the certificate, one line.</param>
public readonly record struct VerifyStep(bool Accepted, int Error, string ErrorText, int Depth, string Subject, string Issuer);

/// <summary>
/// What one connection asks its owner, from inside OpenSSL. Overrides run on the thread that called into the connection and must
/// neither block nor call the connection's Try methods. An exception ends the handshake and comes out of the Try method.
/// </summary>
public abstract class TlsEvents
{
    /// <summary>Keys for this connection's tickets; null disables tickets.</summary>
    public virtual TicketKeyRing? TicketKeys => null;

    /// <summary>Put into every ticket that this connection issues.</summary>
    public virtual ReadOnlySpan<byte> TicketAppData => [];

    /// <summary>Whether a TLS 1.3 ticket that was used is answered with a new one.</summary>
    public virtual bool RenewsTickets => true;

    /// <summary>
    /// The ClientHello arrived. True holds the handshake up (<see cref="TlsStatus.Suspended"/>) for what takes its time; the next attempt asks again.
    /// </summary>
    public virtual bool Suspends(TlsConnection connection, ClientHello hello) => false;

    /// <summary>The ClientHello may be answered. An alert other than None ends the handshake; <see cref="TlsConnection.SwitchContext"/> may be called.</summary>
    public virtual TlsAlert OnClientHello(TlsConnection connection, ClientHello hello) => TlsAlert.None;

    /// <summary>One step of chain verification; the X509_V_ERR_ number to go on with, 0 to accept.</summary>
    public virtual int OnVerify(in VerifyStep step) => step.Error;

    /// <summary>Whether <see cref="OnTrusted"/> is asked.</summary>
    public virtual bool JudgesTrusted => false;

    /// <summary>A certificate of the peer's chain that nothing was found wrong with; the X509_V_ERR_ number to go on with, 0 to accept.</summary>
    public virtual int OnTrusted(int depth, Certificate certificate, Certificate issuer) => 0;

    /// <summary>A session with an id was agreed on. True keeps it: the events now own <paramref name="session"/>.</summary>
    public virtual bool OnNewSession(TlsSession session) => false;

    /// <summary>The session of that id, which must stay alive during the handshake; null when unknown.</summary>
    public virtual TlsSession? FindSession(ReadOnlySpan<byte> id) => null;

    /// <summary>The pre-shared key of an identity (a byte string); empty refuses it.</summary>
    public virtual ReadOnlySpan<byte> FindPreSharedKey(string identity) => [];

    /// <summary>The OCSP response for the certificate that this handshake presents; empty for none.</summary>
    public virtual ReadOnlySpan<byte> StapledResponse(TlsConnection connection) => [];

    /// <summary>OpenSSL's info callback: <paramref name="where"/> are SSL_CB_ bits.</summary>
    public virtual void OnInfo(TlsConnection connection, int where, int value)
    {
    }

    /// <summary>A secret of this connection as a line of NSS' key log, without line end; called only where <see cref="TlsContext.ReportSecrets"/> asked for it.</summary>
    public virtual void OnSecret(ReadOnlySpan<byte> line)
    {
    }

    /// <summary>A protocol message was sent or received; called only where <see cref="TlsContext.ReportMessages"/> asked for it.</summary>
    public virtual void OnMessage(TlsConnection connection, bool sent, int version, int contentType, ReadOnlySpan<byte> message)
    {
    }
}
