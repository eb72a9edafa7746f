using System.Net;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.IO;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Core.Transfers;

/// <summary>Puts a layer over a data connection, after the 150 and before the first byte.</summary>
/// <param name="session">Whose connection.</param>
/// <param name="command">What transfers.</param>
/// <param name="data">The connection.</param>
/// <param name="sendsFile">A file goes to the client as it is: the kernel may take its bytes itself.</param>
/// <returns>False when the connection may not be used; the layer has logged why and the transfer answers 425.</returns>
public delegate ValueTask<bool> DataLayer(Session session, Command command, AsyncStream data, bool sendsFile);

/// <summary>What one session remembers between commands about its data connections and its next transfer.</summary>
public sealed class TransferState
{
    public static readonly SessionKey<TransferState> Key = new(() => new TransferState());

    /// <summary>TYPE A: line ends are translated.</summary>
    public bool IsAscii { get; set; } = true;

    /// <summary>TYPE A is accepted and nothing is translated (TransferOptions IgnoreASCII).</summary>
    public bool IgnoresAscii { get; set; }

    /// <summary>What both come to.</summary>
    public bool TranslatesLines => IsAscii && !IgnoresAscii;

    /// <summary>REST: where the next transfer begins; 0 for the start.</summary>
    public long RestartOffset { get; set; }

    /// <summary>RANG: the bytes of the next download; null for all.</summary>
    public (long Start, long Length)? Range { get; set; }

    /// <summary>The listener of PASV or EPSV; null when there is none.</summary>
    public ListeningSocket? Passive { get; set; }

    /// <summary>Where PORT or EPRT said to connect to; null when it did not.</summary>
    public IPEndPoint? Active { get; set; }

    /// <summary>EPSV ALL was given: PASV, PORT and EPRT are refused from then on.</summary>
    public bool ExtendedPassiveOnly { get; set; }

    /// <summary>The transfer under way; null between transfers.</summary>
    public DataTransfer? Current { get; set; }

    /// <summary>TimeoutStalled: how long a transfer may move nothing; zero for ever.</summary>
    public TimeSpan StallLimit { get; set; }

    /// <summary>TimeoutLinger: how long the client may take to close a data connection after we did.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the line being answered is nothing but ABOR: only then does upstream know it while it transfers, and the 426 comes first. Behind
    /// Telnet's Synch, ABOR is a command that happens to close the data connection.
    /// </summary>
    public bool IsPlainAbort { get; set; }

    /// <summary>Such an ABOR, whose turn comes once the transfer that it stopped is answered and logged; null otherwise.</summary>
    public Command? PendingAbort { get; set; }

    /// <summary>The end of the last data connection, while the client has not closed its side.</summary>
    public Task Lingering { get; set; } = Task.CompletedTask;

    /// <summary>The present or last data connection: whether the client made it, and the client's end.</summary>
    public (bool IsPassive, IPEndPoint? Remote) Peer { get; internal set; }

    /// <summary>Who logs a file that was copied on the server (SITE COPY): its path on the host and its bytes; null for nobody.</summary>
    public Action<string, long>? Copied { get; set; }

    /// <summary>What protects data connections; null while they are in clear.</summary>
    public DataLayer? Layer { get; set; }

    /// <summary>Overrides the address that PASV tells (TLSMasqueradeAddress); null result means no override.</summary>
    public Func<Session, IPAddress?>? Masquerade { get; set; }

    /// <summary>The file that the last command was about to transfer, for logs of a command that then could not; null before the first.</summary>
    public TransferAttempt? Attempt { get; set; }

    /// <summary>What a command was about to transfer; null when it did not come that far. STOU transfers under a name of its own.</summary>
    public TransferAttempt? AttemptOf(Command command) =>
        Attempt is { } attempt && (attempt.Command == command || (attempt.Command.Verb == "STOU" && command.Verb == "STOU")) ? attempt : null;

    /// <summary>How the last transfer went, for TransferLog and ExtendedLog; null before the first.</summary>
    public FinishedTransfer? Last { get; private set; }

    /// <summary>Bytes of all transfers of this session, for STAT and logs.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>What went over the data connections of this session.</summary>
    public TransferTotals Totals { get; private set; }

    /// <summary>Notes a transfer that is over.</summary>
    public void Finish(FinishedTransfer transfer)
    {
        Last = transfer;
        TotalBytes += transfer.Bytes;
        Totals = Totals.WithBytes(transfer);
    }

    /// <summary>Counts the file of the transfer that is over: as upstream, only after DisplayFileTransfer.</summary>
    public void CountFile()
    {
        if (Last is { } transfer)
            Totals = Totals.WithFile(transfer);
    }

    /// <summary>Forgets REST and RANG.</summary>
    public void ForgetRestart() => (RestartOffset, Range) = (0, null);

    /// <summary>
    /// What of a file of this size REST and RANG ask for; both are used up. A negative length: they point behind its end, where a range that begins with the
    /// first byte may end.
    /// </summary>
    public (long Offset, long Length) TakeRange(long size)
    {
        var offset = Range?.Start ?? RestartOffset;
        var rest = size - offset;
        var length = Range?.Length ?? rest;
        ForgetRestart();
        return (offset, offset < 0 || (offset > 0 && length > rest) ? -1 : Math.Min(length, rest));
    }

    /// <summary>Bytes of all data connections so far, as they came over the network.</summary>
    public (long Received, long Sent) RawBytes { get; set; }

    /// <summary>Forgets where the next data connection comes from or goes to.</summary>
    public void ForgetConnection()
    {
        ForgetPassive();
        Active = null;
    }

    /// <summary>Listens no longer for a data connection.</summary>
    public void ForgetPassive()
    {
        Passive?.Dispose();
        Passive = null;
    }
}
