using System.Globalization;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Core.LogFormats;

/// <summary>What LogFormat says about transfers.</summary>
static class LoggedTransfers
{
    const string None = "-";

    /// <summary><c>%b</c>.</summary>
    public static string Bytes(LogRow row)
    {
        if (row.Transfer is { } transfer)
            return Number(transfer.Bytes);
        if (row.Attempt is { IsReady: true })
            return "0";
        return row.Command?.Verb switch
        {
            "DELE" => Number(row.FileSize ?? 0),
            "RNFR" when row.Succeeded => "0",
            "RNTO" when row.RenamedFrom is not null => "0",
            _ => None,
        };
    }

    /// <summary><c>%{file-offset}</c>: where in the file the first byte belongs.</summary>
    public static string Offset(LogRow row)
    {
        if (row.Transfer is { } transfer)
            return transfer.Offset is { } offset ? Number(offset) : None;
        return row is { Command: not null, Attempt: { IsReady: true, FullPath.Length: > 0 } } ? "0" : None;
    }

    /// <summary><c>%{transfer-status}</c>.</summary>
    public static string Status(LogRow row)
    {
        if (row.Command?.Verb == "ABOR")
            return "cancelled";
        if (!IsTransfer(row))
            return None;
        if (row.CutShort is { } cut)
            return cut.Status;
        if (row.Transfer is { IsComplete: true } && row.Succeeded)
            return "success";
        return WasCancelled(row) ? "cancelled" : "failed";
    }

    /// <summary><c>%{transfer-failure}</c>.</summary>
    public static string Failure(LogRow row)
    {
        if (row.CutShort is { } cut)
            return cut.Failure;
        if (Status(row) is not ("failed" or "cancelled") || row.Command?.Verb == "ABOR")
            return None;
        if (WasCancelled(row))
            return "aborted";
        // "Transfer aborted. " is left out, and so is, as in upstream, whatever else a period stands behind.
        var period = row.ReplyText.IndexOf('.', StringComparison.Ordinal);
        return period >= 0 && period + 2 <= row.ReplyText.Length ? row.ReplyText[(period + 2)..] : row.ReplyText;
    }

    /// <summary><c>%{transfer-type}</c>.</summary>
    public static string Type(LogRow row)
    {
        if (!IsTransfer(row))
            return None;
        var isAscii = row.Transfer?.IsAscii ?? (row.Session.IsLoggedIn && row.Session.State(TransferState.Key).IsAscii);
        return isAscii ? "ASCII" : "binary";
    }

    /// <summary><c>%{transfer-port}</c>; where the client asked for no connection, the port below its own, from which FTP's default follows.</summary>
    public static string Port(LogRow row)
    {
        if (!IsTransfer(row) && row.Command?.Verb is not ("PASV" or "EPSV" or "PORT" or "EPRT"))
            return None;
        return Number(row.DataPort != 0 ? row.DataPort : row.Session.Addresses.Remote.Port - 1);
    }

    internal static bool IsTransfer(LogRow row) =>
        row.Command?.Verb is "RETR" or "STOR" or "APPE" or "STOU" or "LIST" or "NLST" or "MLSD";

    /// <summary>ABOR came over the control channel; upstream's reply to it ends in a period. It knows no such end of MLSD.</summary>
    static bool WasCancelled(LogRow row) => row.ReplyCode == 426 && row.ReplyText.EndsWith('.') && row.Command?.Verb != "MLSD";

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
