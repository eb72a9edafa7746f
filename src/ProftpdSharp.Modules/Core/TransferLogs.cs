using System.Globalization;
using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.FileSystem;
using ProftpdSharp.Core.LogFormats;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;

namespace ProftpdSharp.Modules.Core;

/// <summary>TransferLog: one line in the form of xferlog(5) for each upload, download and deletion; of transfers the system log has one at debug level 1.</summary>
static class TransferLogs
{
    const string DefaultPath = "/var/log/xferlog";

    public static readonly Feature Feature = new("TransferLog");

    /// <summary>The path; empty for <c>none</c>.</summary>
    public static readonly Directive<string> TransferLog = Feature.Directive(
        new Directive<string>("TransferLog", Contexts.AndAnonymous, ParsePath, DefaultPath, MergeRule.Down));

    static readonly SessionKey<State> Key = new(() => new State());

    sealed class State
    {
        public LogFile? File { get; set; }

        public bool IsOpened { get; set; }

        public FinishedTransfer? Logged { get; set; }
    }

    static TransferLogs()
    {
        Feature.On(Phase.Pre, "DELE", LookAsync);
        Feature.On(Phase.Post, "*", OpenAsync);
        foreach (var verb in new[] { "RETR", "STOR", "APPE", "STOU" })
        {
            Feature.On(Phase.Log, verb, LogTransfer);
            Feature.On(Phase.LogError, verb, LogTransfer);
        }
        Feature.On(Phase.Log, "DELE", LogDeletion);
        Feature.SessionEnd(session => session.State(Key).File?.Dispose());
    }

    static async ValueTask<Outcome> LookAsync(Session session, Command command)
    {
        if (session.State(Key).File is not null)
            await FileBefore.LookAsync(session, command);
        return Outcome.Declined;
    }

    /// <summary>The log is opened with the login, which decides which one it is.</summary>
    static async ValueTask<Outcome> OpenAsync(Session session, Command command)
    {
        var state = session.State(Key);
        if (state.IsOpened || !session.IsLoggedIn)
            return Outcome.Declined;
        state.IsOpened = true;
        var path = session.TopScope.Get(TransferLog);
        if (path.Length == 0)
            return Outcome.Declined;
        var allowSymlinks = session.Server.Root.Get(LoggingDirectives.AllowLogSymlinks);
        var opening = await session.Host.Log.Files.OpenAsync(path, LogFiles.ReadableMode, allowSymlinks);
        state.File = opening.File;
        if (opening.File is null)
            Complain(session, opening);
        else
            session.State(TransferState.Key).Copied = (copy, bytes) => LogServerSide(session, opening.File, copy, bytes);
        return Outcome.Declined;
    }

    static void Complain(Session session, LogOpening opening)
    {
        if (opening.DirectoryNotice is { } notice)
            session.Log.Notice(notice);
        // Upstream names the error number as it happens to be, and does not know the word for a FIFO here.
        var reason = opening.Refusal == LogRefusal.WorldWritableDirectory ? Native.Errno.ENOENT : opening.Error;
        var text = opening.Refusal == LogRefusal.SymbolicLink ? opening.Reason : Native.ErrnoText.Describe(reason);
        session.Log.Notice($"unable to open TransferLog '{opening.Path}': {text}");
    }

    static ValueTask<Outcome> LogTransfer(Session session, Command command)
    {
        var state = session.State(Key);
        if (TransferOf(session, command, state.Logged) is { } transfer)
        {
            var how = transfer.IsComplete ? "completed:" : "aborted after";
            session.Log.Debug(1, string.Create(CultureInfo.InvariantCulture, $"Transfer {how} {transfer.Bytes} bytes in {transfer.Duration.TotalSeconds:0.00} seconds"));
            var direction = transfer.Direction == TransferDirection.Send ? 'o' : 'i';
            state.File?.Write(Line(session, transfer.Duration, transfer.Bytes, transfer.FullPath, transfer.IsAscii, direction, transfer.IsComplete));
        }
        state.Logged = session.State(TransferState.Key).Last;
        return ValueTask.FromResult(Outcome.Declined);
    }

    /// <summary>What a command transferred: nothing at all when only its data connection was missing; null when it did not come so far.</summary>
    static FinishedTransfer? TransferOf(Session session, Command command, FinishedTransfer? logged)
    {
        var state = session.State(TransferState.Key);
        // A listing before it is no transfer of this command's.
        if (state.Last is { FullPath.Length: > 0 } last && !ReferenceEquals(last, logged))
            return last;
        if ((session.Responses.LastCode is not (425 or 426) && session.Ending is null) || state.AttemptOf(command) is not { IsReady: true } attempt)
            return null;
        var direction = command.Verb == "RETR" ? TransferDirection.Send : TransferDirection.Receive;
        return new FinishedTransfer(attempt.FullPath, 0, TimeSpan.Zero, direction, state.IsAscii, IsComplete: false, Offset: null);
    }

    static ValueTask<Outcome> LogDeletion(Session session, Command command)
    {
        if (session.State(Key).File is { } file)
        {
            var path = session.Files.Jail.ToHost(VirtualPath.Combine(session.WorkingDirectory, command.Argument));
            LogServerSide(session, file, path, FileBefore.Of(session, command)?.Size ?? 0);
        }
        return ValueTask.FromResult(Outcome.Declined);
    }

    /// <summary>Deletions and copies move nothing over the network; both are a <c>d</c> to upstream.</summary>
    static void LogServerSide(Session session, LogFile file, string path, long bytes) =>
        file.Write(Line(session, TimeSpan.Zero, bytes, path, session.State(TransferState.Key).IsAscii, 'd', isComplete: true));

    static string Line(Session session, TimeSpan duration, long bytes, string path, bool isAscii, char direction, bool isComplete)
    {
        var time = session.Host.Clock.GetLocalNow();
        var user = session.Login?.AnonymousPassword ?? session.Login?.UserName ?? "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{time:ddd MMM} {time.Day,2} {time:HH:mm:ss yyyy} {(long)duration.TotalSeconds} {session.RemoteName} {bytes} {Name(path)} "
            + $"{(isAscii ? 'a' : 'b')} _ {direction} {(session.Login?.IsAnonymous == true ? 'a' : 'r')} {LogText.Sanitize(user)} "
            + $"{session.Protocol} 0 * {(isComplete ? 'c' : 'i')}");
    }

    /// <summary>Fields are told apart by blanks, so the name has none.</summary>
    static string Name(string path) =>
        string.Create(path.Length, path, static (name, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                name[i] = source[i] is <= ' ' or '\u007f' ? '_' : source[i];
        });

    static Parsed<string> ParsePath(DirectiveLine line) => line[0].Equals("none", StringComparison.OrdinalIgnoreCase) ? "" : line[0];
}
