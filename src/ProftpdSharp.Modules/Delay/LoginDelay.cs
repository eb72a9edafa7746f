using ProftpdSharp.Configuration;
using ProftpdSharp.Core.Commands;
using ProftpdSharp.Core.Modules;
using ProftpdSharp.Core.Sessions;

namespace ProftpdSharp.Modules.Delay;

/// <summary>When DelayOnEvent waits.</summary>
enum DelayedEvent
{
    User,
    Pass,
    FailedLogin,
}

/// <summary>A fixed time for one event.</summary>
readonly record struct EventDelay(DelayedEvent Event, TimeSpan Time);

/// <summary>
/// How long USER and PASS take must not tell whether a user exists, so a quick answer is held back until the median of the recent ones. Waits are
/// bounded: clients that are slow on purpose cannot make others wait for long.
/// </summary>
static class LoginDelay
{
    /// <summary>What DelayTable says for no table.</summary>
    const string None = "none";

    static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    public static readonly Feature Feature = new("login delay");

    public static readonly Directive<bool> DelayEngine = Feature.Directive(
        new Directive<bool>("DelayEngine", Contexts.ServerWide, Values.Boolean, true));

    /// <summary>Where upstream keeps its timings over restarts; here they live as long as the process. "none" leaves nothing but DelayOnEvent.</summary>
    public static readonly Directive<string?> DelayTable = Feature.Directive(
        new Directive<string?>("DelayTable", ConfigContext.Server, ParseTable, null));

    public static readonly Directive<EventDelay> DelayOnEvent = Feature.Directive(
        new Directive<EventDelay>("DelayOnEvent", Contexts.ServerWide, ParseEvent, default) { MinArguments = 2 });

    static readonly SessionKey<Timing> Key = new(() => new Timing());
    internal static readonly HostKey<RecentTimes> UserTimes = new(_ => new RecentTimes());
    internal static readonly HostKey<RecentTimes> PassTimes = new(_ => new RecentTimes());

    static LoginDelay()
    {
        Feature.SessionStart(NoteDisabled);
        Feature.On(Phase.Pre, "USER", Begin);
        Feature.On(Phase.Pre, "PASS", Begin);
        Feature.On(Phase.Post, "USER", HoldUserAsync);
        Feature.On(Phase.Post, "PASS", HoldPassAsync);
        Feature.On(Phase.PostError, "PASS", HoldFailureAsync);
    }

    static ValueTask NoteDisabled(Session session)
    {
        if (session.Server.Root.Get(DelayEngine) && !KeepsTimes(session) && !session.Server.Root.All(DelayOnEvent).Any())
            session.Log.Debug(0, "mod_delay/0.8: no DelayOnEvent rules configured with \"DelayTable none\" in effect, disabling module");
        return ValueTask.CompletedTask;
    }

    static bool KeepsTimes(Session session) => session.Configuration.Main.Root.Get(DelayTable) != None;

    static ValueTask<Outcome> Begin(Session session, Command command)
    {
        session.State(Key).Began = session.IsLoggedIn ? null : session.Host.Clock.GetTimestamp();
        return ValueTask.FromResult(Outcome.Handled);
    }

    static ValueTask<Outcome> HoldUserAsync(Session session, Command command) => HoldAsync(session, UserTimes, DelayedEvent.User);

    static ValueTask<Outcome> HoldPassAsync(Session session, Command command) => HoldAsync(session, PassTimes, DelayedEvent.Pass);

    static async ValueTask<Outcome> HoldFailureAsync(Session session, Command command)
    {
        await HoldAsync(session, PassTimes, DelayedEvent.Pass);
        if (session.Server.Root.Get(DelayEngine))
            await WaitAsync(session, Fixed(session, DelayedEvent.FailedLogin));
        return Outcome.Handled;
    }

    static async ValueTask<Outcome> HoldAsync(Session session, HostKey<RecentTimes> times, DelayedEvent what)
    {
        if (session.State(Key).Began is not { } began || !session.Server.Root.Get(DelayEngine))
            return Outcome.Handled;
        if (KeepsTimes(session))
        {
            var elapsed = session.Host.Clock.GetElapsedTime(began);
            var missing = session.Host.State(times).Add(elapsed) - elapsed;
            await WaitAsync(session, missing < LongestWait ? missing : LongestWait);
        }
        await WaitAsync(session, Fixed(session, what));
        return Outcome.Handled;
    }

    static TimeSpan Fixed(Session session, DelayedEvent what) =>
        session.Server.Root.All(DelayOnEvent).FirstOrDefault(record => record.Value.Event == what)?.Value.Time ?? TimeSpan.Zero;

    static Task WaitAsync(Session session, TimeSpan time) =>
        time > TimeSpan.Zero ? Task.Delay(time, session.Host.Clock) : Task.CompletedTask;

    static Parsed<string?> ParseTable(DirectiveLine line)
    {
        if (line[0].Equals(None, StringComparison.OrdinalIgnoreCase))
            return None;
        return line[0].StartsWith('/') ? line[0] : line.Error("must be an absolute path");
    }

    static Parsed<EventDelay> ParseEvent(DirectiveLine line)
    {
        DelayedEvent? what = line[0] switch
        {
            "USER" => DelayedEvent.User,
            "PASS" => DelayedEvent.Pass,
            "FailedLogin" => DelayedEvent.FailedLogin,
            _ => null,
        };
        if (what is not { } known)
            return line.Error($"unknown/unsupported event: {line[0]}");
        return Milliseconds(line[1], out var error) is { } time
            ? new EventDelay(known, time)
            : line.Error($"error parsing delay parameter '{line[1]}': {error}");
    }

    /// <summary>A number is milliseconds, with <c>ms</c> behind it too; any other unit is a duration's.</summary>
    static TimeSpan? Milliseconds(string word, out string error)
    {
        var digits = word.EndsWith("ms", StringComparison.OrdinalIgnoreCase) ? word[..^2] : word;
        if (Values.WholeNumber(digits) is not { } number)
            return Values.Duration(word, out error);
        error = "Numerical result out of range";
        return number is >= 0 and <= int.MaxValue ? TimeSpan.FromMilliseconds(number) : null;
    }

    sealed class Timing
    {
        /// <summary>When the command came; null for one that is not part of a login.</summary>
        public long? Began { get; set; }
    }
}

/// <summary>The times that the last commands took.</summary>
sealed class RecentTimes
{
    /// <summary>As many as upstream keeps.</summary>
    const int Kept = 256;

    readonly Lock _lock = new();
    readonly Queue<TimeSpan> _times = [];

    /// <summary>Adds one and tells the median.</summary>
    public TimeSpan Add(TimeSpan time)
    {
        lock (_lock)
        {
            if (_times.Count == Kept)
                _times.Dequeue();
            _times.Enqueue(time);
            return _times.Order().ElementAt(_times.Count / 2);
        }
    }

    /// <summary>Those that are kept, the oldest first.</summary>
    public IReadOnlyList<TimeSpan> All
    {
        get
        {
            lock (_lock)
                return [.. _times];
        }
    }

    public void Clear()
    {
        lock (_lock)
            _times.Clear();
    }
}
