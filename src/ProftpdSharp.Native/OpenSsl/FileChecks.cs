namespace ProftpdSharp.Native.OpenSsl;

/// <summary>
/// Tries files with a scratch context, by the same functions that upstream uses, so that the errors are the same to the letter.
/// Null when a file is usable.
/// </summary>
public static class FileChecks
{
    /// <summary>A private key; a missing or wrong pass phrase is no error here.</summary>
    public static OpenSslErrors? PrivateKey(string path)
    {
        if (TokenKey.IsNamedBy(path))
        {
            using var key = TokenKey.Read(path, [], out var why, out var isLocked);
            return key is null && !isLocked ? why : null;
        }
        using var scratch = TlsContext.Create();
        return scratch.TryKeyFile(path);
    }

    /// <summary>A file that starts with a certificate.</summary>
    public static OpenSslErrors? CertificateChain(string path)
    {
        using var scratch = TlsContext.Create();
        return scratch.TryChainFile(path);
    }

    /// <summary>CA certificates or revocation lists.</summary>
    public static OpenSslErrors? Authorities(string path)
    {
        using var scratch = TlsContext.Create();
        return scratch.TrustFile(path);
    }
}
