using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProftpdSharp.Native.OpenSsl;
using Xunit;

namespace ProftpdSharp.UnitTests.Native.OpenSsl;

/// <summary>A TLS server and a TLS client on the two ends of a non-blocking socketpair, stepped by hand.</summary>
sealed class TlsPair : IDisposable
{
    readonly SafeFileHandle _serverEnd, _clientEnd;

    public TlsPair(
        TlsContext server, TlsContext client, TlsEvents? serverEvents = null, TlsSession? resume = null, string? serverName = null)
    {
        (_serverEnd, _clientEnd) = CreateSocketPair();
        Server = TlsConnection.Accept(server, (int)_serverEnd.DangerousGetHandle(), serverEvents ?? new SilentEvents());
        Server.SetSessionIdContext("test"u8);
        Client = TlsConnection.Connect(client, (int)_clientEnd.DangerousGetHandle(), new SilentEvents(), serverName, resume);
    }

    public TlsConnection Server { get; }

    public TlsConnection Client { get; }

    /// <summary>Steps both handshakes until neither can go on.</summary>
    public (TlsResult Server, TlsResult Client) Handshake()
    {
        TlsResult server = default, client = default;
        for (var step = 0; step < 20; step++)
        {
            client = Client.TryHandshake();
            server = Server.TryHandshake();
            if ((server.IsDone && client.IsDone) || server.Failure is not null)
            {
                break;
            }
        }
        return (server, client);
    }

    /// <summary>Sends a text from one side and returns what the other reads.</summary>
    public static string Send(TlsConnection from, TlsConnection to, string text)
    {
        var sent = from.TryWrite(System.Text.Encoding.Latin1.GetBytes(text));
        Assert.Equal((TlsStatus.Done, text.Length), (sent.Status, sent.Bytes));
        var buffer = new byte[1024];
        var read = to.TryRead(buffer);
        Assert.Equal(TlsStatus.Done, read.Status);
        return System.Text.Encoding.Latin1.GetString(buffer, 0, read.Bytes);
    }

    /// <summary>Ends the client's TCP connection without a TLS goodbye.</summary>
    public void CutClient() => _clientEnd.Dispose();

    /// <summary>Lets the client receive the tickets that follow a TLS 1.3 handshake and returns its session.</summary>
    public TlsSession ClientSession()
    {
        Assert.Equal("ticket", Send(Server, Client, "ticket"));
        return Client.TakeSession()!;
    }

    static (SafeFileHandle, SafeFileHandle) CreateSocketPair()
    {
        const int unix = 1, stream = 1, nonBlocking = 0x800, closeOnExec = 0x80000;
        var ends = new int[2];
        Assert.Equal(0, SocketPair(unix, stream | nonBlocking | closeOnExec, 0, ends));
        return (new SafeFileHandle(ends[0], true), new SafeFileHandle(ends[1], true));
    }

    [DllImport("libc", EntryPoint = "socketpair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SocketPair(int domain, int type, int protocol, [Out] int[] ends);

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        _serverEnd.Dispose();
        _clientEnd.Dispose();
    }

    sealed class SilentEvents : TlsEvents;
}
