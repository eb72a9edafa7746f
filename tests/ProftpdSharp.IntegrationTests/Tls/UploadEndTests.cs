using ProftpdSharp.Native.OpenSsl;
using ProftpdSharp.TestSupport.Ftp;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Uploads of sizes around a TLS record, ended in every way that clients end them: the file is whole and the reply 226.</summary>
public sealed class UploadEndTests
{
    /// <summary>How a client ends its upload.</summary>
    public enum End
    {
        /// <summary>close_notify, then FIN.</summary>
        Notify,

        /// <summary>FIN alone.</summary>
        BareFin,

        /// <summary>close_notify, and RST after the 226.</summary>
        NotifyThenReset,
    }

    static readonly int[] Sizes = [0, 1, 16383, 16384, 16385, 64 << 10, 50 << 20];

    [Theory]
    [Trait("pains", "4")]
    [Trait("pains", "25")]
    [InlineData(TlsVersion.Tls12, End.Notify)]
    [InlineData(TlsVersion.Tls12, End.BareFin)]
    [InlineData(TlsVersion.Tls12, End.NotifyThenReset)]
    [InlineData(TlsVersion.Tls13, End.Notify)]
    [InlineData(TlsVersion.Tls13, End.BareFin)]
    [InlineData(TlsVersion.Tls13, End.NotifyThenReset)]
    public async Task Every_byte_arrives(TlsVersion version, End end)
    {
        await using var server = await TlsServer.StartAsync();
        foreach (var size in Sizes)
        {
            // Without close_notify OpenSSL forgets the session: the next data connection could not resume it.
            await using var client = await server.LogInSecurelyAsync(new ClientTlsSettings { MinVersion = version, MaxVersion = version });
            client.Deadline = TimeSpan.FromMinutes(2);
            (await client.CommandAsync("TYPE I")).Expect(200);
            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);
            await using var data = await client.OpenPassiveAsync();
            (await client.CommandAsync($"STOR {size}")).Expect(150);
            await data.StartTlsAsync(client);
            await data.SendAsync(bytes);
            await EndAsync(data, end);
            (await client.ReadReplyAsync()).Expect(226);
            if (end == End.NotifyThenReset)
                await data.ResetAsync();
            Assert.Equal(bytes, await File.ReadAllBytesAsync($"{server.Root}/home/alice/{size}"));
        }
    }

    static Task EndAsync(DataConnection data, End end) => end switch
    {
        End.Notify => data.CloseAsync(),
        End.BareFin => data.CloseWithoutNotifyAsync(),
        _ => data.Tls!.SendCloseNotifyAsync(CancellationToken.None),
    };
}
