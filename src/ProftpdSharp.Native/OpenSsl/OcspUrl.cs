namespace ProftpdSharp.Native.OpenSsl;

/// <summary>URLs of OCSP responders.</summary>
public static unsafe class OcspUrl
{
    /// <summary>Whether OpenSSL can read the URL.</summary>
    public static bool IsValid(string url)
    {
        int isTls;
        var valid = LibCrypto.OSSL_HTTP_parse_url(url, &isTls, null, null, null, null, null, null, null) == 1;
        LibCrypto.ERR_clear_error();
        return valid;
    }
}
