using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ProftpdSharp.TestSupport.Ftp;

/// <summary>A peer that is gone without a word: the kernel drops whatever comes for a socket, so that nothing is acknowledged any more.</summary>
static class Deafness
{
    const int SocketLevel = 1;
    const int AttachFilter = 26;

    /// <summary>Attaches the filter program <c>ret #0</c> (socket(7), SO_ATTACH_FILTER).</summary>
    public static void Befall(Socket socket)
    {
        var instruction = Marshal.AllocHGlobal(8);
        try
        {
            Marshal.WriteInt64(instruction, 6);
            var program = new byte[16];
            BitConverter.TryWriteBytes(program, (short)1);
            BitConverter.TryWriteBytes(program.AsSpan(8), (long)instruction);
            socket.SetRawSocketOption(SocketLevel, AttachFilter, program);
        }
        finally
        {
            Marshal.FreeHGlobal(instruction);
        }
    }
}
