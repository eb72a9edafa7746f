using System.Globalization;
using System.Text;
using ProftpdSharp.Core.Authentication;
using ProftpdSharp.Core.LogFormats;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Display;

/// <summary>The variables of Display files: <c>%C</c>, <c>%{env:HOME}</c>. What is none stays as it is.</summary>
/// <param name="session">Whom the file is shown to.</param>
/// <param name="space">The room on the file system that holds the file.</param>
sealed class DisplayVariables(Session session, FileSystemSpace space)
{
    static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public string Fill(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != '%' || at + 1 == line.Length)
                text.Append(line[at]);
            else if (line[at + 1] == '{' && line.IndexOf('}', at) is > 0 and var end)
                (_, at) = (text.Append(Named(line[(at + 2)..end])), end);
            else if (Letter(line[at + 1]) is { } value)
                (_, at) = (text.Append(value), at + 1);
            else
                text.Append('%');
        }
        return text.ToString();
    }

    string? Letter(char letter) => letter switch
    {
        'C' => session.IsLoggedIn ? session.WorkingDirectory : "(none)",
        'E' => session.Administrator,
        'F' => Digits(space.AvailableBytes / 1024),
        'f' => WithUnit(space.AvailableBytes),
        'i' => Digits(Transfers.FilesIn),
        'K' => Digits(Transfers.BytesIn + Transfers.BytesOut),
        'k' => WithUnit(Transfers.BytesIn + Transfers.BytesOut),
        'L' => session.Server.Root.Get(DataAddresses.MasqueradeAddress)?.Name ?? session.Log.ServerLabel,
        'M' => Digits(session.TopScope.Get(ClientLimits.MaxClients).Most ?? 0),
        'N' => Digits(ClientLimits.CountConnections(session)),
        'o' => Digits(Transfers.FilesOut),
        'R' => session.RemoteName,
        'T' => Strftime.Format("%a %b %d %H:%M:%S %Y", session.Host.Clock.GetLocalNow(), session.Host.Clock.LocalTimeZone),
        't' => Digits(Transfers.FilesIn + Transfers.FilesOut),
        'U' => session.Login?.GivenName ?? "",
        'u' => session.Notes.GetValueOrDefault(SessionNotes.Ident, "UNKNOWN"),
        'V' => session.Server.Name,
        'x' => session.ClassName ?? "(unknown)",
        'y' => Digits(ClientLimits.CountClass(session)),
        'z' => Digits(ClientLimits.ClassMaximum(session) ?? session.TopScope.Get(ClientLimits.MaxClients).Most ?? 0),
        _ => null,
    };

    string Named(string name)
    {
        const string None = "(none)";
        if (name.StartsWith("env:", StringComparison.Ordinal))
            return NativeEnvironment.Get(name[4..]) ?? None;
        if (name.StartsWith("time:", StringComparison.Ordinal))
            return Strftime.Format(name[5..], session.Host.Clock.GetLocalNow(), session.Host.Clock.LocalTimeZone);
        return name switch
        {
            "total_bytes_in" => Digits(Transfers.BytesIn),
            "total_bytes_out" => Digits(Transfers.BytesOut),
            "total_bytes_xfer" => Digits(Transfers.BytesIn + Transfers.BytesOut),
            "total_files_in" => Digits(Transfers.FilesIn),
            "total_files_out" => Digits(Transfers.FilesOut),
            "total_files_xfer" => Digits(Transfers.FilesIn + Transfers.FilesOut),
            _ => None,
        };
    }

    TransferTotals Transfers => session.State(TransferState.Key).Totals;

    /// <summary>Whole units, the rest cut off.</summary>
    static string WithUnit(long bytes)
    {
        var unit = 0;
        for (; bytes >= 1024 && unit < Units.Length - 1; bytes /= 1024)
            unit++;
        return Digits(bytes) + Units[unit];
    }

    static string Digits(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
