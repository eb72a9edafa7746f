using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Native;

namespace ProftpdSharp.Core.Access;

/// <summary>The replies to refused commands, and their lines in the log; upstream's texts differ from command to command.</summary>
public static class AccessReplies
{
    const string Configuration = "<Limit> configuration";
    const string Config = "<Limit> config";

    static readonly Dictionary<string, RefusalText> Texts = new(StringComparer.Ordinal)
    {
        ["CWD"] = new(550, Subject.Argument, Errno.ENOENT),
        ["XCWD"] = new(550, Subject.Argument, Errno.ENOENT),
        ["CDUP"] = new(550, Subject.Parent, Errno.ENOENT),
        ["XCUP"] = new(550, Subject.Parent, Errno.ENOENT),
        ["PWD"] = new(550, Subject.Verb, Errno.EACCES, 7, $"PWD command denied by {Configuration}"),
        ["XPWD"] = new(550, Subject.Verb, Errno.EACCES, 7, $"XPWD command denied by {Configuration}"),
        ["MKD"] = new(550, Subject.Argument, Errno.EACCES, 8, $"MKD command denied by {Config}"),
        ["XMKD"] = new(550, Subject.Argument, Errno.EACCES, 8, $"XMKD command denied by {Config}"),
        ["RMD"] = new(550, Subject.Argument, Errno.EACCES, 8, $"RMD command denied by {Config}"),
        ["XRMD"] = new(550, Subject.Argument, Errno.EACCES, 8, $"XRMD command denied by {Config}"),
        ["DELE"] = new(550, Subject.Argument, null, 7, "deleting '{path}' denied by " + Configuration),
        ["RNTO"] = new(550, Subject.Argument, Errno.EPERM, 8, $"RNTO command denied by {Config}"),
        ["RETR"] = new(550, Subject.Argument, null, 8, "RETR {argument} denied by " + Configuration),
        ["STOR"] = new(550, Subject.Argument, null, 8, "STOR {argument} denied by " + Configuration),
        ["APPE"] = new(550, Subject.Argument, null, 8, "APPE {argument} denied by " + Configuration),
        ["STOU"] = new(550, Subject.Argument, null, 8, "STOU {argument} denied by " + Configuration),
        ["SITE_CHMOD"] = new(550, Subject.Line, Errno.EACCES, 7, $"SITE CHMOD command denied by {Config}"),
        ["SITE_CHGRP"] = new(550, Subject.Argument, Errno.EACCES, 7, $"SITE CHGRP command denied by {Config}"),
        ["SITE_MKDIR"] = new(550, Subject.Line, Errno.EPERM),
        ["SITE_RMDIR"] = new(550, Subject.Line, Errno.EPERM),
        ["SITE_SYMLINK"] = new(550, Subject.Argument, Errno.EPERM),
        ["SITE_UTIME"] = new(550, Subject.Line, Errno.EPERM),
        ["SITE_CPFR"] = new(550, Subject.Argument, Errno.EPERM),
        ["SITE_CPTO"] = new(550, Subject.Argument, Errno.EPERM),
        ["SITE_COPY"] = new(550, Subject.Argument, Errno.EPERM),
        ["SITE_HELP"] = new(501, Subject.Help, Errno.EACCES, 8, $"SITE HELP denied by {Configuration}"),
        ["HELP"] = new(501, Subject.Help, Errno.EACCES, 7, $"HELP command denied by {Configuration}"),
        ["NOOP"] = new(550, Subject.Nothing, Errno.EPERM, 7, $"NOOP command denied by {Configuration}"),
        ["FEAT"] = new(550, Subject.Verb, Errno.EPERM, 3, $"FEAT command denied by {Configuration}"),
        ["STAT"] = new(500, Subject.Verb, Errno.EPERM),
        ["RANG"] = new(552, Subject.Verb, Errno.EPERM, 8, $"RANG denied by {Configuration}"),
        ["PASV"] = new(501, Subject.Verb, Errno.EPERM, 8, $"PASV denied by {Configuration}"),
        ["EPSV"] = new(501, Subject.Verb, Errno.EPERM, 8, $"EPSV denied by {Configuration}"),
        ["PORT"] = new(501, Subject.Verb, Errno.EPERM, 8, $"PORT denied by {Configuration}"),
        ["EPRT"] = new(501, Subject.Verb, Errno.EPERM, 8, $"EPRT denied by {Configuration}"),
        ["OPTS_UTF8"] = new(550, Subject.Options, Errno.EACCES),
        ["OPTS_MLST"] = new(550, Subject.Options, Errno.EACCES),
        ["HOST"] = new(504, Subject.Argument, Errno.EACCES),
        ["LANG"] = new(500, Subject.Unable, null, 4, "mod_lang/1.1: LANG command denied by <Limit>"),
        ["MLST"] = new(550, Subject.Unable, null, 4, "mod_facts/0.7: MLST command denied by <Limit>"),
        ["MLSD"] = new(550, Subject.Unable, null, 4, "mod_facts/0.7: MLSD command denied by <Limit>"),
        ["MFMT"] = new(550, Subject.Unable, null, 4, "mod_facts/0.7: MFMT command denied by <Limit>"),
        ["MFF"] = new(550, Subject.Unable, null, 4, "mod_facts/0.7: MFF command denied by <Limit>"),
    };

    /// <summary>RNFR, SIZE, MDTM, and whatever else looks at a path.</summary>
    static readonly RefusalText Plain = new(550, Subject.Argument, null);

    /// <summary>What a reply begins with.</summary>
    enum Subject
    {
        /// <summary>The path as the client gave it.</summary>
        Argument,

        /// <summary>The whole argument of the line: <c>CHMOD 644 file</c>.</summary>
        Line,

        Verb,

        /// <summary><c>..</c>.</summary>
        Parent,

        /// <summary><c>OPTS UTF8</c>.</summary>
        Options,

        /// <summary>SITE HELP, too, calls itself HELP.</summary>
        Help,

        /// <summary>The error alone.</summary>
        Nothing,

        /// <summary><c>Unable to handle command</c>, no error.</summary>
        Unable,
    }

    /// <summary>Appends the reply to a command that was refused; always returns <see cref="Outcome.Failed"/>, for the handler to return.</summary>
    /// <param name="session">Whose command it was.</param>
    /// <param name="command">The command.</param>
    /// <param name="decision">Why.</param>
    /// <param name="argument">The path as the reply names it, where the command has other arguments or made it itself; null for the argument.</param>
    public static Outcome AppendRefusal(Session session, Command command, AccessDecision decision, string? argument = null)
    {
        var path = argument ?? command.Argument;
        if (decision.Reason == Refusal.PathFilter)
            return Forbidden(session, command, decision, path);
        var text = Texts.GetValueOrDefault(command.Verb, Plain);
        if (decision.Reason == Refusal.NotFound)
            return Reply(session, 550, $"{path}: {(text.Error == Errno.ENOENT ? Errno.ENOENT : decision.Error).Describe()}");
        if (text.LogText is { } log)
            session.Log.Debug(text.LogLevel, log.Replace("{path}", decision.FullPath, StringComparison.Ordinal).Replace("{argument}", path, StringComparison.Ordinal));
        return Reply(session, text.Code, Body(text, command, path, (text.Error ?? decision.Error).Describe()));
    }

    static string Body(RefusalText text, Command command, string path, string error) => text.Subject switch
    {
        Subject.Line => $"{command.LineArgument}: {error}",
        Subject.Verb => $"{command.Verb}: {error}",
        Subject.Parent => $"..: {error}",
        Subject.Options => $"{command.Verb.Replace('_', ' ')}: {error}",
        Subject.Help => $"HELP: {error}",
        Subject.Nothing => error,
        Subject.Unable => "Unable to handle command",
        _ => $"{path}: {error}",
    };

    static Outcome Forbidden(Session session, Command command, AccessDecision decision, string path)
    {
        var filter = decision.Decider?.Rule?.Directive.Name;
        var isSite = command.Verb.StartsWith("SITE_", StringComparison.Ordinal);
        switch (command.Verb)
        {
            case "MFMT" or "MFF":
                session.Log.Notice($"mod_facts/0.7: {command.Verb} denied by {filter} on '{command.LineArgument}'");
                return Reply(session, 550, $"{path}: {Errno.EACCES.Describe()}");
            case "SITE_MKDIR" or "SITE_UTIME" or "SITE_SYMLINK":
                session.Log.Notice($"mod_site_misc/1.6: 'SITE {command.LineArgument}' denied by {filter}");
                return Reply(session, 550, $"{command.LineArgument}: {Errno.EPERM.Describe()}");
            case "SITE_CPTO" or "SITE_COPY":
                session.Log.Notice($"mod_copy/0.6: path '{decision.RealPath}' denied by {filter}");
                return Reply(session, 550, $"{command.Verb["SITE_".Length..]}: {Errno.EPERM.Describe()}");
            case "SITE_CPFR":
                session.Log.Notice($"mod_copy/0.6: '{command.LineArgument}' denied by {filter}");
                return Reply(session, 550, $"{path}: Forbidden filename");
            case "SITE_CHGRP":
                session.Log.Notice($"'CHGRP {path}' denied by {filter}");
                break;
            default:
                // An upload is refused by where its path leads to, and logged so.
                var refused = command.Verb is "STOR" or "APPE" ? decision.RealPath : path;
                session.Log.Notice(isSite ? $"'{command.LineArgument}' denied by {filter}" : $"'{command.Verb} {refused}' denied by {filter}");
                break;
        }
        return Reply(session, 550, $"{(isSite ? command.LineArgument : path)}: Forbidden filename");
    }

    static Outcome Reply(Session session, int code, string text)
    {
        session.Responses.AddError(code, text);
        return Outcome.Failed;
    }

    /// <param name="Code">The reply code.</param>
    /// <param name="Subject">What the reply begins with.</param>
    /// <param name="Error">What it ends with; null for the decision's own error.</param>
    /// <param name="LogLevel">The debug level of the log line.</param>
    /// <param name="LogText">The log line; null when upstream writes none.</param>
    sealed record RefusalText(int Code, Subject Subject, Errno? Error, int LogLevel = 0, string? LogText = null);
}
