using ProftpdSharp.Core.Controls;
using ProftpdSharp.Native;

namespace ProftpdSharp.Utilities;

/// <summary>ftpdctl: asks a running daemon to do something, over its controls socket. Talks to upstream's daemon too.</summary>
static class Ftpdctl
{
    const string DefaultSocket = "/run/proftpd.sock";

    const int ForEver = -1;

    const string Usage = """
        usage: ftpdctl [options] action [...]
          -h	displays this message
          -s	specify an alternate local socket
          -v	displays more verbose information


        """;

    public static int Run(UtilityConsole console, string[] args)
    {
        var (path, isVerbose) = (DefaultSocket, false);
        var options = new Options("+hs:v");
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
                    console.Line($"ftpdctl: unknown option: {option.Value}");
                    break;
            }
        }
        if (options.Words.Count > 0)
            return Ask(console, path, options.Words, isVerbose);
        // To standard output, as the complaint about an option: upstream's own choice.
        console.Line("ftpdctl: missing required action");
        return 1;
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
        // Upstream's program binds its end to a file, for systems whose kernel does not tell servers who their clients are. Linux does.
        var opened = Sockets.Socket(SocketFamily.Unix, SocketKind.Stream);
        if (!opened.Ok)
            return Fail(console, $"error contacting server using '{path}': {opened.Error.Describe()}");
        using var socket = opened.Value;
        var error = Sockets.Connect(socket, path);
        if (error != Errno.None)
            return Fail(console, $"error contacting server using '{path}': {error.Describe()}");
        Tell("sending control request");
        error = Send(socket, ControlsWire.Write(new ControlsMessage(0, words)));
        if (error != Errno.None)
            return Fail(console, $"error sending request: {error.Describe()}");
        Tell("receiving control response");
        var answer = Receive(socket);
        if (!answer.Ok)
            return Fail(console, $"error receiving response: {answer.Error.Describe()}");
        foreach (var line in answer.Value.Words)
            console.Line($"ftpdctl: {line}");
        return 0;
    }

    static Errno Send(Descriptor socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var sent = Sockets.Send(socket, bytes);
            if (sent.Ok)
                bytes = bytes[sent.Value..];
            else if (sent.Error != Errno.EAGAIN)
                return sent.Error;
            else
                Wait(socket, PollEvents.Out);
        }
        return Errno.None;
    }

    static Result<ControlsMessage> Receive(Descriptor socket)
    {
        using var received = new MemoryStream();
        var buffer = new byte[4096];
        while (ControlsWire.TryRead(received.GetBuffer().AsSpan(0, (int)received.Length), out var message))
        {
            if (message is not null)
                return message;
            var count = Sockets.Recv(socket, buffer);
            if (count is { Ok: false, Error: Errno.EAGAIN })
                Wait(socket, PollEvents.In);
            else if (!count.Ok)
                return count.Error;
            else if (count.Value == 0)
                return Errno.ENOENT;
            else
                received.Write(buffer, 0, count.Value);
        }
        return Errno.EINVAL;
    }

    static void Wait(Descriptor socket, PollEvents wanted)
    {
        Span<PollItem> items = [new PollItem(socket, wanted)];
        Poll.Wait(items, ForEver);
    }

    static int Fail(UtilityConsole console, string reason)
    {
        console.Error($"ftpdctl: {reason}");
        return 1;
    }
}
