using System.Security.Cryptography;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Tls;

/// <summary>Downloads that the kernel encrypts where it has TLS: whole and orderly on every kernel, and the trace says who encrypted, or why not.</summary>
public sealed class KernelEncryptionTests
{
    const string No = "the kernel does not encrypt this data connection: ";

    /// <summary>What is to be expected of this machine's kernel.</summary>
    static readonly string OfThisKernel =
        File.ReadAllText("/proc/sys/net/ipv4/tcp_available_ulp").Split([' ', '\n']).Contains("tls") ? "the kernel encrypts this data connection (TLSv1.3, TLS_" : $"{No}the kernel module 'tls' is not loaded";

    [Fact]
    public async Task Only_files_that_are_sent_as_they_are()
    {
        await using var server = await StartAsync("");
        await using var client = await server.LogInSecurelyAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        foreach (var size in new[] { 0, 1, 16384, 16385, 1_000_000 })
        {
            var content = RandomNumberGenerator.GetBytes(size);
            await client.UploadAsync("STOR file", content);
            await AssertTraceAsync(server, $"{No}no file is sent as it is");
            Assert.Equal(content, await client.DownloadAsync("RETR file"));
            await AssertTraceAsync(server, OfThisKernel);
        }
        (await client.CommandAsync("REST 999999")).Expect(350);
        Assert.Single(await client.DownloadAsync("RETR file"));
        await AssertTraceAsync(server, OfThisKernel);
        (await client.CommandAsync("TYPE A")).Expect(200);
        await client.DownloadAsync("RETR file");
        await AssertTraceAsync(server, $"{No}no file is sent as it is");
    }

    [Theory]
    [InlineData("UseSendfile off\n", "no file is sent as it is")]
    [InlineData("TLSRenegotiate data 1000\n", "its keys may change")]
    [InlineData("TLSOptions EnableDiags\n", "EnableDiags tells of each record")]
    public async Task Not_where_it_would_change_something(string more, string why)
    {
        await using var server = await StartAsync(more);
        await using var client = await server.LogInSecurelyAsync();
        (await client.CommandAsync("TYPE I")).Expect(200);
        var content = RandomNumberGenerator.GetBytes(50_000);
        await client.UploadAsync("STOR file", content);
        Assert.Equal(content, await client.DownloadAsync("RETR file"));
        var lines = Trace(server);
        await lines.WaitForAsync(line => line.Contains(No, StringComparison.Ordinal));
        await lines.WaitForAsync(line => line.Contains(No + why, StringComparison.Ordinal));
    }

    static Task<TempServer> StartAsync(string more) =>
        TlsServer.StartAsync("TraceLog {ROOT}/log/trace.log\nTrace tls:9\n" + more);

    static LogReader Trace(TempServer server) => new($"{server.Root}/log/trace.log");

    static Task AssertTraceAsync(TempServer server, string text) =>
        Trace(server).WaitUntilAsync(lines => lines.Count > 0 && lines[^1].Contains(text, StringComparison.Ordinal));
}
