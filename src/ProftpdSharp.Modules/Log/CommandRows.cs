using System.Globalization;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.LogFormats;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Log;

/// <summary>What mod_log keeps about a session: its open logs, and what rows need to know about commands before the present one.</summary>
sealed class CommandRows
{
    readonly Dictionary<Command, Begun> _begun = [];
    FinishedTransfer? _lastTransfer;
    TransferAttempt? _unmet;
    FinishedTransfer? _left;
    string? _givenUser;
    string? _renameFrom;
    int _dataPort;

    /// <summary>A command under way; several are when one is answered during a transfer.</summary>
    sealed record Begun(DateTimeOffset Time, (long Received, long Sent)? RawBytes);

    /// <summary>The logs in the order in which they are written; null before the session's start.</summary>
    public List<ActiveLog>? Logs { get; set; }

    /// <summary>The logs of the Anonymous section were added.</summary>
    public bool HasAnonymous { get; set; }

    /// <summary>Adds the logs of the Anonymous section; each takes the place of a server's log with its path.</summary>
    public void Add(List<ActiveLog> logs)
    {
        Logs ??= [];
        foreach (var log in logs.Where(log => log.File is not null))
        {
            foreach (var replaced in Logs.Where(old => old.File is not null && old.Target.Path == log.Target.Path).ToList())
            {
                replaced.File?.Dispose();
                Logs.Remove(replaced);
            }
        }
        Logs.InsertRange(0, logs);
    }

    public void Begin(Session session, Command command)
    {
        if (command is { Verb: "USER", Argument.Length: > 0 } && !session.IsLoggedIn)
            _givenUser = command.Argument;
        _begun[command] = new Begun(session.Host.Clock.GetLocalNow(), null);
    }

    /// <summary>Notes what the answer will not count; that of QUIT counts, since upstream sends it first.</summary>
    public void Answer(Session session, Command command)
    {
        if (session.Ending is null && _begun.TryGetValue(command, out var begun))
            _begun[command] = begun with { RawBytes = RawBytes(session) };
    }

    /// <summary>The row of an answered command.</summary>
    public async ValueTask<LogRow> FinishAsync(Session session, Command command)
    {
        var row = Row(session) with
        {
            Command = command,
            Method = Method(command),
            Argument = command.LogArgument,
            ReplyCode = session.Responses.LastCode,
            ReplyText = session.Responses.LastText,
            RenamedFrom = command.Verb == "RNTO" ? _renameFrom : null,
        };
        if (_begun.TryGetValue(command, out var begun))
            row = row with { ResponseTime = row.Time - begun.Time };
        if (begun is { RawBytes: { } raw })
            row = row with { RawReceived = raw.Received, RawSent = raw.Sent };
        NoteDataPort(command, row);
        row = row with { DataPort = _dataPort, Transfer = TakeTransfer(session, command), Attempt = session.State(TransferState.Key).AttemptOf(command) };
        return await WithFileAsync(row, command);
    }

    /// <summary>Draws what follows from an answered command for later rows.</summary>
    public void Forget(Session session, Command command)
    {
        _begun.Remove(command);
        // A refused one, also after the login.
        if (command.Verb == "PASS" && (!session.IsLoggedIn || session.Responses.LastCode == 503))
        {
            _givenUser = null;
            session.Notes.Remove(SessionNotes.GivenUser);
        }
        else if (command.Verb == "RNFR")
        {
            _renameFrom = session.Responses.LastCode == 350 ? VirtualPath.Combine(session.WorkingDirectory, command.Argument) : null;
        }
        else if (command.Verb == "RNTO")
        {
            _renameFrom = null;
        }
    }

    public LogRow Connect(Session session) => Row(session) with { RawReceived = 0, RawSent = 0 };

    public LogRow Exit(Session session) => Row(session) with { Method = "EXIT", Attempt = _unmet, Transfer = _left };

    /// <summary>
    /// The rows of a command. A deadline that ends a transfer ends upstream's process in the middle of it: a wait for the data connection leaves no row,
    /// or, by TimeoutStalled, one without a reply; a transfer that stalled leaves one of its 150 as well. QUIT leaves none, and the row of the end tells of the transfer.
    /// </summary>
    public IEnumerable<LogRow> AtEnd(LogRow row)
    {
        if (row is { Session.Ending.Reason: DisconnectReason.Quit, Attempt.IsReady: true })
        {
            (_unmet, _left) = (row.Attempt, row.Transfer);
            return [];
        }
        if (row.Session.Ending is not { Reason: DisconnectReason.Timeout } ending || row is { Transfer: null, Attempt: not { IsReady: true } })
            return [row];
        var isStalled = ending.Detail == Expiry.Stalled;
        if (row.Transfer is null)
        {
            _unmet = row.Attempt;
            return isStalled ? [row with { ReplyCode = 0, CutShort = ("success", "unknown"), IsBeforeEnd = true }] : [];
        }
        var begun = row.Session.Responses.Preliminary ?? default;
        return isStalled
            ? [row with { ReplyCode = begun.Code, ReplyText = begun.Text, CutShort = ("timeout", "-"), IsBeforeEnd = true }, row]
            : [row];
    }

    public void Write(SessionLog log, LogRow row, CommandClass rowClass)
    {
        if (Logs is null)
            return;
        foreach (var active in Logs.Where(active => active.Target.Takes(rowClass)))
        {
            var text = active.Target.IsJson ? active.Format.RenderJson(row, rowClass) : active.Format.Render(row);
            if (active.File is { } file)
                file.Write(text);
            else
                row.Session.Host.Log.WriteSyslog(active.Target.Level!.Value, log, text);
        }
    }

    public void Close()
    {
        foreach (var log in Logs ?? [])
            log.File?.Dispose();
        Logs?.Clear();
        HasAnonymous = false;
    }

    LogRow Row(Session session)
    {
        var raw = RawBytes(session);
        return new LogRow
        {
            Session = session,
            Method = "",
            Time = session.Host.Clock.GetLocalNow(),
            RawReceived = raw.Received,
            RawSent = raw.Sent,
            GivenUser = _givenUser,
        };
    }

    /// <summary>SITE by itself has no name, as in upstream.</summary>
    static string Method(Command command) => command.Verb != "SITE" ? command.Verb
        : command.Words.Count > 0 ? $"SITE {Command.UpperCase(command.Words[0])}" : "";

    /// <summary>The transfer that this command made: a finished one that no row has had yet.</summary>
    FinishedTransfer? TakeTransfer(Session session, Command command)
    {
        var last = session.State(TransferState.Key).Last;
        if (ReferenceEquals(last, _lastTransfer) || !IsTransfer(command))
            return null;
        _lastTransfer = last;
        return last;
    }

    async ValueTask<LogRow> WithFileAsync(LogRow row, Command command)
    {
        var before = FileBefore.Of(row.Session, command);
        if (command.Verb == "DELE")
            return row with { FileSize = before?.Size };
        if ((row.Transfer?.FullPath ?? row.Attempt?.FullPath) is not { Length: > 0 } fullPath || Logs?.Exists(log => log.Format.UsesFileStatus) != true)
            return row;
        var path = row.Session.Files.Jail.FromHost(fullPath);
        var after = path is null ? default : await row.Session.Files.StatusAsync(path);
        return row with { ModifiedFile = before is not null, FileSize = after.Ok ? after.Value.Size : null };
    }

    /// <summary>The port that the client was told, or told us.</summary>
    void NoteDataPort(Command command, LogRow row)
    {
        if (!row.Succeeded)
            return;
        var port = command.Verb switch
        {
            "PASV" => TwoBytes(row.ReplyText[(row.ReplyText.IndexOf('(') + 1)..].TrimEnd('.', ')')),
            "PORT" => TwoBytes(command.Argument),
            "EPSV" => Number(row.ReplyText.Split('|').ElementAtOrDefault(3)),
            "EPRT" when command.Argument.Length > 0 => Number(command.Argument.Split(command.Argument[0]).ElementAtOrDefault(3)),
            _ => null,
        };
        _dataPort = port ?? _dataPort;
    }

    static int? TwoBytes(string text) => text.Split(',') is [_, _, _, _, var high, var low] ? (Number(high) * 256) + Number(low) : null;

    static int? Number(string? digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static bool IsTransfer(Command command) => command.Verb is "RETR" or "STOR" or "APPE" or "STOU" or "LIST" or "NLST" or "MLSD";

    static (long Received, long Sent) RawBytes(Session session)
    {
        var control = session.Control.Stream.RawBytes;
        var data = session.State(TransferState.Key).RawBytes;
        return (control.Received + data.Received, control.Sent + data.Sent);
    }
}
