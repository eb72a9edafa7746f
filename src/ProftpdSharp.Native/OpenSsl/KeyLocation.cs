namespace ProftpdSharp.Native.OpenSsl;

/// <summary>A private key by what names it in the configuration: a PEM file, or the URI of a key in a token.</summary>
public static class KeyLocation
{
    /// <summary>The key; null, with the errors, when it is not to be had.</summary>
    /// <param name="location">A path or URI.</param>
    /// <param name="passPhrase">The pass phrase or PIN; empty for none.</param>
    /// <param name="errors">What OpenSSL says.</param>
    /// <param name="isLocked">Whether it takes a pass phrase or PIN, and this was not it.</param>
    public static PrivateKey? Read(string location, ReadOnlySpan<byte> passPhrase, out OpenSslErrors errors, out bool isLocked)
    {
        return TokenKey.IsNamedBy(location)
            ? TokenKey.Read(location, passPhrase, out errors, out isLocked)
            : PemFile.ReadPrivateKey(location, passPhrase, out errors, out isLocked);
    }
}
