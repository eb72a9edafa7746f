using System.Net;
using System.Net.Sockets;
using ProftpdSharp.IntegrationTests.Running;
using ProftpdSharp.TestSupport.Ftp;
using ProftpdSharp.TestSupport.Servers;
using Xunit;

namespace ProftpdSharp.IntegrationTests.Addresses;

/// <summary>UseReverseDNS where the name server takes every question and answers none.</summary>
public sealed class DeadNameServerTests : IDisposable
{
    /// <summary>How long the resolver would wait, and what the greeting may take on a busy machine.</summary>
    const string Resolver = "nameserver 127.53.0.1\noptions timeout:30 attempts:1\n";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    readonly string _folder = Directory.CreateTempSubdirectory("proftpd-dns-").FullName;
    readonly Socket _silent = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public DeadNameServerTests()
    {
        _silent.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _silent.Bind(new IPEndPoint(IPAddress.Parse("127.53.0.1"), 53));
    }

    public void Dispose()
    {
        _silent.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Trait("pains", "15")]
    public async Task The_greeting_does_not_wait_for_it()
    {
        await File.WriteAllTextAsync($"{_folder}/resolv.conf", Resolver);
        var script = $"{_folder}/proftpd";
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec unshare -m sh -c 'mount --bind {_folder}/resolv.conf /etc/resolv.conf; exec {ServerBinary.Ours.Path} \"$@\"' sh \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var configuration = ServerTexts.Basic.Replace("UseReverseDNS off", "UseReverseDNS on", StringComparison.Ordinal);
        await using var server = await TempServer.StartAsync(ServerBinary.Ours with { Path = script }, configuration, ServerTexts.Homes);

        await using var client = await FtpClient.ConnectAsync(server.EndPoint, IPAddress.Parse("127.0.0.5"));
        client.Deadline = Patience;
        (await client.ReadReplyAsync()).Expect(220);

        await server.StandardError.WaitForAsync(line => line.EndsWith("(127.0.0.5[127.0.0.5]): FTP session opened.", StringComparison.Ordinal));
        Assert.True(_silent.Available > 0, "nobody asked the name server");
    }
}
