namespace ProftpdSharp.Native.OpenSsl;

/// <summary>The OpenSSL that this process runs with, and the names of its numbers.</summary>
public static unsafe class OpenSslLibrary
{
    /// <summary><c>OpenSSL 3.0.19 27 Jan 2026</c>.</summary>
    public static string Version => MemoryBio.Text(LibCrypto.OpenSSL_version(0));

    /// <summary>The packed version number, 0x30000130 for 3.0.19.</summary>
    public static ulong VersionNumber => LibCrypto.OpenSSL_version_num();

    /// <summary>The words for an X509_V_ERR_ number.</summary>
    public static string VerifyErrorText(int error) => MemoryBio.Text(LibCrypto.X509_verify_cert_error_string(error));

    /// <summary><c>warning</c> or <c>fatal</c> for the value of an alert.</summary>
    public static string AlertLevel(int value) => MemoryBio.Text(LibSsl.SSL_alert_type_string_long(value));

    /// <summary><c>close notify</c> and the like for the value of an alert.</summary>
    public static string AlertText(int value) => MemoryBio.Text(LibSsl.SSL_alert_desc_string_long(value));
}
