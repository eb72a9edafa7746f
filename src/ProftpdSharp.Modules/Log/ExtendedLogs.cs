using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.LogFormats;
using ProftpdSharp.Core.Logging;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;
using LineFormat = ProftpdSharp.Core.LogFormats.LogFormat;

namespace ProftpdSharp.Modules.Log;

/// <summary>ExtendedLog and LogFormat: one row for each command of the classes asked for, and for the begin and the end of a session.</summary>
static class ExtendedLogs
{
    public static readonly Feature Feature = new("ExtendedLog");

    public static readonly Directive<ExtendedLogTarget?> ExtendedLog = Feature.Directive(
        new Directive<ExtendedLogTarget?>("ExtendedLog", Contexts.AndAnonymous, ParseTarget, null)
        {
            WrongCount = "Syntax: ExtendedLog file [<cmd-classes> [<name>]]",
            CheckOrder = CheckOrder.ContextFirst,
        });

    public static readonly Directive<NamedFormat?> LogFormat = Feature.Directive(
        new Directive<NamedFormat?>("LogFormat", ConfigContext.Server | ConfigContext.Global, ParseFormat, null) { MinArguments = 2 });

    static readonly SessionKey<CommandRows> Key = new(() => new CommandRows());

    static ExtendedLogs()
    {
        Feature.SessionStart(StartAsync);
        Feature.On(Phase.Pre, "*", BeginAsync);
        Feature.On(Phase.Post, "*", AnswerAsync);
        Feature.On(Phase.PostError, "*", AnswerAsync);
        Feature.On(Phase.Log, "*", WriteAsync);
        Feature.On(Phase.LogError, "*", WriteAsync);
        Feature.SessionEnd(End);
    }

    static async ValueTask StartAsync(Session session)
    {
        var rows = session.State(Key);
        var isFirst = rows.Logs is null;
        rows.Close();
        rows.Logs = await OpenAsync(session, session.Server.Root);
        if (isFirst)
            rows.Write(session.Log, rows.Connect(session), CommandClass.Connect);
    }

    static async ValueTask<Outcome> BeginAsync(Session session, Command command)
    {
        var rows = session.State(Key);
        rows.Begin(session, command);
        if (rows.Logs is { Count: > 0 })
            await FileBefore.LookAsync(session, command);
        return Outcome.Declined;
    }

    /// <summary>Before the reply goes out: upstream logs then, and so <c>%O</c> does not count it. The logs of an Anonymous section open here.</summary>
    static async ValueTask<Outcome> AnswerAsync(Session session, Command command)
    {
        var rows = session.State(Key);
        rows.Answer(session, command);
        if (session.Anonymous is { } anonymous && !rows.HasAnonymous)
        {
            rows.HasAnonymous = true;
            rows.Add(await OpenAsync(session, anonymous));
        }
        return Outcome.Declined;
    }

    static async ValueTask<Outcome> WriteAsync(Session session, Command command)
    {
        var rows = session.State(Key);
        if (rows.Logs is { Count: > 0 })
        {
            var row = await rows.FinishAsync(session, command);
            // OPTS is two commands in one upstream, and the second has no answer of its own.
            if (command.Verb == "OPTS" && command.Words.Count > 0)
            {
                var option = command.AsSub($"OPTS_{Command.UpperCase(command.Words[0])}");
                rows.Write(session.Log, row with { Method = option.Verb, Argument = option.Argument }, CommandClass.None);
                row = row with { ReplyCode = 0, ReplyText = "" };
            }
            foreach (var written in rows.AtEnd(row))
                rows.Write(session.Log, written, command.Class);
        }
        rows.Forget(session, command);
        return Outcome.Declined;
    }

    static void End(Session session)
    {
        var rows = session.State(Key);
        rows.Write(session.Log, rows.Exit(session), CommandClass.Exit);
        rows.Close();
    }

    /// <summary>Opens the logs of one section, those declared last first, as upstream writes them. What cannot be opened is said and left out.</summary>
    static async ValueTask<List<ActiveLog>> OpenAsync(Session session, ConfigScope scope)
    {
        var logs = new List<ActiveLog>();
        foreach (var record in scope.All(ExtendedLog).Reverse())
        {
            if (record.Value is { } target && Format(session, target) is { } format && await OpenAsync(session, target, format) is { } log)
                logs.Add(log);
        }
        return logs;
    }

    static LineFormat? Format(Session session, ExtendedLogTarget target)
    {
        if (target.FormatName is not { } name)
            return LineFormat.Default;
        var named = session.Server.Root.All(LogFormat).Concat(session.Configuration.Main.Root.All(LogFormat))
            .FirstOrDefault(record => record.Value?.Name == name);
        if (named?.Value is { } found)
            return found.Format;
        if (name.Equals("default", StringComparison.OrdinalIgnoreCase))
            return LineFormat.Default;
        session.Log.Notice($"ExtendedLog '{target.Path}' uses unknown format name '{name}'");
        return null;
    }

    static async ValueTask<ActiveLog?> OpenAsync(Session session, ExtendedLogTarget target, LineFormat format)
    {
        if (target.Level is not null)
            return new ActiveLog(target, format, null);
        var allowSymlinks = session.Server.Root.Get(LoggingDirectives.AllowLogSymlinks);
        var opening = await session.Host.Log.Files.OpenAsync(target.Path, LogFiles.ReadableMode, allowSymlinks);
        if (opening.File is { } file)
            return new ActiveLog(target, format, file);
        if (opening.DirectoryProblem is { } notice)
            session.Log.Notice(notice);
        session.Log.Notice($"unable to open ExtendedLog '{target.Path}': {opening.Reason}");
        return null;
    }

    static Parsed<ExtendedLogTarget?> ParseTarget(DirectiveLine line) =>
        ExtendedLogTarget.Parse(line).Then<ExtendedLogTarget?>(target => target);

    static Parsed<NamedFormat?> ParseFormat(DirectiveLine line) =>
        line[0].Length == 0
            ? line.Error("missing required name parameter")
            : new NamedFormat(line[0], LineFormat.Parse(line[1]));
}

/// <summary>A LogFormat line.</summary>
sealed record NamedFormat(string Name, LineFormat Format);

/// <summary>An ExtendedLog that is open for a session.</summary>
/// <param name="Target">What was configured.</param>
/// <param name="Format">How rows look.</param>
/// <param name="File">Null when rows go to syslog.</param>
sealed record ActiveLog(ExtendedLogTarget Target, LineFormat Format, LogFile? File);
