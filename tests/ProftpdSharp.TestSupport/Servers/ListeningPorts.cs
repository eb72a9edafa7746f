using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ProftpdSharp.TestSupport.Servers;

/// <summary>Ephemeral ports on loopback.</summary>
public static class ListeningPorts
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Whether somebody listens, told by the kernel's table: a probing connection would be a session in the server's logs and limits.</summary>
    public static bool IsListening(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
}
