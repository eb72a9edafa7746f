using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Control connections that outlive their TLS session, and ones that never get as far as a login.</summary>
public sealed class LongSessionTests
{
    [Fact]
    [Trait("pains", "3.lifetime")]
    public async Task An_upload_after_the_end_of_the_tickets_lifetime_succeeds()
    {
        // Seconds stand for the hours of a real session: a ticket that has ended is replaced before the transfer.
        await using var server = await TlsServer.StartAsync("TLSSessionCache internal: 2\n");
        await using var client = await server.LogInSecurelyAsync(new ClientTlsSettings { MinVersion = TlsVersion.Tls13 });
        await client.UploadAsync("STOR first", "first"u8.ToArray());
        var begun = DateTime.UtcNow;
        await Waiting.UntilAsync(() => DateTime.UtcNow - begun > TimeSpan.FromSeconds(3), "the end of the ticket");

        await client.UploadAsync("STOR second", "second"u8.ToArray());

        Assert.Equal("second", await File.ReadAllTextAsync($"{server.Root}/home/alice/second"));
        Assert.DoesNotContain(server.TlsLog().Peek(), line => line.Contains("rejecting data connection", StringComparison.Ordinal));
    }

    /// <summary>Scanners that stop at every stage, or keep talking: none stays longer than TimeoutLogin.</summary>
    [Fact]
    [Trait("pains", "5.timeout")]
    public async Task Nobody_stays_beyond_TimeoutLogin_without_a_login()
    {
        await using var server = await TlsServer.StartAsync("TimeoutLogin 2\nTLSTimeoutHandshake 1000\nTimeoutIdle 1000\nMaxLoginAttempts none\n");
        await using var silent = await server.ConnectAsync();
        await using var garbage = await server.ConnectAsync();
        await garbage.SendRawAsync(new string('\xFF', 3000));
        await using var halfway = await server.ConnectAsync();
        (await halfway.ReadReplyAsync()).Expect(220);
        (await halfway.CommandAsync("AUTH TLS")).Expect(234);
        await halfway.SendRawAsync("\x16\x03\x01\x02\x00\x01");
        await using var talking = await server.SecureAsync();

        FtpReply? reply;
        do
        {
            await talking.SendLineAsync("USER nobody");
            reply = await talking.TryReadReplyAsync();
        }
        while (reply is { Code: 331 });

        Assert.Equal("421 Login timeout (2 seconds): closing control connection", reply?.Text);
        await server.StandardError.WaitUntilAsync(lines => lines.Count(line => line.EndsWith("FTP session closed.", StringComparison.Ordinal)) == 4);
    }
}
