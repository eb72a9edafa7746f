using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.Tls.ServerContexts;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Commands;

/// <summary>Before the server serves: caches that outlive it, and pass phrases for encrypted keys, server by server (MODTLS 1.7).</summary>
static class KeyUnlocking
{
    public static readonly Feature Feature = new("TLS keys");

    static KeyUnlocking() => Feature.Startup(UnlockAsync);

    static async ValueTask UnlockAsync(StartupCheck check)
    {
        var process = check.Host.State(TlsProcess.Key);
        await process.Caches.UseAsync(check.Configuration);
        var provider = check.Configuration.Process.Get(PassPhrases.TlsPassPhraseProvider);
        foreach (var server in check.Configuration.Servers)
        {
            var owner = new KeyOwner(server.Name, server.Addresses.Count > 0 ? server.Addresses[0].ToString() : "0.0.0.0", server.Port, provider);
            foreach (var file in KeyFiles(server.Root))
            {
                if (!await process.KeyOpener.OpenAsync(file, owner))
                    check.Refuse($"{Upstream.Label}: unable to use {file.Kind} certificate key in '{TokenKey.WithoutPin(file.Path)}', exiting");
            }
        }
    }

    static IEnumerable<KeyFile> KeyFiles(ConfigScope server)
    {
        if (new KeyPairFiles(server.Get(CertificateFiles.TlsRsaCertificateFile), server.Get(CertificateFiles.TlsRsaCertificateKeyFile)).KeyFile is { } rsa)
            yield return new KeyFile(rsa, "RSA");
        if (new KeyPairFiles(server.Get(CertificateFiles.TlsDsaCertificateFile), server.Get(CertificateFiles.TlsDsaCertificateKeyFile)).KeyFile is { } dsa)
            yield return new KeyFile(dsa, "DSA");
        if (new KeyPairFiles(server.Get(CertificateFiles.TlsEcCertificateFile), server.Get(CertificateFiles.TlsEcCertificateKeyFile)).KeyFile is { } ec)
            yield return new KeyFile(ec, "EC");
        if (server.Get(CertificateFiles.TlsPkcs12File) is { } archive)
            yield return new KeyFile(archive, "PKCS12");
    }
}
