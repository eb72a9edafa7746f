using System.Runtime.InteropServices;

namespace ProftpdSharp.Native.OpenSsl;

/// <summary>Reads certificates and keys from files as OpenSSL does, under the identity of the calling thread. All paths are byte strings.</summary>
public static unsafe class PemFile
{
    const int LibraryPem = 9;
    const int ReasonNoStartLine = 108;

    /// <summary>The first certificate of a PEM file; null, with the errors, when there is none.</summary>
    public static Certificate? ReadCertificate(string path, out OpenSslErrors errors)
    {
        var certificate = Read(path, bio => LibCrypto.PEM_read_bio_X509(bio, 0, 0, null), out errors);
        return certificate == 0 ? null : new Certificate(certificate);
    }

    /// <summary>Every certificate of a PEM file in its order; the list is empty, with the errors, when the file cannot be read or has none.</summary>
    public static List<Certificate> ReadCertificates(string path, out OpenSslErrors errors)
    {
        var certificates = new List<Certificate>();
        LibCrypto.ERR_clear_error();
        var bio = LibCrypto.BIO_new_file(path, "r");
        if (bio == 0)
        {
            errors = OpenSslErrors.Take();
            return certificates;
        }
        while (LibCrypto.PEM_read_bio_X509(bio, 0, 0, null) is var certificate && certificate != 0)
        {
            certificates.Add(new Certificate(certificate));
        }
        _ = LibCrypto.BIO_free(bio);
        errors = OpenSslErrors.Take();
        if (certificates.Count > 0 && errors.Contains(LibraryPem, ReasonNoStartLine))
        {
            errors = OpenSslErrors.None;
        }
        return certificates;
    }

    /// <summary>Every set of Diffie-Hellman parameters of a PEM file; none when it cannot be read.</summary>
    public static IReadOnlyList<DhParameters> ReadDhParameters(string path)
    {
        var found = new List<DhParameters>();
        Read(path, bio =>
        {
            while (LibCrypto.PEM_read_bio_Parameters(bio, 0) is var key && key != 0)
                found.Add(new DhParameters(key));
            return 0;
        }, out _);
        return found;
    }

    /// <summary>Every certificate in the bytes of a PEM file.</summary>
    public static IReadOnlyList<Certificate> ParseCertificates(ReadOnlySpan<byte> bytes)
    {
        var certificates = new List<Certificate>();
        fixed (byte* start = bytes)
        {
            var bio = bytes.IsEmpty ? 0 : LibCrypto.BIO_new_mem_buf(start, bytes.Length);
            if (bio == 0)
                return certificates;
            while (LibCrypto.PEM_read_bio_X509(bio, 0, 0, null) is var certificate && certificate != 0)
                certificates.Add(new Certificate(certificate));
            _ = LibCrypto.BIO_free(bio);
        }
        LibCrypto.ERR_clear_error();
        return certificates;
    }

    /// <summary>Counts the certificates and revocation lists of a PEM file; the errors say why it cannot be read.</summary>
    public static (int Certificates, int Crls) Count(string path, out OpenSslErrors errors)
    {
        var stack = Read(path, bio => LibCrypto.PEM_X509_INFO_read_bio(bio, 0, 0, null), out errors);
        if (stack == 0)
        {
            return (0, 0);
        }
        var (certificates, crls) = (0, 0);
        for (var i = 0; i < LibCrypto.OPENSSL_sk_num(stack); i++)
        {
            // X509_INFO starts with its certificate, its CRL and its key.
            var info = (nint*)LibCrypto.OPENSSL_sk_value(stack, i);
            certificates += info[0] != 0 ? 1 : 0;
            crls += info[1] != 0 ? 1 : 0;
        }
        LibCrypto.OPENSSL_sk_pop_free(stack, &FreeInfo);
        return (certificates, crls);
    }

    /// <summary>The first private key of a PEM file; null, with the errors, when there is none or the pass phrase is wrong.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passPhrase">The pass phrase of an encrypted key without a closing NUL; empty for none.</param>
    /// <param name="errors">What OpenSSL says.</param>
    /// <param name="isLocked">Whether it takes a pass phrase, and this was not it.</param>
    public static PrivateKey? ReadPrivateKey(string path, ReadOnlySpan<byte> passPhrase, out OpenSslErrors errors, out bool isLocked)
    {
        fixed (byte* text = passPhrase)
        {
            var answer = new PassPhraseAnswer { Text = text, Length = passPhrase.Length };
            var given = (nint)(&answer);
            var key = Read(path, bio => LibCrypto.PEM_read_bio_PrivateKey(bio, 0, PassPhraseAnswer.Callback, given), out errors);
            isLocked = key == 0 && answer.WasAsked;
            return key == 0 ? null : new PrivateKey(key);
        }
    }

    internal static nint Read(string path, Func<nint, nint> read, out OpenSslErrors errors)
    {
        LibCrypto.ERR_clear_error();
        var bio = LibCrypto.BIO_new_file(path, "r");
        var result = bio == 0 ? 0 : read(bio);
        errors = OpenSslErrors.Take();
        if (bio != 0)
        {
            _ = LibCrypto.BIO_free(bio);
        }
        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    static void FreeInfo(nint info) => LibCrypto.X509_INFO_free(info);
}
