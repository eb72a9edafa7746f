using System.Net;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Addresses;

/// <summary>Passive ports belong to the client that was told them, and to nobody else.</summary>
public sealed class PassivePortTests
{
    const int Clients = 20;
    const int Transfers = 150;
    const int Ports = 100;

    [Fact]
    [Trait("pains", "20.2272")]
    [Trait("pains", "25")]
    public async Task A_stranger_who_connects_first_is_logged_and_left_and_the_client_is_served()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic, ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        var port = FtpClient.PassivePort((await client.CommandAsync("PASV")).Expect(227));
        await using var stranger = await client.ConnectDataAsync(port, IPAddress.Parse("127.0.0.2"));

        await client.SendLineAsync("RETR hello.txt");
        await using var data = await client.ConnectDataAsync(port);

        (await client.ReadReplyAsync()).Expect(150);
        Assert.Equal("hello alice\r\n"u8.ToArray(), await data.ReceiveToEndAsync());
        (await client.ReadReplyAsync()).Expect(226);
        Assert.Empty(await stranger.ReceiveToEndAsync());
        await server.StandardError.WaitForAsync(line => line.EndsWith("SECURITY VIOLATION: Passive connection from 127.0.0.2 rejected.", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("pains", "11")]
    public async Task Many_clients_share_a_small_range_and_none_gets_the_data_of_another()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + $"PassivePorts {FirstPort} {FirstPort + Ports - 1}\n", ServerTexts.Homes);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => TransferAsync(server, number % 2 == 0 ? "alice" : "bob")));

        Assert.DoesNotContain(server.StandardError.Peek(), line => line.Contains("SECURITY VIOLATION", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("pains", "11")]
    public async Task Who_asks_for_ports_again_and_again_holds_one()
    {
        await using var server = await TempServer.StartAsync(ServerBinary.Ours, ServerTexts.Basic + "PassivePorts {SPAREPORT} {NEXTPORT}\n", ServerTexts.Homes);
        await using var client = await server.LogInAsync();
        for (var i = 0; i < Transfers; i++)
            Assert.InRange(FtpClient.PassivePort((await client.CommandAsync(i % 2 == 0 ? "PASV" : "EPSV"))), server.Folder.SparePort, server.Folder.SparePort + 1);

        var listening = (await CommandRunner.RunAsync("ss", ["-Hltnp"])).EnsureSuccess().Output;
        Assert.Equal(2, listening.Split('\n').Count(line => line.Contains($"pid={server.ProcessId},", StringComparison.Ordinal)));
    }

    static async Task TransferAsync(TempServer server, string user)
    {
        await using var client = await server.LogInAsync(user);
        for (var i = 0; i < Transfers; i++)
        {
            var port = FtpClient.PassivePort((await client.CommandAsync("PASV")).Expect(227));
            Assert.InRange(port, FirstPort, FirstPort + Ports - 1);
            await using var data = await client.ConnectDataAsync(port);
            (await client.CommandAsync("RETR hello.txt")).Expect(150);
            Assert.Equal($"hello {user}\r\n", System.Text.Encoding.Latin1.GetString(await data.ReceiveToEndAsync()));
            (await client.ReadReplyAsync()).Expect(226);
        }
    }

    /// <summary>A range where few others listen.</summary>
    static int FirstPort { get; } = ListeningPorts.Free() / Ports * Ports;
}
