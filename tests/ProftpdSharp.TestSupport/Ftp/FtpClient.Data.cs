using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ProftpdSharp.TestSupport.Ftp;

public sealed partial class FtpClient
{
    /// <summary>PASV and the connection to the port it names (on the server's address, whatever address the reply shows).</summary>
    /// <param name="from">The address that it comes from; null for any that fits.</param>
    public async Task<DataConnection> OpenPassiveAsync(IPAddress? from = null) =>
        await ConnectDataAsync(PassivePort((await CommandAsync("PASV")).Expect(227)), from);

    /// <summary>EPSV and the connection to the port it names.</summary>
    public async Task<DataConnection> OpenExtendedPassiveAsync() => await ConnectDataAsync(PassivePort((await CommandAsync("EPSV")).Expect(229)));

    /// <summary>PORT for a listener of ours; the server's connection is accepted at the first use.</summary>
    public async Task<DataConnection> OpenActiveAsync()
    {
        var data = DataConnection.Listen(LocalEndPoint.Address, Deadline);
        (await CommandAsync("PORT " + PortArgument(data.ListeningPort))).Expect(200);
        return data;
    }

    /// <summary>EPRT for a listener of ours; the server's connection is accepted at the first use.</summary>
    public async Task<DataConnection> OpenExtendedActiveAsync()
    {
        var data = DataConnection.Listen(LocalEndPoint.Address, Deadline);
        var family = LocalEndPoint.AddressFamily == AddressFamily.InterNetwork ? 1 : 2;
        (await CommandAsync($"EPRT |{family}|{LocalEndPoint.Address}|{data.ListeningPort}|")).Expect(200);
        return data;
    }

    /// <summary>Connects to a passive port, from an address where one is given.</summary>
    public Task<DataConnection> ConnectDataAsync(int port, IPAddress? from = null) =>
        DataConnection.ConnectAsync(new IPEndPoint(RemoteEndPoint.Address, port), Deadline, from);

    /// <summary>PASV, a command that sends data to us, and its whole data; expects 1xx and 226.</summary>
    public async Task<byte[]> DownloadAsync(string command)
    {
        await using var data = await OpenPassiveAsync();
        await BeginTransferAsync(command, data);
        var bytes = await data.ReceiveToEndAsync();
        (await ReadReplyAsync()).Expect(226);
        return bytes;
    }

    /// <summary>PASV, a command that takes data from us, and the data; expects 1xx and 226.</summary>
    public async Task UploadAsync(string command, ReadOnlyMemory<byte> bytes)
    {
        await using var data = await OpenPassiveAsync();
        await BeginTransferAsync(command, data);
        await data.SendAsync(bytes);
        await data.CloseAsync();
        (await ReadReplyAsync()).Expect(226);
    }

    /// <summary>The port in a 227 or 229 reply.</summary>
    public static int PassivePort(FtpReply reply) => FindPassivePort(reply) ?? throw new FtpException("no port in: " + reply.Text);

    /// <summary>The port in a reply, or null when there is none.</summary>
    public static int? FindPassivePort(FtpReply reply)
    {
        if (PassivePattern().Match(reply.Text) is { Success: true } passive)
            return 256 * Number(passive.Groups[1]) + Number(passive.Groups[2]);
        if (ExtendedPattern().Match(reply.Text) is { Success: true } extended)
            return Number(extended.Groups[1]);
        return null;
    }

    /// <summary>The argument of PORT for a port on our own address.</summary>
    public string PortArgument(int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{LocalEndPoint.Address.ToString().Replace('.', ',')},{port / 256},{port % 256}");

    async Task BeginTransferAsync(string command, DataConnection data)
    {
        var reply = await CommandAsync(command);
        if (!reply.IsPreliminary)
            throw new FtpException($"{command}: {reply.Text}");
        if (ProtectsData)
            await data.StartTlsAsync(this);
    }

    static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\(\d+,\d+,\d+,\d+,(\d+),(\d+)\)")]
    private static partial Regex PassivePattern();

    [GeneratedRegex(@"\(\|\|\|(\d+)\|\)")]
    private static partial Regex ExtendedPattern();
}
