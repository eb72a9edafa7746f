using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ProftpdSharp.Native.OpenSsl;

namespace ProftpdSharp.Tls.Sessions;

/// <summary>
/// What EnableDiags shows of a handshake message, as upstream lays it out: hellos, session tickets and encrypted extensions (RFC 5246 section 7.4, RFC 5077
/// section 3.3, RFC 8446 sections 4.1, 4.3.1 and 4.6.1).
/// </summary>
static class MessageText
{
    const string Unknown = "[unknown/unsupported]";

    /// <summary>A ClientHello may have thousands of cipher suites.</summary>
    const int Longest = 16 * 1024;

    static readonly Dictionary<int, string> Extensions = new (int Number, string Name)[]
    {
        (0, "server_name"), (1, "max_fragment_length"), (2, "client_certificate_url"), (3, "trusted_ca_keys"), (4, "truncated_hmac"),
        (5, "status_request"), (6, "user_mapping"), (7, "client_authz"), (8, "server_authz"), (9, "cert_type"), (10, "elliptic_curves"),
        (11, "ec_point_formats"), (12, "srp"), (13, "signature_algorithms"), (14, "use_srtp"), (15, "heartbeat"),
        (16, "application_layer_protocol_negotiation"), (18, "signed_certificate_timestamp"), (21, "padding"), (22, "encrypt_then_mac"),
        (23, "extended_master_secret"), (35, "session_ticket"), (41, "psk"), (42, "early_data"), (43, "supported_versions"), (44, "cookie"),
        (45, "psk_kex_modes"), (47, "certificate_authorities"), (49, "post_handshake_auth"), (50, "signature_algorithms_cert"), (51, "key_share"),
        (13172, "next_proto_neg"), (65281, "renegotiate"),
    }.ToDictionary(extension => extension.Number, extension => extension.Name);

    /// <summary>The lines, the last one ended; null for a kind that is not shown, and for a message that ends too early.</summary>
    /// <param name="message">With its header of four bytes.</param>
    /// <param name="version">The version of the connection.</param>
    /// <param name="suiteName">The names of cipher suites.</param>
    public static string? Of(ReadOnlySpan<byte> message, TlsVersion version, Func<ushort, string?> suiteName)
    {
        var fields = new MessageFields(message);
        var kind = fields.Number(1);
        fields.Take(3);
        var text = new StringBuilder();
        switch (kind)
        {
            case 1:
                AddHello(text.Append("ClientHello:\n  client_version = "), ref fields, suiteName, isClient: true);
                break;
            case 2:
                AddHello(text.Append("ServerHello:\n  server_version = "), ref fields, suiteName, isClient: false);
                break;
            case 4:
                AddTicket(text, ref fields, version == TlsVersion.Tls13);
                break;
            case 8:
                AddExtensions(text.Append("EncryptedExtensions:\n"), ref fields);
                break;
            default:
                return null;
        }
        return fields.EndedEarly ? null : text.ToString(0, Math.Min(text.Length, Longest));
    }

    static void AddHello(StringBuilder text, ref MessageFields fields, Func<ushort, string?> suiteName, bool isClient)
    {
        text.Append(VersionName(fields.Number(2))).Append('\n');
        var time = DateTimeOffset.FromUnixTimeSeconds(fields.Number(4));
        text.Append(CultureInfo.InvariantCulture, $"  random:\n    gmt_unix_time = {time:ddd MMM dd HH:mm:ss yyyy} (not guaranteed to be accurate)\n");
        text.Append("    random_bytes (28 bytes)\n      ").Append(Convert.ToHexStringLower(fields.Take(28))).Append('\n');
        AddBytes(text, "session_id", fields.Vector(1));
        var suites = isClient ? fields.Vector(2) : fields.Take(2);
        text.Append(CultureInfo.InvariantCulture, $"  cipher_suites {Bytes(suites.Length)}\n");
        for (; suites.Length > 1; suites = suites[2..])
        {
            var number = BinaryPrimitives.ReadUInt16BigEndian(suites);
            text.Append(CultureInfo.InvariantCulture, $"    {suiteName(number) ?? Unknown} (0x{number:x})\n");
        }
        var methods = isClient ? fields.Vector(1) : fields.Take(1);
        text.Append(CultureInfo.InvariantCulture, $"  compression_methods {Bytes(methods.Length)}\n");
        foreach (var method in methods)
            text.Append("    ").Append(method switch { 0 => "None", 1 => "Zlib", _ => Unknown }).Append('\n');
        if (fields.AtEnd)
            text.Append("extensions: None\n");
        else
            AddExtensions(text, ref fields);
    }

    static void AddTicket(StringBuilder text, ref MessageFields fields, bool isTls13)
    {
        text.Append(CultureInfo.InvariantCulture, $"NewSessionTicket:\n  ticket_lifetime_hint\n    {(uint)fields.Number(4)} (sec)\n");
        if (isTls13)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ticket_age_add\n    {(uint)fields.Number(4)} (sec)\n");
            AddBytes(text, "ticket_nonce", fields.Vector(1));
        }
        AddBytes(text, "ticket", fields.Vector(2));
        if (isTls13)
            AddExtensions(text, ref fields);
    }

    static void AddExtensions(StringBuilder text, ref MessageFields fields)
    {
        var extensions = new MessageFields(fields.Vector(2));
        text.Append(CultureInfo.InvariantCulture, $"  extensions {Bytes(extensions.Length)}\n");
        while (extensions.Length > 3)
        {
            var name = Extensions.GetValueOrDefault(extensions.Number(2), Unknown);
            text.Append(CultureInfo.InvariantCulture, $"    extension_type = {name} {Bytes(extensions.Vector(2).Length)}\n");
        }
    }

    static void AddBytes(StringBuilder text, string name, ReadOnlySpan<byte> bytes)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {name} {Bytes(bytes.Length)}\n");
        if (bytes.Length > 0)
            text.Append("    ").Append(Convert.ToHexStringLower(bytes)).Append('\n');
    }

    static string Bytes(int count) => string.Create(CultureInfo.InvariantCulture, $"({count} {(count == 1 ? "byte" : "bytes")})");

    static string VersionName(int version) => version switch
    {
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        0x0303 => "TLS 1.2",
        0x0304 => "TLS 1.3",
        _ => Unknown,
    };
}

/// <summary>The fields of a message one after the other; once it ended too early they are all empty.</summary>
/// <param name="bytes">The message.</param>
ref struct MessageFields(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _rest = bytes;

    public readonly int Length => _rest.Length;

    public readonly bool AtEnd => _rest.IsEmpty;

    public bool EndedEarly { get; private set; }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            EndedEarly = true;
            _rest = [];
            return [];
        }
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>A number of one to four bytes; one of four keeps its sign.</summary>
    public int Number(int size)
    {
        var number = 0;
        foreach (var part in Take(size))
            number = (number << 8) | part;
        return number;
    }

    /// <summary>Bytes behind their own count.</summary>
    public ReadOnlySpan<byte> Vector(int sizeOfCount) => Take(Number(sizeOfCount));
}
