namespace ProftpdSharp.Native.OpenSsl;

/// <summary>URLs of OCSP responders.</summary>
public static unsafe class OcspUrl
{
    /// <summary>Whether OpenSSL can read the URL; null when it can. The errors may be empty.</summary>
    public static OpenSslErrors? Check(string url)
    {
        LibCrypto.ERR_clear_error();
        byte* host, port, path;
        int isTls;
        if (LibCrypto.OCSP_parse_url(url, &host, &port, &path, &isTls) != 1)
            return OpenSslErrors.Take();
        foreach (var part in (ReadOnlySpan<nint>)[(nint)host, (nint)port, (nint)path])
            LibCrypto.CRYPTO_free(part, 0, 0);
        return null;
    }
}
