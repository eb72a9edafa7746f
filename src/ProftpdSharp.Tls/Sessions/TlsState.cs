using System.Security.Cryptography;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Logs;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>What mod_tls knows of one control connection.</summary>
sealed class TlsState
{
    public static readonly SessionKey<TlsState> Key = new(() => new TlsState());

    /// <summary>TLSEngine of the server that the session began with or that HOST chose. Off makes all of mod_tls invisible.</summary>
    public bool Engine { get; set; }

    /// <summary>Some server of this session spoke TLS: FEAT's lines stay even when HOST leads to one that does not.</summary>
    public bool Announced { get; set; }

    public TlsOption Options { get; set; }

    public Requirement Required { get; set; }

    /// <summary>What handshakes are made with; null until the session's start.</summary>
    public ServerContext? Context { get; set; }

    /// <summary>The TLS layer of the control connection; null while that is in clear.</summary>
    public TlsStream? Control { get; set; }

    /// <summary>TLSRenegotiate ctrl at work; null where it is not configured.</summary>
    public RekeyTimer? Rekeying { get; set; }

    /// <summary>Whether the control connection is protected.</summary>
    public bool OnControl => Control is not null || IsAssumed;

    /// <summary>TLS is taken for granted on both connections and there is none: the session is explained, not served.</summary>
    public bool IsAssumed { get; set; }

    /// <summary>RFC 2228's security mechanism was agreed on: it stays so after CCC.</summary>
    public bool HasMechanism { get; set; }

    /// <summary>PROT P, or an AUTH that implies it.</summary>
    public bool ProtectsData { get; set; }

    public bool HadCcc { get; set; }

    /// <summary>SSCN ON: we are the TLS client on data connections.</summary>
    public bool IsDataClient { get; set; }

    /// <summary>The name of the control connection's ClientHello; null when it had none or it is ignored.</summary>
    public string? ServerName { get; set; }

    /// <summary>The server that takes over when the handshake under way succeeds; null for the present one.</summary>
    public ServerSwitch? Switch { get; set; }

    /// <summary>What the handshake under way goes on with; there is a context by then.</summary>
    public ServerContext InForce => Switch?.Context ?? Context!;

    /// <summary>In every ticket of this control connection: by it a data connection shows where its session comes from.</summary>
    public byte[] TicketAppData { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The application data of the session that the control connection itself resumed; empty when it did not.</summary>
    public byte[] ResumedAppData { get; set; } = [];

    /// <summary>The session of the control connection by its id, for data connections that resume without ticket.</summary>
    public TlsSession? Resumable { get; set; }

    /// <summary>TLSRequired was looked at again after the login.</summary>
    public bool CheckedLogin { get; set; }

    /// <summary>The first accepted data connection is logged, later ones are not.</summary>
    public bool LoggedData { get; set; }

    /// <summary>The log; it stays the original server's when SNI leads to another one.</summary>
    public TlsLog? Log { get; set; }

    public HandshakeTotals Totals { get; } = new();

    public void Write(string text) => Log?.Write(text);

    public void WriteWithWarning(string text) => Log?.WriteWithWarning(text);

    public void WriteWithNotice(string text, string prefix = "") => Log?.WriteWithNotice(text, prefix);
}
