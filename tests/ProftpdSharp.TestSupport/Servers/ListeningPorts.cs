using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>Ports for the servers of tests.</summary>
public static class ListeningPorts
{
    const string Listening = "0A";

    // Below the kernel's ephemeral range: no outgoing or passive connection takes a port between its choice and its use.
    // Above every number that a transcript holds: a size that is somebody's port would be hidden as a port.
    const int First = 13_000;
    const int Count = 17_000;

    /// <summary>A port that was free a moment ago.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, First + Count);
            if (IsFree(port))
                return port;
        }
    }

    /// <summary>A port that was free a moment ago, and so was the one after it; neither is another one's, nor the port that it sends data from.</summary>
    /// <param name="other">The other one.</param>
    public static int FreePairBeside(int other)
    {
        var port = Free();
        while (!IsFree(port + 1) || Math.Abs(port - other) <= 2)
            port = Free();
        return port;
    }

    static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    /// <summary>
    /// Whether a process listens on a port. The kernel's tables tell: a probing connection would be a session in the server's logs and
    /// limits, and somebody else may have taken the port meanwhile.
    /// </summary>
    public static bool IsListening(int port, int process)
    {
        var inodes = ListenersOf(port);
        return inodes.Count > 0 && SocketsOf(process).Any(inodes.Contains);
    }

    /// <summary>The inodes of the sockets that listen on a port, from /proc/net/tcp and tcp6: local address, remote address, state, ..., inode.</summary>
    static HashSet<string> ListenersOf(int port)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return [.. ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 9 && words[1].EndsWith(suffix, StringComparison.Ordinal) && words[3] == Listening)
            .Select(words => $"socket:[{words[9]}]")];
    }

    static IEnumerable<string> SocketsOf(int process)
    {
        try
        {
            return [.. Directory.GetFileSystemEntries($"/proc/{process}/fd").Select(entry => new FileInfo(entry).LinkTarget ?? "")];
        }
        catch (IOException)
        {
            return []; // the process has ended
        }
    }
}
