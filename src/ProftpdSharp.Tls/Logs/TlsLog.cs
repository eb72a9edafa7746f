using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Tls.Settings;

namespace ProftpdSharp.Tls.Logs;

/// <summary>TLSLog: one file for each server, with the lines of all its sessions.</summary>
sealed class TlsLog
{
    public static readonly Feature Feature = new("tls log");

    public static readonly Directive<string?> TlsLogPath = Feature.Directive(
        new Directive<string?>("TLSLog", Contexts.ServerWide, line => line[0], null));

    readonly Session _session;
    readonly LogFile? _file;

    TlsLog(Session session, LogFile? file) => (_session, _file) = (session, file);

    /// <summary>Whether lines go anywhere, for callers whose text is costly.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>A log that swallows everything, until the session's own is opened.</summary>
    public static TlsLog Closed(Session session) => new(session, null);

    /// <summary>
    /// Opens the log of the session's server. A file that may not be used disables the log, not the session; the system log tells why.
    /// </summary>
    public static async ValueTask<TlsLog> OpenAsync(Session session)
    {
        var path = session.Server.Root.Get(TlsLogPath);
        if (path is null || path.Equals("none", StringComparison.OrdinalIgnoreCase))
            return Closed(session);
        var opening = await session.Host.Log.Files.OpenAsync(path, LogFiles.PrivateMode, session.Server.Root.Get(LoggingDirectives.AllowLogSymlinks));
        if (opening.File is null)
            Report(session, opening);
        return new TlsLog(session, opening.File);
    }

    /// <summary>Writes one message. Text that a client chose must have been sanitized; an OpenSSL error stack brings its own line ends.</summary>
    public void Write(string text)
    {
        if (_file is null)
            return;
        var time = LogText.Timestamp(_session.Host.Clock.GetLocalNow());
        _file.Write($"{time} {Upstream.Label}[{_session.Number}]: {text}");
    }

    /// <summary>Writes one message here and to the system log, where upstream does without the word of <paramref name="prefix"/>.</summary>
    public void WriteWithNotice(string text, string prefix = "")
    {
        Write(prefix + text);
        _session.Log.Notice($"{Upstream.Label}: {text}");
    }

    /// <summary>Writes one message here and, as a warning, to the system log.</summary>
    public void WriteWithWarning(string text)
    {
        Write(text);
        _session.Log.Warning($"{Upstream.Label}: {text}");
    }

    public void Close() => _file?.Dispose();

    static void Report(Session session, LogOpening opening)
    {
        var reason = opening.Refusal == LogRefusal.SymbolicLink ? "cannot log to a symbolic link" : opening.Reason;
        var first = opening switch
        {
            { Path: var path } when !path.Contains('/') => $"inappropriate log file: {path}",
            _ => opening.DirectoryProblem,
        };
        if (first is not null)
            session.Log.Notice(first);
        session.Log.Notice($"{Upstream.Label}: notice: unable to open TLSLog: {reason}");
    }
}
