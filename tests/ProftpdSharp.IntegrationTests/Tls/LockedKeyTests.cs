using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;
using static ProftpdSharp.IntegrationTests.Tls.CertificateFileTests;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Who is asked for the pass phrases of encrypted keys, and what happens when nobody knows them.</summary>
public sealed class LockedKeyTests
{
    const string Asked = "RSA key for the 127.0.0.1#{0} (Integration) server: ";

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task A_wrong_pass_phrase_keeps_the_server_from_starting(string phrase)
    {
        var refusal = await Assert.ThrowsAsync<ServerStartException>(() =>
            TlsServer.StartPlainAsync($"{Encrypted}TLSPassPhraseProvider {{ROOT}}/etc/provider\n", root => Lock(root, phrase)));
        Assert.Contains("mod_tls/2.9.2: unable to use RSA certificate key in '", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The words are upstream's on a terminal; without one it reads from standard input too.</summary>
    [Fact]
    public async Task Without_a_provider_whoever_starts_the_server_is_asked()
    {
        await using var server = await StartAsync("one\nother\nwrong\nwrong\nopensesame\nopensesame\n");
        Assert.Equal(0, server.Started.ExitCode);
        var prompt = Asked.Replace("{0}", $"{server.Folder.Port}", StringComparison.Ordinal);
        var dialogue = $"\nPlease provide passphrases for these encrypted certificate keys:\n{prompt}\nVerifying - {prompt}\nVerify failure\n\n"
            + $"Passphrases do not match.  Please try again.\n{prompt}\nVerifying - {prompt}\n\nWrong passphrase for this key.  Please try again.\n"
            + $"{prompt}\nVerifying - {prompt}\n";
        Assert.Contains(dialogue, server.Started.Error, StringComparison.Ordinal);
        await using var client = await server.ConnectAsync();
        (await client.ReadReplyAsync()).Expect(220);
        await client.SecureAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\na\nb\nb\nc\nc\nopensesame\nopensesame\n")]
    [InlineData("a\nb\na\nb\na\nb\nopensesame\nopensesame\n")]
    public async Task Nobody_who_knows_keeps_the_server_from_starting(string input)
    {
        await using var server = await StartAsync(input);
        Assert.Equal(1, server.Started.ExitCode);
        Assert.Contains("/tls/locked.key', exiting\n", server.Started.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_key_that_is_renewed_serves_when_the_provider_knows_its_pass_phrase()
    {
        await using var server = await TlsServer.StartPlainAsync($"{Encrypted}TLSPassPhraseProvider {{ROOT}}/etc/provider\n", root => Lock(root, "opensesame"));
        Assert.Contains("CN = localhost", await SubjectAsync(server), StringComparison.Ordinal);

        File.Copy($"{server.Root}/tls/elsewhere.pem", $"{server.Root}/tls/server.pem", overwrite: true);
        LockElsewhere(server.Root, "opensesame");
        await Waiting.UntilAsync(() => SubjectAsync(server).Result.Contains("elsewhere.test", StringComparison.Ordinal), "the new certificate");

        LockElsewhere(server.Root, "another");
        await Waiting.UntilAsync(() => Complains(server, "': TLSPassPhraseProvider gave no pass phrase that opens it"), "the complaint");
        Assert.Contains("elsewhere.test", await SubjectAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_encrypted_while_nobody_can_be_asked_leaves_the_old_one_in_force()
    {
        await using var server = await TlsServer.StartPlainAsync(Encrypted, root => File.Copy($"{root}/tls/server.key", $"{root}/tls/locked.key"));
        Assert.Contains("CN = localhost", await SubjectAsync(server), StringComparison.Ordinal);
        OpenSsl("rsa", "-aes128", "-in", $"{server.Root}/tls/server.key", "-out", $"{server.Root}/tls/locked.key", "-passout", "pass:opensesame");
        await Waiting.UntilAsync(() => Complains(server, "': it is encrypted, and without TLSPassPhraseProvider"), "the complaint");
        Assert.Contains("CN = localhost", await SubjectAsync(server), StringComparison.Ordinal);
    }

    static void LockElsewhere(string root, string phrase) =>
        OpenSsl("rsa", "-aes128", "-in", $"{root}/tls/elsewhere.key", "-out", $"{root}/tls/locked.key", "-passout", $"pass:{phrase}");

    /// <summary>A connection makes the server look.</summary>
    static bool Complains(TempServer server, string text) =>
        SubjectAsync(server).Result.Length > 0 && File.ReadAllText($"{server.Root}/log/stderr.log").Contains(text, StringComparison.Ordinal);

    static async Task<BackgroundServer> StartAsync(string input) => await BackgroundServer.StartAsync(
        await ServerFolder.CreateAsync($"{ServerTexts.Basic}TLSEngine on\n{Encrypted}", Prepare), input: input);

    static void Prepare(string root)
    {
        ServerTexts.WithTls(root);
        Lock(root, "opensesame");
    }
}
