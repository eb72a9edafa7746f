using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Scoreboard;
using ProftpdSharp.Core.Sessions;
using ProftpdSharp.Core.Transfers;
using ProftpdSharp.Native;
using FileOfScores = ProftpdSharp.Core.Scoreboard.ScoreboardFile;

namespace ProftpdSharp.Modules.Core;

/// <summary>ScoreboardFile and its kin: what ftpwho, ftptop and ftpcount show of the sessions.</summary>
static class Scoreboards
{
    const string DefaultPath = "/run/proftpd.scoreboard";

    static readonly TimeSpan DefaultScrub = TimeSpan.FromSeconds(30);

    public static readonly Feature Feature = new("scoreboard");

    /// <summary>The path; empty when it is off.</summary>
    public static readonly Directive<string> ScoreboardFile = Feature.Directive(
        new Directive<string>("ScoreboardFile", ConfigContext.Server, ParsePath, DefaultPath) { Storage = Storage.Process });

    /// <summary>The path; null for that of the scoreboard and <c>.lck</c>.</summary>
    public static readonly Directive<string?> ScoreboardMutex = Feature.Directive(
        new Directive<string?>("ScoreboardMutex", ConfigContext.Server, line => line[0], null) { Storage = Storage.Process });

    /// <summary>How often the file is checked; infinite for never.</summary>
    public static readonly Directive<TimeSpan> ScoreboardScrub = Feature.Directive(
        new Directive<TimeSpan>("ScoreboardScrub", ConfigContext.Server, ParseScrub, DefaultScrub));

    /// <summary>Accepted: a missing entry disturbs nobody here.</summary>
    public static readonly Directive<bool> ScoreboardOptions = Feature.Directive(
        new Directive<bool>("ScoreboardOptions", Contexts.ServerWide, ParseOptions, false) { WrongCount = "wrong number of parameters" });

    static readonly SessionKey<Place> Key = new(() => new Place());

    sealed class Place
    {
        public ScoreboardSlot? Slot { get; set; }
    }

    static Scoreboards()
    {
        Feature.Startup(OpenAsync);
        Feature.Serving(host =>
        {
            host.Scoreboard?.Publish();
            return ValueTask.CompletedTask;
        });
        Feature.SessionStart(StartAsync);
        Feature.On(Phase.Pre, "*", Begin);
        Feature.On(Phase.Log, "*", Finish);
        Feature.On(Phase.LogError, "*", Finish);
        Feature.SessionEnd(session => session.State(Key).Slot?.Dispose());
    }

    /// <summary>Makes the scoreboard with the first configuration; a reload keeps it.</summary>
    static ValueTask OpenAsync(StartupCheck check)
    {
        var process = check.Configuration.Process;
        var path = process.Get(ScoreboardFile);
        if (path.Length == 0 || check.Host.Scoreboard is not null)
            return ValueTask.CompletedTask;
        var isInetd = check.Host.IsInetd;
        var header = new ScoreboardHeader(isInetd ? 0 : Processes.Getpid(), check.Host.Clock.GetUtcNow());
        var mutex = process.Get(ScoreboardMutex) ?? path + ".lck";
        var made = isInetd
            ? FileOfScores.Join(path, mutex, header)
            : FileOfScores.Create(path, mutex, header, check.Configuration.Main.Root.Get(ScoreboardScrub));
        check.Host.Scoreboard = made.Value;
        if (!made.Ok)
            check.Refuse($"error opening scoreboard: {made.Error.Describe()}");
        return ValueTask.CompletedTask;
    }

    static ValueTask StartAsync(Session session)
    {
        var place = session.State(Key);
        if (session.Host.Scoreboard is { } scoreboard)
        {
            var entry = Entry(session);
            if (place.Slot is { } slot)
                slot.Entry = entry;
            else
                place.Slot = scoreboard.Add(entry);
        }
        return ValueTask.CompletedTask;
    }

    static ValueTask<Outcome> Begin(Session session, Command command)
    {
        if (session.State(Key).Slot is { } slot && session.IsLoggedIn)
        {
            slot.Entry = slot.Entry with { Command = command.Verb, Argument = command.LogArgument };
            if (command.Verb is "RETR" or "STOR" or "APPE" or "STOU")
                slot.Progress = () => Progress(session);
        }
        return ValueTask.FromResult(Outcome.Declined);
    }

    static ValueTask<Outcome> Finish(Session session, Command command)
    {
        if (session.State(Key).Slot is { } slot)
        {
            slot.Progress = null;
            slot.Entry = session.IsLoggedIn ? AfterCommand(session, slot.Entry) : slot.Entry with { Protocol = session.Protocol };
        }
        return ValueTask.FromResult(Outcome.Declined);
    }

    static ScoreboardEntry AfterCommand(Session session, ScoreboardEntry before)
    {
        var last = session.State(TransferState.Key).Last;
        var entry = before with
        {
            User = session.Login?.UserName ?? ScoreboardEntry.NoUser,
            Protocol = session.Protocol,
            Directory = session.WorkingDirectory,
            Command = ScoreboardEntry.Idle,
            Argument = "",
            IdleSince = session.Host.Clock.GetUtcNow(),
        };
        return last is not { FullPath.Length: > 0 }
            ? entry
            : entry with { TransferDone = last.Bytes, TransferLength = last.Bytes, TransferElapsed = last.Duration };
    }

    static ScoreboardEntry Entry(Session session)
    {
        var local = session.Addresses.Local;
        return new ScoreboardEntry
        {
            Number = (uint)session.Number,
            Uid = session.Host.DefaultIdentity.Uid,
            Gid = session.Host.DefaultIdentity.Gid,
            ServerPort = session.Server.Port,
            ServerAddress = $"{local.Address}:{local.Port}",
            ServerLabel = session.Server.Name,
            ClientAddress = session.RemoteAddress.ToString(),
            ClientName = session.RemoteName,
            Class = session.ClassName ?? "",
            Protocol = session.Protocol,
            Connected = session.Started,
        };
    }

    static TransferProgress Progress(Session session) =>
        session.State(TransferState.Key).Current is { } transfer ? new TransferProgress(transfer.Size ?? 0, transfer.Moved) : default;

    static Parsed<string> ParsePath(DirectiveLine line)
    {
        var path = line[0];
        if (path.Equals("none", StringComparison.OrdinalIgnoreCase) || path == "/dev/null" || Values.AsBoolean(path) == false)
            return "";
        var slash = path.LastIndexOf('/');
        if (!path.StartsWith('/') || slash == 0 || slash == path.Length - 1)
            return line.Error($"unable to use '{path}': {Errno.EINVAL.Describe()}");
        // A missing directory is made at start, where upstream refuses.
        return (line.Host.Status(path[..slash]).Mode & 0x2) == 0 ? path : line.Error($"unable to use '{path}': {Errno.EPERM.Describe()}");
    }

    static Parsed<TimeSpan> ParseScrub(DirectiveLine line)
    {
        if (Values.AsBoolean(line[0]) is { } isOn)
            return isOn ? DefaultScrub : Timeout.InfiniteTimeSpan;
        var seconds = Values.Atoi(line[0]);
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : line.Error("number must be greater than zero");
    }

    static Parsed<bool> ParseOptions(DirectiveLine line)
    {
        foreach (var option in line.Arguments)
        {
            if (!option.Equals("AllowMissingEntry", StringComparison.OrdinalIgnoreCase))
                return line.Error($"unknown ScoreboardOption '{option}'");
        }
        return true;
    }
}
