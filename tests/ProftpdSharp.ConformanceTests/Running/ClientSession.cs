using ProftpdSharp.TestSupport.Ftp;

namespace ProftpdSharp.ConformanceTests.Running;

/// <summary>One control connection of a scenario with the data connection that belongs to it.</summary>
sealed class ClientSession(FtpClient client) : IAsyncDisposable
{
    string _lastCommand = "";

    /// <summary>The control connection.</summary>
    public FtpClient Client { get; } = client;

    /// <summary>The data connection of the latest PASV, EPSV, PORT or EPRT that was answered well.</summary>
    public DataConnection? Data { get; private set; }

    /// <summary>Whether the server has ended the control connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether the data is a directory as the kernel lists it: NLST and MLSD do not sort.</summary>
    public bool HasUnorderedData => _lastCommand.StartsWith("NLST", StringComparison.Ordinal) || _lastCommand.StartsWith("MLSD", StringComparison.Ordinal);

    bool IsDataSecured { get; set; }

    /// <summary>Sends a command, with {LISTEN} and {LISTENPORT} replaced by a new listener's address.</summary>
    public async Task SendAsync(string command)
    {
        if (command.Contains("{LISTEN", StringComparison.Ordinal))
            command = await ListenAsync(command);
        _lastCommand = command;
        await Client.SendLineAsync(command);
    }

    /// <summary>Reads a reply and follows what it means for data connections; null when the connection has ended.</summary>
    public async Task<FtpReply?> ReadReplyAsync()
    {
        var reply = await Client.TryReadReplyAsync();
        IsClosed |= reply is null;
        if (reply?.Code is 227 or 229 && FtpClient.FindPassivePort(reply) is { } port)
            await UseAsync(await Client.ConnectDataAsync(port));
        if (reply?.Code == 200 && _lastCommand.StartsWith("PROT ", StringComparison.OrdinalIgnoreCase))
            Client.ProtectsData = _lastCommand[5..].Equals("P", StringComparison.OrdinalIgnoreCase);
        return reply;
    }

    /// <summary>Makes a data connection the current one.</summary>
    public async Task UseAsync(DataConnection data)
    {
        await DropDataAsync();
        Data = data;
        IsDataSecured = false;
    }

    /// <summary>The current data connection, after its TLS handshake where data is protected.</summary>
    public async Task<DataConnection> ReadyDataAsync()
    {
        var data = Data ?? throw new FtpException("no data connection");
        if (Client.ProtectsData && !IsDataSecured)
            await data.StartTlsAsync(Client);
        IsDataSecured = true;
        return data;
    }

    /// <summary>Closes the data connection, if any.</summary>
    public async Task DropDataAsync()
    {
        if (Data is not null)
            await Data.DisposeAsync();
        Data = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropDataAsync();
        await Client.DisposeAsync();
    }

    async Task<string> ListenAsync(string command)
    {
        await UseAsync(DataConnection.Listen(Client.LocalEndPoint.Address, Client.Deadline));
        var port = Data!.ListeningPort;
        return command.Replace("{LISTENPORT}", $"{port}").Replace("{LISTEN}", Client.PortArgument(port));
    }
}
