using System.Net;
using System.Net.Sockets;
using System.Text;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Ident;

/// <summary>
/// mod_ident: who a client is by its own machine's word (RFC 1413), for <c>%l</c> of LogFormat and <c>%u</c> of Display files. Always known, because most
/// configurations name it; off unless asked for, as a look-up delays every login.
/// </summary>
public static class IdentModule
{
    const int Port = 113;

    /// <summary>RFC 1413 section 4 has no longer answers.</summary>
    const int LongestAnswer = 1000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly Feature Identification = new("ident");

    public static readonly Directive<bool> IdentLookups = Identification.Directive(
        new Directive<bool>("IdentLookups", Contexts.ServerWide, Values.Boolean, false));

    public static readonly Module Module = new("mod_ident", "1.0", Identification);

    static IdentModule() => Identification.SessionStart(async session =>
    {
        if (session.Server.Root.Get(IdentLookups) && !session.Notes.ContainsKey(SessionNotes.Ident) && await AskAsync(session) is { } name)
            session.Notes[SessionNotes.Ident] = name;
    });

    /// <summary>Asks the client's machine; null when it does not tell in time.</summary>
    static async Task<string?> AskAsync(Session session)
    {
        var (local, remote) = (session.Addresses.Local, session.Addresses.Remote);
        using var patience = new CancellationTokenSource(Patience, session.Host.Clock);
        using var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // The client's machine goes by both addresses of the connection.
            socket.Bind(new IPEndPoint(local.Address, 0));
            await socket.ConnectAsync(new IPEndPoint(remote.Address, Port), patience.Token);
            await socket.SendAsync(Encoding.Latin1.GetBytes($"{remote.Port}, {local.Port}\r\n"), patience.Token);
            return NameIn(await AnswerAsync(socket, patience.Token));
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return null;
        }
    }

    static async Task<string> AnswerAsync(Socket socket, CancellationToken patience)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && Array.IndexOf(answer, (byte)'\n', 0, length) < 0
            && await socket.ReceiveAsync(answer.AsMemory(length), patience) is var count and > 0)
        {
            length += count;
        }
        return Encoding.Latin1.GetString(answer, 0, length);
    }

    /// <summary>The name in <c>PORT , PORT : USERID : SYSTEM : NAME</c>, as upstream the reason in <c>PORT , PORT : ERROR : REASON</c>.</summary>
    static string? NameIn(string answer)
    {
        var parts = answer.Split('\n')[0].Split(':', 4);
        var isError = parts.Length > 2 && parts[1].Trim() == "ERROR";
        var isName = parts.Length == 4 && parts[1].Trim() == "USERID";
        return isName || isError ? parts[^1].Trim() : null;
    }
}
