using System.Text;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Reads a ClientHello (RFC 5246 section 7.4.1.2, RFC 8446 section 4.1.2) before OpenSSL has chosen anything.</summary>
static unsafe class HelloReader
{
    const uint ExtensionServerName = 0;
    const uint ExtensionSupportedVersions = 43;

    /// <summary>Reads it inside of OpenSSL's callback for it.</summary>
    internal static ClientHello Read(nint ssl)
    {
        byte* data;
        nuint length;
        string? name = null;
        if (LibSsl.SSL_client_hello_get0_ext(ssl, ExtensionServerName, &data, &length) == 1)
        {
            name = ReadServerName(new ReadOnlySpan<byte>(data, (int)length));
        }
        var highest = (int)LibSsl.SSL_client_hello_get0_legacy_version(ssl);
        var offersTls13 = false;
        if (LibSsl.SSL_client_hello_get0_ext(ssl, ExtensionSupportedVersions, &data, &length) == 1)
        {
            var versions = new ReadOnlySpan<byte>(data, (int)length);
            for (var i = 1; i + 1 < versions.Length; i += 2)
            {
                var version = (versions[i] << 8) | versions[i + 1];
                offersTls13 |= version == (int)TlsVersion.Tls13;
                // GREASE values (RFC 8701) are not versions.
                highest = version >> 8 == 3 ? Math.Max(highest, version) : highest;
            }
        }
        var idLength = LibSsl.SSL_client_hello_get0_session_id(ssl, &data);
        return new ClientHello(name, (TlsVersion)highest, offersTls13, new ReadOnlySpan<byte>(data, (int)idLength).ToArray());
    }

    /// <summary>RFC 6066 section 3: a list with one entry of type host_name (0).</summary>
    static string? ReadServerName(ReadOnlySpan<byte> list)
    {
        if (list.Length < 5 || list[2] != 0)
        {
            return null;
        }
        var length = (list[3] << 8) | list[4];
        return list.Length >= 5 + length && length > 0 ? Encoding.Latin1.GetString(list.Slice(5, length)) : null;
    }
}
