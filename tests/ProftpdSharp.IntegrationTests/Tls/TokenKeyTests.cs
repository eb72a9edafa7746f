using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;
using static ProftpdSharp.IntegrationTests.Tls.CertificateFileTests;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>The server's key in a PKCS#11 token: SoftHSM's, through OpenSSL's engine.</summary>
public sealed class TokenKeyTests : IDisposable
{
    const string Key = "pkcs11:token=ftp;object=server";
    const string Certificate = "TLSRSACertificateFile {ROOT}/tls/server.pem\n";

    readonly string _folder = Directory.CreateTempSubdirectory("proftpd-token-").FullName;

    [Theory]
    [InlineData($"TLSRSACertificateKeyFile {Key}?pin-value=5678\n")]
    [InlineData($"TLSRSACertificateKeyFile {Key}\nTLSPassPhraseProvider {{ROOT}}/etc/provider\n")]
    public async Task A_key_in_a_token_signs(string lines)
    {
        await using var server = await StartAsync(lines, "5678");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            var version = number % 2 == 0 ? TlsVersion.Tls12 : TlsVersion.Tls13;
            await using var client = await server.LogInSecurelyAsync(new ClientTlsSettings { MaxVersion = version });
            Assert.NotEmpty(await client.DownloadAsync("NLST"));
        }));
        Assert.False(File.Exists($"{server.Root}/tls/server.key"));
        if (lines.Contains("Provider", StringComparison.Ordinal))
            Assert.Equal($"Integration:{server.Port} RSA\n", File.ReadAllText($"{server.Root}/log/asked"));
        var lint = await CommandRunner.RunAsync(server.Binary.Path, ["--lint", "-c", $"{server.Root}/etc/proftpd.conf"]);
        Assert.Equal(lines.Contains("pin-value", StringComparison.Ordinal), lint.Output.Contains("holds the PIN of a token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"{Key}?pin-value=8765", $"unable to use '{Key}?pin-value=***': \n  (1) error:", ":PKCS#11 module::PIN incorrect\n")]
    [InlineData("pkcs11:object=none?pin-value=5678", "unable to use 'pkcs11:object=none?pin-value=***': \n  (1) error:", ":pkcs11 engine::object not found\n")]
    [InlineData($"{Key}\nTLSPassPhraseProvider {{ROOT}}/etc/provider", $"mod_tls/2.9.2: unable to use RSA certificate key in '{Key}', exiting", "")]
    public async Task A_key_that_the_token_does_not_give_keeps_the_server_from_starting(string uri, string message, string reason)
    {
        using var folder = await ServerFolder.CreateAsync($"{ServerTexts.Basic}TLSEngine on\n{Certificate}TLSRSACertificateKeyFile {uri}\n", root =>
        {
            ServerTexts.Homes(root);
            Directory.CreateDirectory($"{root}/tls");
            OpenSsl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", $"{root}/tls/server.key", "-out", $"{root}/tls/server.pem");
            Lock(root, "8765");
            MoveKey(root);
        });
        var refused = await CommandRunner.RunAsync(WithToken().Path, ["-n", "-c", folder.ConfigPath]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Error, StringComparison.Ordinal);
    }

    /// <summary>Upstream's 1.3.8 knows nothing else.</summary>
    [Theory]
    [InlineData("upstream")]
    [InlineData("ours")]
    public async Task Without_a_way_to_tokens_the_URI_is_a_path(string server)
    {
        using var folder = await ServerFolder.CreateAsync($"LoadModule mod_tls.c\n{ServerTexts.Basic}TLSRSACertificateKeyFile {Key}\n", ServerTexts.Homes);
        var refused = await CommandRunner.RunAsync(WithEnvironment(ServerBinary.Of(server), "OPENSSL_ENGINES=/nowhere").Path, ["-n", "-c", folder.ConfigPath]);
        Assert.Contains(
            $"fatal: TLSRSACertificateKeyFile: unable to use '{Key}': \n  (1) error:80000002:system library::No such file or directory [calling fopen({Key}, r)]\n"
            + "  (2) error:10080002:BIO routines::system lib\n  (3) error:0A080002:SSL routines::system lib on line ",
            refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => HostFiles.RemoveTree(_folder);

    /// <summary>Starts ours with a key that only the token has.</summary>
    Task<TempServer> StartAsync(string lines, string pin) => TempServer.StartAsync(
        WithToken(), $"{ServerTexts.Basic}TLSEngine on\nTLSLog {{ROOT}}/log/tls.log\n{Certificate}{lines}",
        root =>
        {
            ServerTexts.WithTls(root);
            Lock(root, pin);
            MoveKey(root);
        });

    /// <summary>A token with the server's key, which is no file any more.</summary>
    void MoveKey(string root)
    {
        Directory.CreateDirectory($"{_folder}/tokens");
        File.WriteAllText($"{_folder}/softhsm.conf", $"directories.tokendir = {_folder}/tokens\n");
        Environment($"{_folder}/softhsm2-util", "softhsm2-util", SoftHsm);
        Run("--init-token", "--free", "--label", "ftp", "--so-pin", "1234", "--pin", "5678");
        Run("--import", $"{root}/tls/server.key", "--token", "ftp", "--label", "server", "--id", "01", "--pin", "5678");
        File.Delete($"{root}/tls/server.key");
        File.Delete($"{root}/tls/locked.key");
    }

    ServerBinary WithToken() => WithEnvironment(ServerBinary.Ours, $"{SoftHsm} PKCS11_MODULE_PATH=/usr/lib/softhsm/libsofthsm2.so");

    string SoftHsm => $"SOFTHSM2_CONF={_folder}/softhsm.conf";

    void Run(params string[] arguments) => CommandRunner.RunAsync($"{_folder}/softhsm2-util", arguments).GetAwaiter().GetResult().EnsureSuccess();

    ServerBinary WithEnvironment(ServerBinary binary, string variables)
    {
        Environment($"{_folder}/proftpd", binary.Path, variables);
        return binary with { Path = $"{_folder}/proftpd" };
    }

    /// <summary>A program that is another one with more in its environment.</summary>
    static void Environment(string path, string program, string variables)
    {
        File.WriteAllText(path, $"#!/bin/sh\nexec env {variables} {program} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
