using System.Net.Sockets;
using ProftpdSharp.Core.Controls;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>ftpdctl: asks a running daemon to do something, over its controls socket. Talks to upstream's daemon too.</summary>
static class Ftpdctl
{
    const string DefaultSocket = "/run/proftpd.sock";

    const string Usage = """
        usage: ftpdctl [options] action [...]
          -h	displays this message
          -s	specify an alternate local socket
          -v	displays more verbose information


        """;

    public static int Run(UtilityConsole console, string[] args)
    {
        var (path, isVerbose) = (DefaultSocket, false);
        var options = new Options("hs:v", ("help", 'h'));
        foreach (var option in options.Read(args))
        {
            switch (option.Letter)
            {
                case 'h':
                    console.Output.Write(Usage);
                    return 0;
                case 's' when !option.Value.StartsWith('/'):
                    return Fail(console, "alternate socket path must be an absolute path");
                case 's':
                    path = option.Value;
                    break;
                case 'v':
                    isVerbose = true;
                    break;
                default:
                    console.Error($"ftpdctl: unknown option: {option.Value}");
                    break;
            }
        }
        return options.Words.Count == 0 ? Fail(console, "missing required action") : Ask(console, path, options.Words, isVerbose);
    }

    static int Ask(UtilityConsole console, string path, IReadOnlyList<string> words, bool isVerbose)
    {
        void Tell(string text)
        {
            if (isVerbose)
                console.Line($"ftpdctl: {text}");
        }

        foreach (var word in words)
            Tell($"adding \"{word}\" to reqargv");
        Tell($"contacting server using '{path}'");
        // Upstream's server takes the owner of this socket for who we are; ours asks the kernel.
        var own = $"/tmp/ftp.cl{Environment.ProcessId}";
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            File.Delete(own);
            socket.Bind(new UnixDomainSocketEndPoint(own));
            File.SetUnixFileMode(own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (Connect(socket, path) is { } problem)
                return Fail(console, $"error contacting server using '{path}': {problem}");
            Tell("sending control request");
            socket.Send(ControlsWire.Write(new ControlsMessage(0, words)));
            Tell("receiving control response");
            if (Receive(socket) is not { } answer)
                return Fail(console, "error receiving response: No such file or directory");
            foreach (var line in answer.Words)
                console.Line($"ftpdctl: {line}");
            return 0;
        }
        catch (SocketException failure)
        {
            return Fail(console, $"error receiving response: {Describe(failure)}");
        }
        finally
        {
            File.Delete(own);
        }
    }

    static string? Connect(Socket socket, string path)
    {
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return null;
        }
        catch (SocketException failure)
        {
            return Describe(failure);
        }
    }

    static ControlsMessage? Receive(Socket socket)
    {
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        while (ControlsWire.TryRead(received.GetBuffer().AsSpan(0, (int)received.Length), out var message))
        {
            if (message is not null)
                return message;
            var count = socket.Receive(buffer);
            if (count == 0)
                return null;
            received.Write(buffer, 0, count);
        }
        return null;
    }

    static string Describe(SocketException failure) => ((Errno)failure.NativeErrorCode).Describe();

    static int Fail(UtilityConsole console, string reason)
    {
        console.Error($"ftpdctl: {reason}");
        return 1;
    }
}
