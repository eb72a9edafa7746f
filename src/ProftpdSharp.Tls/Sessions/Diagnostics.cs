using System.Globalization;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.Logs;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>The <c>[info]</c>, <c>[msg]</c> and <c>[stat]</c> lines of TLSOptions EnableDiags.</summary>
static class Diagnostics
{
    const int Loop = 0x01;
    const int Exit = 0x02;
    const int Write = 0x08;
    const int Start = 0x10;
    const int DoneBit = 0x20;
    const int Connecting = 0x1000;
    const int Accepting = 0x2000;
    const int Alert = 0x4000;

    const int TypeChangeCipherSpec = 20;
    const int TypeAlert = 21;
    const int TypeHandshake = 22;

    static readonly Dictionary<int, string> Handshakes = Table(
    [
        (0, "HelloRequest"), (1, "ClientHello"), (2, "ServerHello"), (4, "NewSessionTicket"), (5, "EndOfEarlyData"),
        (8, "EncryptedExtensions"), (11, "Certificate"), (12, "ServerKeyExchange"), (13, "CertificateRequest"), (14, "ServerHelloDone"),
        (15, "CertificateVerify"), (16, "ClientKeyExchange"), (20, "Finished"), (22, "CertificateStatus"), (24, "KeyUpdate"),
    ]);

    static readonly Dictionary<int, string> Alerts = Table(
    [
        (0, "close_notify"), (10, "unexpected_message"), (20, "bad_record_mac"), (21, "decryption_failed"), (22, "record_overflow"),
        (30, "decompression_failure"), (40, "handshake_failure"), (42, "bad_certificate"), (43, "unsupported_certificate"),
        (44, "certificate_revoked"), (45, "certificate_expired"), (46, "certificate_unknown"), (47, "illegal_parameter"),
        (48, "unknown_ca"), (49, "access_denied"), (50, "decode_error"), (51, "decrypt_error"), (60, "export_restriction"),
        (70, "protocol_version"), (71, "insufficient_security"), (80, "internal_error"), (86, "inappropriate_fallback"),
        (90, "user_canceled"), (100, "no_renegotiation"), (109, "missing_extension"), (110, "unsupported_extension"),
        (112, "unrecognized_name"), (113, "bad_certificate_status_response"), (115, "unknown_psk_identity"),
        (116, "certificate_required"), (120, "no_application_protocol"),
    ]);

    /// <summary>One step of OpenSSL's state machine, or an alert.</summary>
    public static void LogInfo(TlsLog log, TlsConnection connection, int where, int value)
    {
        if ((where & Alert) != 0)
        {
            var way = (where & Write) != 0 ? "writing" : "reading";
            log.Write($"[info] {way}: SSL/TLS alert {OpenSslLibrary.AlertLevel(value)}: {OpenSslLibrary.AlertText(value)}");
            return;
        }
        var state = connection.StateText;
        if ((where & Start) != 0)
            log.Write($"[info] (unknown): {state} (HANDSHAKE_START)");
        else if ((where & DoneBit) != 0)
            log.Write($"[info] {(connection.IsHandshakeDone ? "ok" : "(unknown)")}: {state} (HANDSHAKE_DONE)");
        else if ((where & (Loop | Exit)) != 0)
            log.Write($"[info] {RoleOf(where)}: {state}");
    }

    /// <summary>One message of the protocol, and below it what it says; record headers are not worth a line.</summary>
    public static void LogMessage(TlsLog log, TlsConnection connection, bool sent, int version, int contentType, ReadOnlySpan<byte> message)
    {
        var what = contentType switch
        {
            TypeChangeCipherSpec => "ChangeCipherSpec message",
            TypeAlert when message.Length == 2 => $"{(message[0] == 1 ? "warning" : "fatal")} '{Alerts.GetValueOrDefault(message[1], "(unknown)")}' Alert message",
            TypeHandshake when message.Length > 0 => $"'{Handshakes.GetValueOrDefault(message[0], "(unknown)")}' Handshake message",
            _ => null,
        };
        if (what is null)
            return;
        var length = message.Length.ToString(CultureInfo.InvariantCulture);
        log.Write($"[msg] {(sent ? "sent" : "received")} {VersionName(version)} {what} ({length} {(message.Length == 1 ? "byte" : "bytes")})");
        if (contentType == TypeHandshake && MessageText.Of(message, (TlsVersion)version, connection.SuiteName) is { } text)
            log.Write($"[msg] \n{text}");
    }

    /// <summary>What the session's handshakes came to.</summary>
    public static void LogTotals(TlsLog log, HandshakeTotals totals)
    {
        log.Write($"[stat]: SSL/TLS sessions attempted: {totals.Attempted}");
        log.Write($"[stat]: SSL/TLS sessions established: {totals.Established}");
        log.Write($"[stat]: SSL/TLS sessions renegotiated: {totals.Renegotiated}");
        log.Write($"[stat]: SSL/TLS sessions resumed: {totals.Resumed}");
        log.Write($"[stat]: SSL/TLS sessions in cache: {totals.Cached}");
        log.Write($"[stat]: SSL/TLS session cache hits: {totals.CacheHits}");
        log.Write($"[stat]: SSL/TLS session cache misses: {totals.CacheMisses}");
        // Nothing is ever evicted from a cache of one session.
        log.Write("[stat]: SSL/TLS session cache timeouts: 0");
        log.Write("[stat]: SSL/TLS session cache size exceeded: 0");
    }

    static Dictionary<int, string> Table((int Number, string Name)[] names) => names.ToDictionary(entry => entry.Number, entry => entry.Name);

    static string RoleOf(int where) => (where & Connecting) != 0 ? "connecting" : (where & Accepting) != 0 ? "accepting" : "unknown";

    static string VersionName(int version) => Settings.Protocols.Name((TlsVersion)version);
}

/// <summary>Counts for the <c>[stat]</c> lines.</summary>
sealed class HandshakeTotals
{
    public int Attempted { get; set; }

    public int Established { get; set; }

    public int Renegotiated { get; set; }

    public int Resumed { get; set; }

    public int Cached { get; set; }

    public int CacheHits { get; set; }

    public int CacheMisses { get; set; }
}
