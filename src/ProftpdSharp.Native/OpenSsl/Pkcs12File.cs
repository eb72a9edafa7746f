using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>What a PKCS#12 archive holds.</summary>
public sealed record Pkcs12(PrivateKey? Key, Certificate? Certificate, IReadOnlyList<Certificate> Chain) : IDisposable
{
    /// <summary>Other handles of the same key and certificates.</summary>
    public Pkcs12 Share() => new(Key?.Share(), Certificate?.Share(), [.. Chain.Select(certificate => certificate.Share())]);

    public void Dispose()
    {
        Key?.Dispose();
        Certificate?.Dispose();
        foreach (var certificate in Chain)
            certificate.Dispose();
    }
}

/// <summary>Reads PKCS#12 archives.</summary>
public static unsafe class Pkcs12File
{
    const int Library = 35;
    const int ReasonWrongMac = 113;

    /// <summary>Whether an archive could not be read because its pass phrase is missing or wrong.</summary>
    public static bool NeedsPassPhrase(OpenSslErrors errors) => errors.Contains(Library, ReasonWrongMac);

    /// <summary>Opens the archive; null, with the errors, when it cannot be read or the pass phrase is wrong.</summary>
    /// <param name="path">The file, a byte string.</param>
    /// <param name="passPhrase">The pass phrase without a closing NUL; empty for none.</param>
    /// <param name="errors">What OpenSSL says.</param>
    public static Pkcs12? Read(string path, ReadOnlySpan<byte> passPhrase, out OpenSslErrors errors)
    {
        var archive = PemFile.Read(path, bio => LibCrypto.d2i_PKCS12_bio(bio, 0), out errors);
        if (archive == 0)
        {
            return null;
        }
        var phrase = (byte*)NativeMemory.AllocZeroed((nuint)passPhrase.Length + 1);
        try
        {
            passPhrase.CopyTo(new Span<byte>(phrase, passPhrase.Length));
            return Parse(archive, phrase, out errors);
        }
        finally
        {
            new Span<byte>(phrase, passPhrase.Length).Clear();
            NativeMemory.Free(phrase);
            LibCrypto.PKCS12_free(archive);
        }
    }

    static Pkcs12? Parse(nint archive, byte* phrase, out OpenSslErrors errors)
    {
        nint key = 0, certificate = 0, chain = 0;
        LibCrypto.ERR_clear_error();
        if (LibCrypto.PKCS12_parse(archive, phrase, &key, &certificate, &chain) != 1)
        {
            errors = OpenSslErrors.Take();
            return null;
        }
        errors = OpenSslErrors.None;
        var others = new List<Certificate>();
        for (var i = 0; chain != 0 && i < LibCrypto.OPENSSL_sk_num(chain); i++)
        {
            others.Add(new Certificate(LibCrypto.OPENSSL_sk_value(chain, i)));
        }
        if (chain != 0)
        {
            // The certificates now belong to the list above.
            LibCrypto.OPENSSL_sk_free(chain);
        }
        return new Pkcs12(key == 0 ? null : new PrivateKey(key), certificate == 0 ? null : new Certificate(certificate), others);
    }
}
