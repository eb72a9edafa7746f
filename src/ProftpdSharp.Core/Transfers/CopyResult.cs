using ProftpdSharp.Core.Commands;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Transfers;

/// <summary>How the bytes of a transfer came to an end.</summary>
public enum CopyEnd
{
    /// <summary>All of them moved.</summary>
    Complete,

    /// <summary>The peer closed or broke the data connection early.</summary>
    PeerClosed,

    /// <summary>ABOR, a deadline or the end of the session stopped it.</summary>
    Interrupted,

    /// <summary>The client's control connection is gone: with an error when it broke, without one when it was closed.</summary>
    ControlLost,

    /// <summary>Nothing moved for TimeoutStalled.</summary>
    Stalled,

    /// <summary>The file could not be read or written, or may not be: no space, quota, I/O error, a limit on its size.</summary>
    FileFailed,
}

/// <summary>The end of a copy, with the C error where there was one.</summary>
public readonly record struct CopyResult(CopyEnd End, Errno Error = Errno.None);

/// <summary>One transfer that is over.</summary>
/// <param name="FullPath">The file on the host; empty for listings.</param>
/// <param name="Bytes">Bytes of the file, whatever line ends it had on the way; of a listing, those sent.</param>
/// <param name="Duration">From the opening of the connection to the last byte.</param>
/// <param name="Direction">Which way.</param>
/// <param name="IsAscii">TYPE A.</param>
/// <param name="IsComplete">False when it was aborted or failed.</param>
/// <param name="Offset">Where in the file its first byte belongs; null for listings.</param>
public sealed record FinishedTransfer(
    string FullPath, long Bytes, TimeSpan Duration, TransferDirection Direction, bool IsAscii, bool IsComplete, long? Offset);

/// <summary>A transfer that a command was about to make.</summary>
/// <param name="Command">The command.</param>
/// <param name="FullPath">The file on the host; empty for listings.</param>
/// <param name="IsReady">The file could be used: only the data connection was missing.</param>
public sealed record TransferAttempt(Command Command, string FullPath, bool IsReady);

/// <summary>Sums over the transfers of a session, seen from the server: what clients send comes in.</summary>
public readonly record struct TransferTotals(long BytesIn, long BytesOut, int FilesIn, int FilesOut)
{
    public TransferTotals WithBytes(FinishedTransfer transfer) => transfer.Direction == TransferDirection.Receive
        ? this with { BytesIn = BytesIn + transfer.Bytes }
        : this with { BytesOut = BytesOut + transfer.Bytes };

    /// <summary>Listings count as bytes and not as files.</summary>
    public TransferTotals WithFile(FinishedTransfer transfer)
    {
        var file = transfer.FullPath.Length > 0 && transfer.IsComplete ? 1 : 0;
        return transfer.Direction == TransferDirection.Receive ? this with { FilesIn = FilesIn + file } : this with { FilesOut = FilesOut + file };
    }
}
